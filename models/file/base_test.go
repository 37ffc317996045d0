package file

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// files are those that can be built on, by name.
type files map[string]string

func (f files) find(name, _ string) (string, []byte, error) {
	if text, ok := f[name]; ok {
		return name, []byte(text), nil
	}
	return "", nil, errors.New("there is no " + name)
}

func (f files) read(own string) (any, string, error) {
	on := &Building{Find: f.find, Own: []string{"kitchen"}, Name: map[string]string{"stoves": "stove", "pans": "pan"},
		Older: map[string][]string{"ovens": {"stoves"}, "oven": {"stove"}, "warmth": {"heat"}}}
	v, all, err := ReadOn(on, "own", []byte(own), nil, said)
	return v, string(all), err
}

func TestAFileIsLaidOverItsBase(t *testing.T) {
	base := files{"plan": plan}
	for _, c := range []struct{ what, own, is string }{
		{"a base alone is all but its name",
			"base: plan\nkitchen: mine\n",
			"kitchen: mine\nstoves: [{stove: left, heat: {power: 2, fuel: gas}, pans: [{pan: a/b, size: 3}, {pan: c, size: 4}], habits: [stir, {taste: {every: 5m}}]}, {stove: right, like: left}, {stove: third, heat: {power: 2, fuel: gas}}, {stove: fourth, heat: {power: 3, fuel: gas}}]\n"},
		{"a list is the list, and a name alone stands for the item",
			"base: plan\nstoves: [fourth, {stove: new, heat: {power: 9}}]\n",
			"stoves: [{stove: fourth, heat: {power: 3, fuel: gas}}, {stove: new, heat: {power: 9}}]\n"},
		{"an item of a name changes the base's, key by key",
			"base: plan\nstoves: [{stove: third, heat: {power: 7}}]\n",
			"stoves: [{stove: third, heat: {power: 7, fuel: gas}}]\n"},
		{"names count in inner lists too",
			"base: plan\nstoves: [{stove: left, pans: [{pan: c, size: 5}]}]\n",
			"stoves: [{stove: left, heat: {power: 2, fuel: gas}, pans: [{pan: c, size: 5}], habits: [stir, {taste: {every: 5m}}]}]\n"},
		{"a file that calls keys by older names means those of its base",
			"base: plan\novens: [{oven: third, warmth: {power: 7}}]\n",
			"stoves: [{stove: third, heat: {power: 7, fuel: gas}}]\n"},
		{"a list without names is instead",
			"base: plan\nstoves: [{stove: left, habits: [rest], pans: ~}]\n",
			"stoves: [{stove: left, heat: {power: 2, fuel: gas}, habits: [rest]}]\n"},
		{"what another is like is kept for it",
			"base: plan\nstoves: [right]\n",
			"stoves: [{stove: left, heat: {power: 2, fuel: gas}, pans: [{pan: a/b, size: 3}, {pan: c, size: 4}], habits: [stir, {taste: {every: 5m}}], template: true}, {stove: right, like: left}]\n"},
		{"an alias of the file itself means what it says",
			"base: plan\nstoves: [{stove: third, heat: &h {power: 8}}, {stove: fourth, heat: *h}]\n",
			"stoves: [{stove: third, heat: {power: 8, fuel: gas}}, {stove: fourth, heat: {power: 8, fuel: gas}}]\n"},
	} {
		t.Run(c.what, func(t *testing.T) {
			got, all, err := base.read(c.own)
			require.NoError(t, err)
			want, err := ReadEdited("want", []byte(c.is), nil, said)
			require.NoError(t, err)
			assert.Equal(t, want, got)
			again, err := ReadEdited("all", []byte(all), nil, said)
			require.NoError(t, err)
			assert.Equal(t, want, again, "the text of both as one file says the same")
		})
	}
}

func TestBasesBuildOnBases(t *testing.T) {
	f := files{"plan": plan, "middle": "base: plan\nstoves: [{stove: third, heat: {power: 5}}]\nsink: deep\n"}
	got, _, err := f.read("base: middle\nkitchen: mine\nstoves: [{stove: third, heat: {fuel: coal}}]\n")
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"kitchen": "mine", "sink": "deep", "stoves": []any{
		map[string]any{"stove": "third", "heat": map[string]any{"power": "5", "fuel": "coal"}}}}, got)
}

func TestWhatIsWrongIsSaidOfTheFileThatSaysIt(t *testing.T) {
	for _, c := range []struct {
		what, own string
		files     files
		says      string
	}{
		{"no such base", "base: plane\n", files{"plan": plan}, "own:1:7: base: there is no plane"},
		{"no name", "base: [plan]\n", files{}, "own:1:7: a base is the name of a scenario or of a file"},
		{"a circle", "base: a\n", files{"a": "base: b\n", "b": "x: 1\nbase: a\n"}, "b:2:7: files build on each other in a circle: own on a on b on a"},
		{"the base is no YAML", "base: a\n", files{"a": "x: 1\n y: 2\n"}, "a:2:3: YAML: mapping values are not allowed in this context"},
		{"the base is a list", "base: a\n", files{"a": "- 1\n"}, "own:1:7: base a is no mapping"},
		{"no such item", "base: plan\nstoves: [thrid]\n", files{"plan": plan}, `own:2:10: the base has no stove "thrid"; did you mean "third"? (valid: fourth, left, right, third)`},
		{"a key twice, in the base", "base: a\nkitchen: 1\n", files{"a": "x: 1\nx: 2\n"}, `a:2:1: key "x" stands here for the second time; the first is in line 1`},
		{"a key twice, in the file", "base: a\nx: 1\nx: 2\n", files{"a": "x: 3\n"}, `own:3:1: key "x" stands here for the second time; the first is in line 2`},
	} {
		t.Run(c.what, func(t *testing.T) {
			_, _, err := c.files.read(c.own)
			var all *Errors
			require.ErrorAs(t, err, &all)
			require.Len(t, all.Problems, 1, "%v", err)
			assert.Contains(t, err.Error(), c.says)
		})
	}
}

// Aliases of aliases are a thousand million values in ten lines.
func TestABaseThatRepeatsItselfIsRefused(t *testing.T) {
	bomb := "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c <= 'i'; c++ {
		from := string(c - 1)
		bomb += string(c) + ": &" + string(c) + " [*" + from + ", *" + from + ", *" + from + ", *" + from + ", *" + from + ", *" + from + ", *" + from + ", *" + from + ", *" + from + ", *" + from + "]\n"
	}
	_, _, err := files{"bomb": bomb}.read("base: bomb\n")
	assert.ErrorContains(t, err, "are aliases nested?")
}
