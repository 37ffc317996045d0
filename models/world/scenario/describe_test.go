package scenario

import (
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"failsim/models/file"
	"failsim/models/file/filetest"
	"failsim/strategies"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// everyKey goes through all that a file may say, with the path of each key.
func everyKey(s *file.Shape, path string, seen map[*file.Shape]bool, each func(path string, k *file.Key)) {
	if s == nil || seen[s] {
		return
	}
	seen[s] = true
	everyKey(s.Item, path+"[]", seen, each)
	for _, list := range [][]*file.Key{s.Keys, s.Kinds} {
		for _, k := range list {
			each(path+"/"+k.Name, k)
			everyKey(k.Of, path+"/"+k.Name, seen, each)
		}
	}
}

func TestEveryKeyHasASentenceAndEachDefaultASource(t *testing.T) {
	keys := 0
	everyKey(Describe(nil, strategies.All()), "", map[*file.Shape]bool{}, func(path string, k *file.Key) {
		keys++
		assert.NotEmpty(t, k.About, "%s: what does it mean?", path)
		if !k.Plain() {
			assert.NotEmpty(t, k.Source, "%s: where does its default %s come from?", path, k.Default)
		}
		takes := k.Of.Scalar != nil || k.Of.Words != nil || k.Of.Item != nil || k.Of.Keys != nil || k.Of.Kinds != nil
		assert.True(t, takes, "%s: what does it take?", path)
	})
	assert.Greater(t, keys, 350, "keys of which the readers tell")
}

// structural are refusals of keys and forms; what has to be declared or to go together
// is beyond a schema, and so are keys that are names.
var structural = regexp.MustCompile(`^(unknown key "|missing in [a-z -]+: [a-z-]+$|expected (a list|a mapping) (of|for)|expected a (duration|rate|share|size|number) like .*(unit|sign|found "[a-z]+"$))`)
var ofNames = regexp.MustCompile(`in (serve|round trips|providers of|clients of a design|prices of providers|step\b|lognormal)`)

func isStructural(err error) bool {
	var all *file.Errors
	if !errors.As(err, &all) {
		return false
	}
	return !slices.ContainsFunc(all.Problems, func(p file.Problem) bool {
		return !structural.MatchString(p.Message) || ofNames.MatchString(p.Message)
	})
}

// TestTheSchemaRefusesWhatTheReaderDoes takes the cases of testdata/mistakes.txt: what
// the reader takes the schema takes, and what the reader refuses for a key or a form
// the schema refuses.
func TestTheSchemaRefusesWhatTheReaderDoes(t *testing.T) {
	b, err := file.JSONSchema(Describe(nil, stubs), "scenario")
	require.NoError(t, err)
	schema := filetest.Schema(t, b)
	small := string(must(os.ReadFile("testdata/small.yaml")))
	script := string(must(os.ReadFile("testdata/mistakes.txt")))
	taken, refused := 0, 0
	for _, c := range strings.Split(strings.TrimPrefix(script, "== "), "\n== ") {
		title, body, _ := strings.Cut(c, "\n")
		_, from, to := change(strings.TrimSuffix(body, "\n") + "\n")
		text := strings.Replace(small, from, to, 1)
		_, readErr := Read("small.yaml", []byte(text), stubs, "flat", "nasa")
		value, err := filetest.Value([]byte(text))
		if err != nil {
			continue // no YAML
		}
		switch err := schema.Validate(value); {
		case readErr == nil:
			taken++
			assert.NoError(t, err, "%s: the reader takes it", title)
		case isStructural(readErr):
			refused++
			assert.Error(t, err, "%s: the reader says %v", title, readErr)
		}
	}
	assert.Greater(t, taken, 5)
	assert.Greater(t, refused, 20)
}
