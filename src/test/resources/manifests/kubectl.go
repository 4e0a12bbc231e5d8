// Writes kubectl.json: what kubectl makes of the text of files, by its own library. In a folder of
// its own: go mod init kubectl && go get k8s.io/cli-runtime@v0.37.2 && go mod tidy && go run . > kubectl.json
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/cli-runtime/pkg/resource"
)

// Case is a text, and the objects in it; null = kubectl refuses it.
type Case struct {
	Text    string            `json:"text"`
	Objects []json.RawMessage `json:"objects"`
}

func read(text string) []json.RawMessage {
	infos, err := resource.NewLocalBuilder().Unstructured().
		Stream(bytes.NewReader([]byte(text)), "file").Flatten().Do().Infos()
	if err != nil {
		return nil
	}
	objects := []json.RawMessage{}
	for _, info := range infos {
		b, err := info.Object.(*unstructured.Unstructured).MarshalJSON()
		if err != nil {
			panic(err)
		}
		objects = append(objects, bytes.TrimSpace(b))
	}
	return objects
}

const head = "apiVersion: v1\nkind: Any\n"

// scalars are what a plain value may be.
var scalars = strings.Split("y|Y|n|N|yes|Yes|YES|yEs|no|No|NO|on|On|ON|off|Off|OFF|true|True|TRUE|tRUE|false|"+
	"null|Null|NULL|~|nULL|0|-0|+0|1|+1|-1|01|010|-010|+010|08|0o17|0O17|-0o17|0x1F|0X1f|-0x1|+0x1|0xG|0b101|-0b101|0b2|"+
	"1_000|_1|1_|0_7|0x_1F|1__0|1.|1.0|1.5|-1.5|+1.5|.5|-.5|+.5|.|..|1.2.3|1e3|1E3|1e+3|1e-3|1e400|-1e400|1e|e1|.5e1|1_0.5|1._5|"+
	"0x1p4|0x1.8p1|.inf|.Inf|-.inf|+.INF|.nan|.NaN|-.nan|inf|NaN|Infinity|.1_0|.1_|._1|.1__0|.1e1_0|1:30|190:20:30|1:30.5|"+
	"9007199254740993|9223372036854775807|9223372036854775808|-9223372036854775808|-9223372036854775809|"+
	"18446744073709551615|18446744073709551616|1e18|1e19|1e20|1e21|1e22|123456789012345678901234|4.6116860184273879e18|0.1|1e-6|1e-7|123456.789|"+
	"2026-03-01|2026-3-1|2026-13-01|2026-03-01T12:00:00Z|2026-03-01t12:00:00.5+08:00|2026-03-01 12:00:00|12:00|"+
	"<<|=|a|a b|a: b|a#b|a #b|http://a.example/b?c=d&e=f|'|-|- a|--|---a|?|? a|:|: a|a:|{}|[]|[y, 010]|{y: 010}|@a|`a|%a|&a b|*a|!a|!!str y|!!str 010|!!int 5|"+
	"!!int \"010\"|!!int y|!!int 1.5|!!float 1|!!float 1.5|!!float a|!!bool yes|!!bool \"yes\"|!!bool 1|!!null \"\"|!!null a|"+
	"!!binary aGVsbG8=|!!binary aGVsbG8|!!binary \"aGVs bG8=\"|!!binary /w==|!!binary y|!!timestamp 2026-03-01|!!timestamp a|!custom 1|!custom y|! 1|! y|!!merge a|"+
	"!!map {a: 1}|!!seq [1]|!!set {a, b}|!!omap [a: 1]|!!seq {a: 1}|!!map [1]|!!str {a: 1}|!!str [1]|!<tag:yaml.org,2002:str> 1|!<tag:yaml.org,2002:int> 1|!!foo 1|!a!b 1|"+
	"'y'|\"y\"|'010'|\"1\"|''|\"\"|'it''s'|\"\\u00e9\\n\\t\\x41\\\"\\\\\\/\"|\"\\ud83d\\ude00\"|\"\\q\"|\"\\0\"|é|日本|a\\nb|"+
	"\"a\\\n   b\"|[a, b, ]|[a,, b]|{a, b: }|{a: 1, a: 2}|{\"a\":1}|{a:1}|[a:1, b: 2]|[? a : b]|{? a}|a\tb|\t a|[\ta]|\"a\tb\"|a   |a\u00a0|a\u0085b|\u2028|\ufeffa",
	"|")

