// Package filetest holds YAML against JSON Schemas, for tests. It reads YAML as editors
// do, with aliases and merges, and knows nothing of what the schemas are of.
package filetest

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"
)

// Schema compiles a JSON Schema.
func Schema(t *testing.T, text []byte) *jsonschema.Schema {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	require.NoError(t, c.AddResource("it.json", value))
	schema, err := c.Compile("it.json")
	require.NoError(t, err)
	return schema
}

// Value reads YAML as a value that a schema judges.
func Value(text []byte) (any, error) {
	var v any
	err := yaml.Unmarshal(text, &v)
	return plain(v), err
}

// plain is a value of the kinds that JSON has.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, inner := range v {
			v[k] = plain(inner)
		}
	case map[any]any:
		all := map[string]any{}
		for k, inner := range v {
			all[fmt.Sprint(k)] = plain(inner)
		}
		return all
	case []any:
		for i := range v {
			v[i] = plain(v[i])
		}
	case time.Time:
		return v.Format(time.RFC3339)
	}
	return v
}
