package output

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/results"
)

// A power cut after Commit takes nothing: every folder of a result is synced before
// the rename that gives it its name, and after it each folder in which a name came
// to be, up to the first that was there before.
func TestFoldersOutliveAPowerCut(t *testing.T) {
	root, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	place := filepath.Join(root, "new", "below", "result")
	var before, after []string
	renamed := false
	d, err := claim(place, Options{Kind: Kind{Verb: "compare", Scenario: "tiny"}}, disk{write: writeFile, exchange: exchange,
		rename: func(from, to string) error { renamed = true; return os.Rename(from, to) },
		sync: func(path string) error {
			if rel, err := filepath.Rel(root, path); renamed {
				require.NoError(t, err)
				after = append(after, rel)
			} else {
				before = append(before, filepath.Base(path))
			}
			return syncFolder(path)
		}})
	require.NoError(t, err)
	require.NoError(t, d.Write("plots/a.svg", []byte("<svg/>")))
	staging := filepath.Base(d.staging)
	require.NoError(t, d.Commit(results.Manifest{}))
	slices.Sort(after)
	assert.Equal(t, []string{staging, "plots"}, before)
	assert.Equal(t, []string{".", "new", filepath.Join("new", "below"), filepath.Join("new", "below", "result")}, slices.Compact(after))
}
