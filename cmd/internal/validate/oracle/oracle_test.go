package oracle

import (
	"math"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const head = `{"schema":"failover-oracles/1","cases":[`

func oneCase(params, expected string) string {
	return head + `{"id":"a","kind":"k","status":"exact","params":{` + params + `},"expected":{` + expected + `}}]}`
}

func TestMalformedFilesAreNamedWithLineAndColumn(t *testing.T) {
	for says, c := range map[string]struct{ content, message string }{
		"empty":              {"", "f.json: the file is empty"},
		"cut off":            {"{\n \"schema\": \"failover-oracles/1\",\n \"cases\": [", "f.json:3:12: the file ends in the middle of a value"},
		"a comma too many":   {"{\"schema\":\"x\",\n}", "f.json:2:1: invalid character '}'"},
		"another schema":     {`{"schema":"other/2"}`, `f.json: schema is "other/2", not "failover-oracles/1"`},
		"two objects":        {head + "]}\n{}", "f.json:2:1: more after the end"},
		"a number for an id": {head + "\n{\"id\":7}]}", "f.json:2:7: cases.id cannot be a number"},
		"no id":              {head + `{"kind":"k"}]}`, "f.json: case 1: needs an id and a kind"},
		"no case":            {head + `null]}`, "f.json: case 1: needs an id and a kind"},
		"nothing expected":   {oneCase("", ""), "f.json: case a: expects nothing"},
		"a word for a value": {oneCase("", `"m":{"value":"many"}`), "f.json: case a: metric m: a value is"},
		"no value":           {oneCase("", `"m":{"unit":"s"}`), "f.json: case a: metric m: a value is"},
		"a tolerance below":  {oneCase("", `"m":{"value":1,"calc_rel_tol":-1}`), "f.json: case a: metric m: a tolerance is negative"},
		"one bound":          {oneCase("", `"m":{"value":1,"bounds":[1]}`), "f.json: case a: metric m: bounds are"},
	} {
		_, err := Read([]byte(c.content), "f.json")
		assert.ErrorContains(t, err, c.message, says)
	}
}

func TestADirectoryIsReadInOrderOfName(t *testing.T) {
	file := func(id string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(head + `{"id":"` + id + `","kind":"k","expected":{"m":{"value":1}}}]}`)}
	}
	cases, err := Load(fstest.MapFS{"b.json": file("x"), "a.json": file("y"), "notes.txt": {Data: []byte("no JSON")}}, "dir")
	require.NoError(t, err)
	require.Len(t, cases, 2)
	assert.Equal(t, "y", cases[0].ID)
	_, err = Load(fstest.MapFS{"b.json": file("x"), "a.json": file("x")}, "dir")
	assert.ErrorContains(t, err, "dir/b.json: case x: the same id is in dir/a.json")
	_, err = Load(fstest.MapFS{}, "dir")
	assert.ErrorContains(t, err, "dir: no *.json file there")
}

func TestValuesOfEveryForm(t *testing.T) {
	cases, err := Read([]byte(oneCase("", `"a":{"value":"inf"},"b":{"value":[1,true,"inf"]},"c":{"value":{"x":{"value":1}}}`)), "f.json")
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "b", "c"}, cases[0].Metrics())
	assert.Equal(t, math.Inf(1), cases[0].Expected["a"].Value)
	assert.Equal(t, []any{1.0, true, math.Inf(1)}, cases[0].Expected["b"].Value)
}

func TestWhatAKindCannotReadIsSaid(t *testing.T) {
	params := `"n":{"value":3,"unit":"1"},"half":{"value":0.5,"unit":"1"},"t":{"value":2,"unit":"ms"},"word":"w","list":[1,2],"pairs":[[1,2]],
		"law":{"dist":"erlang","mean":1,"k":2,"unit":"s"},"odd":{"dist":"erlang","mean":1,"phase":2,"unit":"s"}`
	cases, err := Read([]byte(oneCase(params, `"m":{"value":1}`)), "f.json")
	require.NoError(t, err)
	c := cases[0]
	all := func() {
		assert.Equal(t, 3, c.Count("n", 1, 10))
		assert.Equal(t, 0.5, c.Share("half"))
		assert.Equal(t, 2.0, c.Positive("t", "ms"))
		assert.Equal(t, "w", c.Text("word"))
		assert.Equal(t, []float64{1, 2}, c.Numbers("list"))
		assert.Equal(t, [][2]float64{{1, 2}}, c.Pairs("pairs"))
		assert.Equal(t, Distribution{Dist: "erlang", Mean: 1, K: 2}, c.Distribution("law"))
	}
	require.NoError(t, c.Try(func() { all(); c.Skip("odd") }))
	for message, read := range map[string]func(){
		"parameter odd":                                     all,
		"it has no parameter gone":                          func() { c.Number("gone", "1") },
		"parameter t in ms, not in s":                       func() { c.Number("t", "s") },
		"parameter word is not a number":                    func() { c.Number("word", "1") },
		"parameter half is 0.5, not a whole number":         func() { c.Count("half", 0, 1) },
		"parameter n is 3, not a whole number from 5 to 10": func() { c.Count("n", 5, 10) },
		"parameter n is 3, not from 0 to 1":                 func() { c.Share("n") },
		"parameter n is not a list":                         func() { c.Numbers("n") },
		"parameter list is not a list":                      func() { c.Pairs("list") },
		"parameter n is not a string":                       func() { c.Text("n") },
		"distribution erlang of parameter odd with phase 2": func() { c.Distribution("odd") },
		"parameter word is not a distribution":              func() { c.Distribution("word") },
	} {
		assert.ErrorContains(t, c.Try(read), message)
	}
	assert.Panics(t, func() { _ = c.Try(func() { panic("a real one") }) }, "only refusals are caught")
}