// texts are whole files.
var texts = []string{
	"", "\n", "---\n", "---\n---\n", "# nothing\n", "null\n", "~\n", "{}\n", "[]\n", "a\n", "apiVersion: v1\n", "- a\n", "1\n",
	head, head + "---\n" + head, "---\n" + head, "--- # comment\n" + head, "---  \n" + head, "--- {apiVersion: v1, kind: Any}\n", "--- a\n", "---a\n" + head,
	head + "---\n# nothing\n---\n" + head, head + "---\nnull\n---\n" + head, head + "---", head + "--- |", head + "...\n", head + "...\n" + head, head + "...\n---\n" + head,
	head + "\n---\r\n" + head, strings.ReplaceAll(head+"a: |\n  b\n  c\n", "\n", "\r\n"), head + "a: b\rc: d\n",
	"%YAML 1.1\n---\n" + head, "%YAML 1.2\n---\n" + head, "%TAG ! tag:a,2000:\n---\n" + head,
	"\ufeff" + head, "\ufeff---\n" + head, head + "a: |\n  ---\n  b\n", head + "a: \"b\n---\nc\"\n", head + "a: b\n---\n\n\n", "\n\n\n" + head,
	head + "a: |\n  b\n   c\n\n", head + "a: |-\n  b\n\n", head + "a: |+\n  b\n\n", head + "a: >\n  b\n  c\n\n  d\n", head + "a: >-\n  b\n   c\n  d\n", head + "a: |2\n   b\n", head + "a: |\n b\nc: d\n",
	head + "a:\n- b\n- c: d\n  e: f\n-\n  - g\n", head + "a:\n  - b\n - c\n", head + "a: b: c\n", head + "a\n", head + "a: 'b\n", head + "a: [b\n", head + "\ta: b\n", head + "a:\n\t- b\n", head + "a: b\t# c\n", head + "a: b #c\n", head + "a: b# c\n",
	head + "a: 1\na: 2\n", head + "kind: Other\n", head + "a: {b: 1}\na: {c: 2}\n",
	head + "a: &x {b: 1}\nc: *x\n", head + "a: &x 010\nc: *x\n", head + "a: &x [*x]\n", head + "a: &x {b: *x}\n", head + "a: *x\n", head + "a: &x 1\nb: &x 2\nc: *x\n", head + "*x : 1\n", head + "a: &x b\n*x : 1\n",
	head + "a: &x 1\n---\n" + head + "b: *x\n",
	head + "a: &x {b: 1, c: 2}\nd: {<<: *x}\n", head + "a: &x {b: 1, c: 2}\nd: {<<: *x, b: 3}\n", head + "a: &x {b: 1, c: 2}\nd: {b: 3, <<: *x}\n", head + "a: &x {b: 1}\nd: &y {b: 2, e: 3}\nf: {<<: [*x, *y]}\n", head + "a: &x {b: 1}\nd: &y {b: 2, e: 3}\nf: {<<: [*x, *y], b: 4}\n",
	head + "d: {<<: {b: 1}}\n", head + "d: {<<: 1}\n", head + "d: {<<: [1]}\n", head + "d: {<<: [[{a: b}]]}\n", head + "d: {<<: null}\n", head + "d: {<<: []}\n", head + "a: &x [1]\nd: {<<: *x}\n", head + "a: &x [{b: 1}]\nd: {<<: *x}\n", head + "d: {\"<<\": {b: 1}}\n", head + "d: {'<<': 1}\n", head + "d: {!!merge a: {b: 1}}\n", head + "d: {!!merge <<: {b: 1}}\n", head + "d: {!!str <<: {b: 1}}\n",
	head + "a: &x {b: {c: 1}}\nd: {<<: *x, b: {e: 2}}\n", head + "a: &x {b: 1}\nd: &y {<<: *x, c: 2}\ne: {<<: *y}\n", head + "a: {<<: {b: 1}, <<: {b: 2, c: 3}}\n", head + "a: &x b\nd: {<<: *x}\n", head + "a: &x {<<: *x}\n",
	"<<: {apiVersion: v1, kind: Any}\na: b\n", "base: &b {apiVersion: v1, kind: Any}\n<<: *b\n",
	head + "a: {b: &x {c: d}}\ne: {<<: *x}\n", head + "a: &x\nb: *x\n", head + "a: &x !!str 1\nb: *x\n", head + "a: !!str &x 1\nb: *x\n",
	head + "? a\n: b\n", head + "? [a]\n: b\n", head + "? {a: b}\n: c\n", head + "~: a\n", head + "null: a\n", head + ": a\n", head + "y: a\n", head + "no: a\n", head + "1: a\n", head + "010: a\n", head + "1.5: a\n", head + "1e10: a\n", head + "1.0: a\n", head + "1e100: a\n", head + "0.1: a\n", head + "16777217.0: a\n", head + "123456.789: a\n", head + ".inf: a\n", head + ".nan: a\n", head + "18446744073709551615: a\n", head + "2026-03-01: a\n", head + "!!binary aGVsbG8=: a\n", head + "true: a\n",
	// JSON
	`{"apiVersion":"v1","kind":"Any"}`, `{"apiVersion":"v1","kind":"Any"}{"apiVersion":"v1","kind":"Any","a":1}`, "{\"apiVersion\":\"v1\",\"kind\":\"Any\"}\n{\"apiVersion\":\"v1\",\"kind\":\"Any\",\"a\":1}\n{\"apiVersion\":\"v1\",\"kind\":\"Any\",\"a\":2}\n", "  \n {\"apiVersion\":\"v1\",\"kind\":\"Any\"}",
	"{\"apiVersion\":\"v1\",\"kind\":\"Any\"}\n---\n" + head, "{\"apiVersion\":\"v1\",\"kind\":\"Any\"}\n---\n{\"apiVersion\":\"v1\",\"kind\":\"Any\",\"a\":1}\n", "{\"apiVersion\":\"v1\",\"kind\":\"Any\"} ---\n" + head, "{\"apiVersion\":\"v1\",\"kind\":\"Any\"}\n" + head, "{\"apiVersion\":\"v1\",\"kind\":\"Any\"}---\n" + head,
	head + "---\n{\"apiVersion\":\"v1\",\"kind\":\"Any\"}\n", head + "---\n{\"apiVersion\":\"v1\",\"kind\":\"Any\"}\n{\"apiVersion\":\"v1\",\"kind\":\"Any\"}\n", head + "---\n{\"apiVersion\":\"v1\",\"kind\":\"Any\"}{\"apiVersion\":\"v1\",\"kind\":\"Any\"}\n",
	"{\"apiVersion\":\"v1\",\"kind\":\"Any\"}{\"apiVersion\":\"v1\",\"kind\":\"Any\"}\n---\n" + head, "{\"apiVersion\":\"v1\",\"kind\":\"Any\"}\n{\"apiVersion\":\"v1\",\"kind\":\"Any\"}\nnonsense",
	"{\"apiVersion\":\"v1\",\"kind\":\"Any\"}\n\n\n---\n" + head, "{\"apiVersion\":\"v1\",\"kind\":\"Any\"}\n# comment\n", "{\"apiVersion\":\"v1\",\"kind\":\"Any\"}\n...\n",
	"{apiVersion: v1, kind: Any}", "{apiVersion: v1, kind: Any}\n---\n{apiVersion: v1, kind: Any, a: y}\n", "{\"apiVersion\":\"v1\",\"kind\":\"Any\",}", "{\"apiVersion\":\"v1\",\"kind\":\"Any\",\"a\":y}", "{\"apiVersion\":\"v1\",\"kind\":\"Any\"", "{\"apiVersion\":\"v1\",\"kind\":\"Any\",\"a\":'b'}", "{\"apiVersion\":\"v1\",\"kind\":\"Any\"} # comment",
	"{\"apiVersion\":\"v1\",\"kind\":\"Any\",\"a\":1.0,\"b\":1e3,\"c\":9007199254740993,\"d\":18446744073709551615,\"e\":1.5,\"f\":-0,\"g\":0.10}", "{\"apiVersion\":\"v1\",\"kind\":\"Any\",\"a\":1e400}", "{\"apiVersion\":\"v1\",\"kind\":\"Any\",\"a\":010}", "{\"apiVersion\":\"v1\",\"kind\":\"Any\",\"a\":NaN}", "{\"apiVersion\":\"v1\",\"kind\":\"Any\",\"a\":1,\"a\":2}", "{\"apiVersion\":\"v1\",\"kind\":\"Any\",\"a\":\"\\u00e9\\/\\ud83d\\ude00\"}", "{\"apiVersion\":\"v1\",\"kind\":\"Any\",\"a\":\"b\tc\"}", "{\"apiVersion\":\"v1\",\"kind\":\"Any\",\"a\":\"b\\q\"}",
	"[{\"apiVersion\":\"v1\",\"kind\":\"Any\"}]", "null", "{}{}", "{\"apiVersion\":\"v1\",\"kind\":\"Any\"}\nnull", "\ufeff{\"apiVersion\":\"v1\",\"kind\":\"Any\"}", "{\"apiVersion\":\"v1\",\"kind\":\"Any\"}\n---\n---\n", "{\"apiVersion\":\"v1\",\"kind\":\"Any\"}, ", "{\"apiVersion\":\"v1\",\"Kind\":\"Any\"}", "{\"apiVersion\":1,\"kind\":\"Any\"}", "{\"apiVersion\":\"v1\",\"kind\":1}",
	// lists
	"apiVersion: v1\nkind: List\nitems: []\n", "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Any}\n- {apiVersion: v1, kind: Any, a: y}\n", "apiVersion: v1\nkind: List\nitems: null\n", "apiVersion: v1\nkind: List\n", "apiVersion: v1\nkind: List\nitems: a\n", "apiVersion: v1\nkind: List\nitems: {a: b}\n", "apiVersion: v1\nkind: List\nitems: [a]\n", "apiVersion: v1\nkind: List\nitems: [null]\n", "apiVersion: v1\nkind: List\nitems: [{a: b}]\n", "apiVersion: v1\nkind: AnyList\nitems: [{a: b}]\n", "apiVersion: v1\nkind: AnyList\nitems: [{a: b, kind: Other}]\n", "apiVersion: v1\nkind: AnyList\nitems: [{a: b, apiVersion: v2}]\n", "apiVersion: v1\nkind: Any\nitems: [{a: b}]\n", "apiVersion: v1\nkind: Any\nitems: [{apiVersion: v1, kind: Other}]\n", "apiVersion: v1\nkind: Any\nitems: []\n", "apiVersion: v1\nkind: Any\nitems: [1]\n", "apiVersion: v1\nkind: Any\nspec: {items: [1]}\n",
	"apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: List\n  items:\n  - {apiVersion: v1, kind: Any}\n- {apiVersion: v1, kind: Any, a: 1}\n", "apiVersion: v1\nkind: AnyList\nitems:\n- kind: AnyList\n  items:\n  - {a: b}\n", "apiVersion: g/v1\nkind: AnyList\nmetadata: {}\nitems:\n- {metadata: {name: a}}\n- {kind: Any, metadata: {name: b}}\n", "apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: Any, items: []}]\n",
}

