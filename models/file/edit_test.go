package file

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const plan = `kitchen: small
stoves:
  - stove: left
    heat: &hot {power: 2, fuel: gas}
    pans: [{pan: a/b, size: 3}, {pan: c, size: 4}]
    habits: [stir, {taste: {every: 5m}}]
  - stove: right
    like: left
  - stove: third
    heat: *hot
  - stove: fourth
    heat: {<<: *hot, power: 3}
`

// said reads the plan as text, key by key, so that a test sees what a reader does.
func said(n Node) any {
	switch {
	case n.IsMapping():
		m := n.Open("it")
		all := map[string]any{}
		for i := range m.entries {
			name := m.entries[i].name
			value, _ := m.Ask(name)
			all[name] = said(value)
		}
		return all
	case n.IsList():
		var list []any
		for _, item := range n.List("it") {
			list = append(list, said(item))
		}
		return list
	}
	return n.Word()
}

func stoves(t *testing.T, edits ...Edit) []any {
	t.Helper()
	v, err := ReadEdited("plan", []byte(plan), edits, said)
	require.NoError(t, err)
	return v.(map[string]any)["stoves"].([]any)
}

func of(stove any, keys ...string) any {
	for _, k := range keys {
		stove = stove.(map[string]any)[k]
	}
	return stove
}

func TestAnEditChangesWhatItsPathAddresses(t *testing.T) {
	s := stoves(t, Edit{Path: "stoves/left/pans/a/b/size", Value: "9"})
	assert.Equal(t, "9", of(s[0].(map[string]any)["pans"].([]any)[0], "size"), "a name may hold a slash")
	s = stoves(t, Edit{Path: "stoves/0/pans/1/size", Value: "9"})
	assert.Equal(t, "9", of(s[0].(map[string]any)["pans"].([]any)[1], "size"))
	s = stoves(t, Edit{Path: "stoves/left/pans/*/size", Value: "9"})
	for _, pan := range s[0].(map[string]any)["pans"].([]any) {
		assert.Equal(t, "9", of(pan, "size"))
	}
	s = stoves(t, Edit{Path: "stoves/left/habits/taste/every", Value: "1m"})
	assert.Equal(t, "1m", of(s[0].(map[string]any)["habits"].([]any)[1], "taste", "every"))
	s = stoves(t, Edit{Path: "stoves/left/habits/stir/every", Value: "1m"})
	assert.Equal(t, "1m", of(s[0].(map[string]any)["habits"].([]any)[0], "stir", "every"), "a bare word takes parameters")
	s = stoves(t, Edit{Path: "stoves/left/clock/zone", Value: "utc"})
	assert.Equal(t, "utc", of(s[0], "clock", "zone"), "what the file does not say can be said")
}

func TestWhoeverTakesAValueFollowsItAndMayChangeItForItselfAlone(t *testing.T) {
	s := stoves(t, Edit{Path: "stoves/left/heat/power", Value: "9"})
	assert.Equal(t, "9", of(s[2], "heat", "power"), "an alias follows")
	assert.Equal(t, "gas", of(s[3], "heat", "fuel"))
	s = stoves(t, Edit{Path: "stoves/third/heat/power", Value: "9"})
	assert.Equal(t, "9", of(s[2], "heat", "power"))
	assert.Equal(t, "2", of(s[0], "heat", "power"), "what stands for it elsewhere stays")
	s = stoves(t, Edit{Path: "stoves/fourth/heat/fuel", Value: "wood"})
	assert.Equal(t, "wood", of(s[3], "heat", "fuel"), "a merged key gives way to its own")
	assert.Equal(t, "gas", of(s[0], "heat", "fuel"))
	s = stoves(t, Edit{Path: "stoves/right/heat/power", Value: "9"})
	assert.Equal(t, map[string]any{"power": "9", "fuel": "gas"}, of(s[1], "heat"), "what it takes from the one that it is like stays")
	assert.Equal(t, "2", of(s[0], "heat", "power"))
}

func TestAWrongPathIsShownWhereItIsWrong(t *testing.T) {
	for _, c := range []struct{ path, value, message string }{
		{"stoves/lift/heat/power", "1", `vary:1:8: stoves has no "lift"; did you mean "left"?`},
		{"stoves/left/haet/power", "1", `vary:1:13: stoves/left has no "haet"; did you mean stoves/left/heat?`},
		{"stoves/7/heat", "1", `vary:1:8: stoves has items 0 to 3`},
		{"stoves/heat/power", "1", `vary:1:8: 3 items of stoves have heat: say which by its number, such as stoves/0/heat/power`},
		{"kitchen/size", "1", `vary:1:9: kitchen is "small", which has no size`},
		{"stoves/left/knobs/0", "1", `vary:1:13: stoves/left has no list "knobs"`},
		{"stoves/left/heat/power", "[1", `vary:1:24: a value is YAML on one line`},
	} {
		_, err := ReadEdited("plan", []byte(plan), []Edit{{Path: c.path, Value: c.value, From: "vary"}}, said)
		assert.ErrorContains(t, err, c.message)
		assert.ErrorContains(t, err, c.path+"="+c.value, "it shows the edit")
	}
	_, err := ReadEdited("plan", []byte(plan), []Edit{{Path: "kitchen", Value: "7"}, {Path: "stoves/left/heat/power", Value: "9%", From: "vary"}}, func(n Node) int {
		m := n.Open("plan")
		list, _ := m.Ask("stoves")
		heat, _ := list.List("stoves")[0].Open("stove").Ask("heat")
		return Need(heat.Open("heat"), "power", CountOf)
	})
	assert.ErrorContains(t, err, "vary:2:24: expected a whole number like 24, found \"9%\"", "what the reader refuses is shown at the edit too")
}

func TestValuesOfAnAxis(t *testing.T) {
	for text, want := range map[string][]string{
		"a=10%,25%,50%":                 {"10%", "25%", "50%"},
		"a=10%..50%":                    {"10%", "20%", "30%", "40%", "50%"},
		"a=1m..1h/3/log":                {"1m", "7m44.8s", "1h"},
		"a=1..10/4":                     {"1", "4", "7", "10"},
		"a=1..3/9":                      {"1", "2", "3"},
		"a=1/s..3/s/3":                  {"1/s", "2/s", "3/s"},
		"a=[x, y],{p: 1, q: \"a,b\"},z": {"[x, y]", `{p: 1, q: "a,b"}`, "z"},
		"a=0.5..2/2":                    {"0.5", "2"},
		"a=1..2.5/4":                    {"1", "1.5", "2", "2.5"},
		"a=10%..30%/3,80%":              {"10%", "20%", "30%", "80%"},
	} {
		a, err := ParseAxis(text)
		require.NoError(t, err)
		assert.Equal(t, want, a.Values, text)
	}
	for text, message := range map[string]string{
		"a":               "expected PATH=VALUES",
		"a=":              "expected PATH=VALUES",
		"a=1,,2":          "a value is missing",
		"a=1,1":           "stands there twice",
		"a=10%..5m":       "not of one unit",
		"a=5..1":          "from the smaller value",
		"a=1..2/zero":     `"zero" is no number of steps`,
		"a=0%..50%/3/log": "begins above 0",
		"a=x..y":          "no number with a unit",
	} {
		_, err := ParseAxis(text)
		assert.ErrorContains(t, err, message, text)
	}
}
