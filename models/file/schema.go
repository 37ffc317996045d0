package file

import (
	"encoding/json"
	"slices"
	"strings"
)

// JSONSchema writes what a file may say as a JSON Schema, of the draft that editors
// read. It knows keys, forms and units; names that have to be declared, and values that
// have to go together, are for the reader. title names the kind of file.
//
// A file with a base may leave out whatever the base says.
func JSONSchema(shape *Shape, title string) ([]byte, error) {
	w := schemas{definitions: map[string]any{}}
	whole, part := w.object(shape.Keys, false), w.object(shape.Keys, true)
	w.definitions["a file of its own"], w.definitions["a file on a base"] = whole, part
	return json.MarshalIndent(map[string]any{
		"$schema":     "http://json-schema.org/draft-07/schema#",
		"title":       title,
		"definitions": w.definitions,
		"if":          map[string]any{"type": "object", "required": []string{BaseKey}},
		"then":        ref("a file on a base"),
		"else":        ref("a file of its own"),
	}, "", "")
}

type schemas struct{ definitions map[string]any }

func ref(name string) map[string]any {
	return map[string]any{"$ref": "#/definitions/" + strings.ReplaceAll(name, " ", "%20")}
}

// value is the schema of a value; part reports that its file has a base.
func (w *schemas) value(s *Shape, part bool) any {
	if s.Called == "" {
		return w.any(s, part)
	}
	if _, there := w.definitions[s.Called]; !there {
		w.definitions[s.Called] = true // what it holds of its own kind
		w.definitions[s.Called] = w.any(s, false)
	}
	return ref(s.Called)
}

func (w *schemas) any(s *Shape, part bool) any {
	ways := []any{}
	for _, expected := range s.Scalar {
		ways = append(ways, single(expected))
	}
	if len(s.Words) > 0 {
		ways = append(ways, words(s.Words))
	}
	if s.Item != nil {
		item := w.value(s.Item, part)
		if part && len(s.Item.Keys) > 0 {
			item = map[string]any{"anyOf": []any{item, map[string]any{"type": "string", "description": "the base's item of that name"}}}
		}
		ways = append(ways, map[string]any{"type": "array", "items": item, "minItems": 1})
	}
	if len(s.Keys) > 0 {
		ways = append(ways, w.object(s.Keys, part))
	}
	if len(s.Kinds) > 0 {
		one := w.object(s.Kinds, false)
		delete(one, "required")
		for name, is := range one["properties"].(map[string]any) { // a name with nothing behind it is the name alone
			one["properties"].(map[string]any)[name] = map[string]any{"anyOf": []any{is, map[string]any{"type": "null"}}}
		}
		one["minProperties"], one["maxProperties"] = 1, 1
		ways = append(ways, one)
	}
	if part {
		ways = append(ways, map[string]any{"type": "null", "description": "removes what the base says"})
	}
	if len(ways) == 0 { // there is no way to say it
		return false
	}
	if len(ways) == 1 {
		return ways[0]
	}
	return map[string]any{"anyOf": ways}
}

// object is the schema of a mapping.
func (w *schemas) object(keys []*Key, part bool) map[string]any {
	properties, needed := map[string]any{}, []string{}
	o := map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
	for _, k := range keys {
		is := map[string]any{"description": k.Sentence(), "allOf": []any{w.value(k.Of, part)}}
		if k.Declared() {
			o["additionalProperties"] = is
			continue
		}
		properties[k.Name] = is
		if k.Was != "" {
			properties[k.Was] = map[string]any{"description": "now called " + k.Name, "deprecated": true, "allOf": []any{w.value(k.Of, part)}}
		} else if !k.Optional && !part {
			needed = append(needed, k.Name)
		}
	}
	if len(needed) > 0 {
		slices.Sort(needed)
		o["required"] = needed
	}
	return o
}

// Declared reports whether the key stands for names that the file declares.
func (k *Key) Declared() bool { return strings.ToUpper(k.Name) == k.Name }

// Sentence is what is said of a key, with what holds where it is left out.
func (k *Key) Sentence() string {
	switch is := k.Without(); {
	case k.Heir != "":
		return k.Means() + "; without, " + is
	case is != "":
		return k.About + "; default: " + is
	}
	return k.About
}

// Means is what is said of a key, without what holds where it is left out if that stands
// elsewhere in the file.
func (k *Key) Means() string {
	if k.Heir == "" {
		return k.About
	}
	at := strings.LastIndex(k.About, "; without")
	if at < 0 || strings.Contains(k.About[at+1:], "; ") {
		return k.About
	}
	return k.About[:at]
}

// Without is what holds where a key is left out: what stands elsewhere in the file, or
// its default and where that comes from.
func (k *Key) Without() string {
	switch {
	case k.Heir != "":
		return k.Heir
	case k.Default == "" || k.Source == "" || k.Source == k.About:
		return k.Default
	}
	return k.Default + " (" + k.Source + ")"
}

func words(list []Word) map[string]any {
	enum := []any{}
	for _, w := range list {
		enum = append(enum, w.Word)
		var other any // as YAML may read the word
		if json.Unmarshal([]byte(w.Word), &other) == nil {
			enum = append(enum, other)
		}
	}
	return map[string]any{"enum": enum}
}

const decimals = `[0-9]+(\.[0-9]+)?`

// parts are those of a duration, from large units to small; one at least is there.
const parts = `(` + decimals + `w)?(` + decimals + `d)?(` + decimals + `h)?(` + decimals + `m)?(` + decimals + `s)?(` +
	decimals + `ms)?(` + decimals + `(us|µs))?(` + decimals + `ns)?`

// patterns are those of single values, by what messages expect.
var patterns = map[string]string{
	durationLike: `^` + parts + `$`,
	offsetLike:   `^[+-]?` + parts + `$`,
	rateLike:     `^` + decimals + `[kM]?/(s|min|h|d|y)$`,
	ShareLike:    `^` + decimals + `%$`,
	sizeLike:     `^` + decimals + `([kKMGT]?B|[KMGT]iB)$`,
	instantLike:  `^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9:]+)$`,
}

// single is the schema of a single value.
func single(expected string) map[string]any {
	s := map[string]any{"description": expected}
	switch pattern, ok := patterns[expected]; {
	case ok:
		s["type"], s["pattern"], s["minLength"] = "string", pattern, 1
	case expected == numberLike:
		s["anyOf"] = []any{map[string]any{"type": "number", "minimum": 0}, map[string]any{"type": "string", "pattern": "^" + decimals + "$"}}
	case expected == countLike:
		s["anyOf"] = []any{map[string]any{"type": "integer", "minimum": 0}, map[string]any{"type": "string", "pattern": "^[0-9]+$"}}
	case expected == nameLike:
		s["type"], s["pattern"] = []string{"string", "number", "boolean"}, `^[a-z0-9][a-z0-9_.-]*$`
	default:
		s["type"] = []string{"string", "number", "boolean"}
	}
	return s
}
