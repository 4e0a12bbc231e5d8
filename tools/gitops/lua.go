package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	lua "github.com/yuin/gopher-lua"
	luajson "layeh.com/gopher-json"
)

// runLua runs a script on an object in the machine that Argo CD sets up for scripts of argocd-cm (util/lua/lua.go there): base, package and
// table, and an os that has time and date alone, by require; a second to do it in.
func runLua(script string, object map[string]any, clock func() time.Time) (any, error) {
	machine := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer machine.Close()
	for _, library := range []struct {
		name string
		open lua.LGFunction
	}{
		{lua.LoadLibName, lua.OpenPackage},
		{lua.BaseLibName, lua.OpenBase},
		{lua.TabLibName, lua.OpenTable},
	} {
		if err := machine.CallByParam(lua.P{Fn: machine.NewFunction(library.open), Protect: true}, lua.LString(library.name)); err != nil {
			return nil, err
		}
	}
	machine.PreloadModule(lua.OsLibName, safeOs(clock))
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	machine.SetContext(ctx)
	machine.SetGlobal("actionParams", machine.NewTable())
	machine.SetGlobal("obj", toLua(machine, object))
	if err := machine.DoString(script); err != nil {
		return nil, err
	}
	table, ok := machine.Get(-1).(*lua.LTable)
	if !ok {
		return nil, fmt.Errorf("expect table output from Lua script, not %s", machine.Get(-1).Type())
	}
	text, err := luajson.Encode(table)
	if err != nil {
		return nil, err
	}
	var answer any
	if err := json.Unmarshal(text, &answer); err != nil {
		return nil, err
	}
	if returned, ok := answer.(map[string]any); ok {
		return emptyAsBefore(returned, object), nil
	}
	return answer, nil
}

func toLua(machine *lua.LState, value any) lua.LValue {
	switch value := value.(type) {
	case bool:
		return lua.LBool(value)
	case string:
		return lua.LString(value)
	case int64:
		return lua.LNumber(value)
	case float64:
		return lua.LNumber(value)
	case []any:
		table := machine.CreateTable(len(value), 0)
		for _, item := range value {
			table.Append(toLua(machine, item))
		}
		return table
	case map[string]any:
		table := machine.CreateTable(0, len(value))
		for key, item := range value {
			table.RawSetH(lua.LString(key), toLua(machine, item))
		}
		return table
	default:
		return lua.LNil
	}
}

// emptyAsBefore: Lua knows no empty map, so what was one before and comes back as an empty list is taken for one.
func emptyAsBefore(returned, before map[string]any) map[string]any {
	for key, old := range before {
		switch now := returned[key].(type) {
		case map[string]any:
			if was, ok := old.(map[string]any); ok {
				returned[key] = emptyAsBefore(now, was)
			}
		case []any:
			if _, ok := old.(map[string]any); ok && len(now) == 0 {
				returned[key] = map[string]any{}
			}
			if was, ok := old.([]any); ok {
				for i := range min(len(now), len(was)) {
					item, isMap := now[i].(map[string]any)
					if wasItem, wasMap := was[i].(map[string]any); isMap && wasMap {
						now[i] = emptyAsBefore(item, wasItem)
					}
				}
			}
		}
	}
	return returned
}
