package study

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/traces/format"
)

// oneFormat are formats that show that a format is one file, at least one for each of
// the ways to write one: columns with names, a server's syntax, both, a parser, and a
// feed that is not of lines. A format that is added is held to the same.
var oneFormat = map[string]string{
	"akamai": "akamai", "ecs": "ecs", "gcp-lb": "gcp", "kong": "kong",
	"squid": "squid", "s3": "s3", "heroku": "heroku", "iis": "iis", "epa": "epa", "aws-nlb": "nlb", "har": "har",
}

// A format is its file, its line in the list, a sample and the golden of that; no
// other code knows that it exists.
func TestAFormatIsOneFileALineASampleAndAGolden(t *testing.T) {
	const folder = "traces/format"
	mentions := mentionsByFile(t)
	for name, base := range oneFormat {
		require.Contains(t, format.Names(), name)
		file, list := folder+"/"+base+".go", folder+"/list.go"
		require.FileExists(t, filepath.Join(root, file))
		for path, words := range mentions {
			if filepath.Dir(path) == folder && words[name] && path != file {
				assert.Equal(t, list, path, "%s is named in %s", name, path)
			}
		}
		assert.True(t, mentions[list][name], "%s: this test finds what it looks for", name)
		listed := 0
		for declared := range declaredIn(t, file) {
			for path, words := range mentions {
				if filepath.Dir(path) == folder && path != file && words[declared] {
					assert.Equal(t, list, path, "%s uses %s, which %s declares", path, declared, file)
					listed++
				}
			}
		}
		assert.Positive(t, listed, "%s: its line says what is in its file", name)
		samples, err := filepath.Glob(filepath.Join(root, folder, "testdata", name+`[.\-]*`))
		require.NoError(t, err)
		if name == "har" { // as browsers name it
			samples, err = filepath.Glob(filepath.Join(root, folder, "testdata", "*.har*"))
			require.NoError(t, err)
		}
		goldens := slices.DeleteFunc(slices.Clone(samples), func(path string) bool { return filepath.Ext(path) != ".golden" })
		assert.NotEmpty(t, goldens, "%s has a golden", name)
		assert.Len(t, samples, 2*len(goldens), "%s: each sample of it has a golden", name)
	}
}