type random struct{ *rand.Rand }

func (r random) any(some []string) string { return some[r.Intn(len(some))] }

// value writes a value behind "key:" or "-", with its end of line.
func (r random) value(indent, depth int, anchors *[]string) string {
	pad := strings.Repeat(" ", indent)
	anchor := ""
	if r.Intn(6) == 0 {
		name := fmt.Sprintf("a%d", len(*anchors))
		defer func() { *anchors = append(*anchors, name) }()
		anchor = " &" + name
	}
	what := r.Intn(12)
	switch {
	case depth > 0 && what < 3:
		return anchor + "\n" + r.mapping(indent+1+r.Intn(3), depth-1, anchors)
	case depth > 0 && what < 5:
		text := anchor + "\n"
		for i := 1 + r.Intn(3); i > 0; i-- {
			text += pad + " -" + r.value(indent+2, depth-1, anchors)
		}
		return text
	case what == 5:
		return fmt.Sprintf("%s %s\n%s  %s\n%s   %s\n%s", anchor, r.any([]string{"|", ">", "|-", ">-", "|+", ">+"}), pad, r.any([]string{"y", "a b", "#a"}), pad, r.any([]string{"c", "---", "d: e"}), r.any([]string{"", "\n", pad + "  f\n"}))
	case what == 6 && len(*anchors) > 0:
		return " *" + r.any(*anchors) + "\n"
	case what == 7:
		return anchor + " {" + r.any([]string{"a", "y", "1"}) + ": " + r.any([]string{"y", "010", "'b'", "[c, n]", "1.0"}) + ", b: " + r.any([]string{"off", "~", "0x1F", "{d: 1e3}"}) + "}\n"
	default:
		return anchor + " " + r.any(scalars) + r.any([]string{"", "", "", " # comment"}) + "\n"
	}
}

