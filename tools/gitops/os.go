package main

import (
	"strings"
	"time"

	lua "github.com/yuin/gopher-lua"
)

// What Argo CD's os.date understands of a format.
var formats = strings.NewReplacer(
	"%%", "%", "%a", "Mon", "%A", "Monday", "%b", "Jan", "%B", "January", "%c", "02 Jan 06 15:04 MST", "%d", "02",
	"%F", "2006-01-02", "%H", "15", "%I", "03", "%m", "01", "%M", "04", "%p", "PM", "%P", "pm", "%S", "05",
	"%x", "15/04/05", "%X", "15:04:05", "%y", "06", "%Y", "2006", "%z", "-0700", "%Z", "MST")

// safeOs is Argo CD's os (util/lua/oslib_safe.go there) by another clock. As there, "!" counts for nothing once a time is given.
func safeOs(clock func() time.Time) lua.LGFunction {
	return func(machine *lua.LState) int {
		machine.Push(machine.SetFuncs(machine.NewTable(), map[string]lua.LGFunction{
			"time": func(machine *lua.LState) int {
				machine.Push(lua.LNumber(unix(machine, clock)))
				return 1
			},
			"date": func(machine *lua.LState) int {
				machine.Push(date(machine, clock))
				return 1
			},
		}))
		return 1
	}
}

func unix(machine *lua.LState, clock func() time.Time) int64 {
	if machine.GetTop() == 0 {
		return clock().Unix()
	}
	table := machine.CheckTable(1)
	field := func(name string, absent int) int {
		if number, ok := table.RawGetString(name).(lua.LNumber); ok {
			return int(number)
		}
		return absent
	}
	return time.Date(field("year", -1), time.Month(field("month", -1)), field("day", -1), field("hour", 12), field("min", 0), field("sec", 0), 0,
		time.Local).Unix()
}

func date(machine *lua.LState, clock func() time.Time) lua.LValue {
	at := clock().Local()
	format := machine.OptString(1, "%c")
	if strings.HasPrefix(format, "!") {
		at = at.UTC()
		format = strings.TrimLeft(format, "!")
	}
	if machine.GetTop() >= 2 {
		at = time.Unix(machine.CheckInt64(2), 0)
	}
	if !strings.HasPrefix(format, "*t") {
		return lua.LString(at.Format(formats.Replace(format)))
	}
	table := machine.NewTable()
	for name, value := range map[string]int{
		"year": at.Year(), "month": int(at.Month()), "day": at.Day(), "hour": at.Hour(), "min": at.Minute(), "sec": at.Second(),
		"wday": int(at.Weekday()) + 1, "yday": 0,
	} {
		table.RawSetString(name, lua.LNumber(value))
	}
	table.RawSetString("isdst", lua.LFalse)
	return table
}
