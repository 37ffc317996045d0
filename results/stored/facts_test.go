package stored

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const factsHead = "incident,design,replication,stratum,run_of,fingerprint,from_minute_0,from_minute_25,from_minute_50\n"

func TestTheFirstSliceInWhichAnyRunDiffersIsFound(t *testing.T) {
	before := factsHead + "i,a,0,s,a,f0,01,02,03\ni,a,1,s,a,f1,11,12,13\ni,b,0,s,b,f2,21,22,23\n"
	for _, c := range []struct{ name, after, says string }{
		{"alike", before, ""},
		{"one run, late", strings.Replace(before, "f1,11,12,13", "x1,11,12,99", 1),
			"1 of 3 runs differ; they part first from minute 50 on of the run: incident i, design a, replication 1"},
		{"the earlier slice of a later run comes first", strings.NewReplacer("f0,01,02,03", "x0,01,02,99", "f2,21,22,23", "x2,21,99,98").Replace(before),
			"2 of 3 runs differ; they part first between minutes 25 and 50 of the run: incident i, design b, replication 0"},
		{"runs that only one has are passed over", strings.Replace(before, "i,a,1,", "i,a,7,", 1), ""},
		{"slices of other lengths", strings.Replace(before, "from_minute_25", "from_minute_24", 1), ""},
	} {
		folders := [2]string{t.TempDir(), t.TempDir()}
		require.NoError(t, os.WriteFile(filepath.Join(folders[0], "facts.csv"), []byte(before), 0o600))
		require.NoError(t, os.WriteFile(filepath.Join(folders[1], "facts.csv"), []byte(c.after), 0o600))
		p, err := FirstParting(folders[0], folders[1])
		require.NoError(t, err, c.name)
		if c.says == "" {
			assert.Nil(t, p, c.name)
		} else if assert.NotNil(t, p, c.name) {
			assert.Equal(t, c.says, p.String(), c.name)
		}
	}
}

func TestResultsWithoutFactsAreNotHeldAgainstEachOther(t *testing.T) {
	p, err := FirstParting(t.TempDir(), t.TempDir())
	require.NoError(t, err)
	assert.Nil(t, p)
}

func TestWhatIsNoFactsFileIsRefused(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "facts.csv"), []byte("a,b\n"), 0o600))
	_, err := FirstParting(folder, folder)
	require.ErrorContains(t, err, "facts.csv: line 1: the columns are not those of failsim: incident, design,")
}