func (r random) mapping(indent, depth int, anchors *[]string) string {
	pad := strings.Repeat(" ", indent)
	text := ""
	for i := 1 + r.Intn(4); i > 0; i-- {
		key := r.any([]string{"a", "b", "c", "d", "'y'", "e f", "y", "1", "\"g\"", "h", "i"})
		if len(*anchors) > 0 && r.Intn(6) == 0 {
			text += pad + "<<: *" + r.any(*anchors) + "\n"
			continue
		}
		text += pad + key + ":" + r.value(indent, depth, anchors)
	}
	return text
}

func main() {
	var cases []Case
	add := func(text string) { cases = append(cases, Case{text, read(text)}) }
	for _, text := range texts {
		add(text)
	}
	for _, scalar := range scalars {
		add(head + "a: " + scalar + "\n")
	}
	r := random{rand.New(rand.NewSource(1))}
	for taken := 0; taken < 300; {
		anchors := []string{}
		text := head + r.mapping(0, 3, &anchors)
		for r.Intn(3) == 0 {
			more := []string{}
			text += r.any([]string{"---\n", "--- # more\n", "---\n---\n"}) + head + r.mapping(0, 2, &more)
		}
		// Most of what is refused is so by one of its scalars.
		if objects := read(text); objects != nil || r.Intn(8) == 0 {
			cases = append(cases, Case{text, objects})
			taken++
		}
	}
	fmt.Println("[")
	for i, each := range cases {
		b := &bytes.Buffer{}
		e := json.NewEncoder(b)
		e.SetEscapeHTML(false)
		if err := e.Encode(each); err != nil {
			panic(err)
		}
		fmt.Print(strings.TrimSpace(b.String()))
		if i < len(cases)-1 {
			fmt.Print(",")
		}
		fmt.Println()
	}
	fmt.Println("]")
}
