package results

import (
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"failsim/models/request"
	"failsim/results/counted"
	"failsim/results/statistics"
)

// JSONSchema writes what summary.json holds as a JSON Schema. It is made from the types
// that write the file, so it knows every key of this version and no other.
func JSONSchema() ([]byte, error) {
	w := schemas{definitions: map[string]any{}}
	whole := w.object(reflect.TypeFor[Summary]())
	whole["$schema"] = "http://json-schema.org/draft-07/schema#"
	whole["title"] = SummarySchema
	whole["description"] = "summary.json of failsim compare: figures with 95 % intervals over the replications. A number that is not known, or not finite, is null. Keys that end in _s are seconds, in _share shares from 0 to 1."
	whole["definitions"] = w.definitions
	whole["properties"].(map[string]any)["schema"] = map[string]any{"const": SummarySchema}
	return json.MarshalIndent(whole, "", "  ")
}

// schemas are those of the types that were met so far, by their names.
type schemas struct{ definitions map[string]any }

// known are types that write themselves, and words that are few.
var known = map[reflect.Type]func() map[string]any{
	reflect.TypeFor[statistics.Number]():   func() map[string]any { return map[string]any{"type": []string{"number", "null"}} },
	reflect.TypeFor[statistics.Interval](): interval,
	reflect.TypeFor[counted.CauseCounts](): func() map[string]any { return causes(map[string]any{"type": "integer", "minimum": 0}) },
	reflect.TypeFor[CauseMeans]():          func() map[string]any { return causes(map[string]any{"type": "number", "minimum": 0}) },
	reflect.TypeFor[time.Time]():           func() map[string]any { return map[string]any{"type": "string", "format": "date-time"} },
	reflect.TypeFor[statistics.Method](): func() map[string]any {
		return oneOfWords(statistics.StudentT, statistics.SkewT, statistics.Exact, statistics.BetaInterval, statistics.Order)
	},
	reflect.TypeFor[statistics.Warning](): func() map[string]any {
		return oneOfWords(statistics.TooFew, statistics.BranchUnseen, statistics.OneSample, statistics.NoFailureSeen, statistics.AlwaysSeen, statistics.Restricted)
	},
}

func interval() map[string]any {
	return map[string]any{"type": "array", "items": map[string]any{"type": []string{"number", "null"}}, "minItems": 2, "maxItems": 2, "description": "the ends of a 95 % interval"}
}

func causes(of map[string]any) map[string]any {
	return map[string]any{"type": "object", "additionalProperties": of, "propertyNames": map[string]any{"enum": request.CauseNames()}}
}

func oneOfWords[T ~string](list ...T) map[string]any { return map[string]any{"enum": list} }

// of is the schema of a value.
func (w *schemas) of(t reflect.Type) map[string]any {
	if make, ok := known[t]; ok {
		return make()
	}
	switch t.Kind() {
	case reflect.Pointer:
		return map[string]any{"anyOf": []any{w.of(t.Elem()), map[string]any{"type": "null"}}}
	case reflect.Slice:
		return map[string]any{"type": "array", "items": w.of(t.Elem())}
	case reflect.Struct:
		name := t.Name()
		if _, there := w.definitions[name]; !there {
			w.definitions[name] = true // what it holds of its own kind
			w.definitions[name] = w.object(t)
		}
		return map[string]any{"$ref": "#/definitions/" + name}
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Uint64, reflect.Uint:
		return map[string]any{"type": "integer", "minimum": 0}
	case reflect.Int, reflect.Int64:
		return map[string]any{"type": "integer"}
	}
	panic("summary.json: no schema of " + t.String())
}

// object is the schema of a struct: all its keys, and no others.
func (w *schemas) object(t reflect.Type) map[string]any {
	properties, required := map[string]any{}, []string{}
	w.fields(t, properties, &required)
	return map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}

func (w *schemas) fields(t reflect.Type, properties map[string]any, required *[]string) {
	for i := range t.NumField() {
		f := t.Field(i)
		tag, ok := f.Tag.Lookup("json")
		name, options, _ := strings.Cut(tag, ",")
		switch {
		case f.Anonymous && name == "":
			w.fields(f.Type, properties, required)
		case ok && name != "-":
			properties[name] = w.of(f.Type)
			if !strings.Contains(options, "omitempty") {
				*required = append(*required, name)
			}
		case !ok && f.IsExported():
			panic("summary.json: " + t.Name() + "." + f.Name + " has no key")
		}
	}
}
