package scenario

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestNestedAliasesEndInAnError reads files of a few kilobytes that stand for
// billions of values.
func TestNestedAliasesEndInAnError(t *testing.T) {
	small := string(must(os.ReadFile("testdata/small.yaml")))
	mapping, list := "", ""
	for i := range 30 {
		mapping += fmt.Sprintf("x%d: &m%d {<<: [*m%d, *m%d, *m%d]}\n", i+1, i+1, i, i, i)
	}
	list = "&l0 [" + strings.Repeat("{at: 1m, lose-region: {region: aws/east}}, ", 2000) + "]"
	bombs := map[string]string{
		"merge keys": strings.Replace("x0: &m0 {a: 1}\n"+mapping+small, "service: {time", "service: {<<: *m30, time", 1),
		"lists": strings.Replace(small, "incidents:\n", "incidents:\n  - {incident: first, faults: "+list+"}\n"+
			strings.Repeat("  - {incident: x, faults: *l0}\n", 2000), 1),
	}
	start := time.Now()
	for range 100 {
		_, err := Read("small.yaml", []byte(small), stubs)
		require.NoError(t, err)
	}
	hundred := time.Since(start)
	for name, content := range bombs {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			_, err := Read("bomb.yaml", []byte(content), stubs)
			require.Error(t, err)
			assert.Contains(t, err.Error(), "are aliases nested?")
			took := time.Since(start)
			assert.Less(t, took, 100*hundred, "as long as reading a good file takes 10,000 times")
			t.Log(took, hundred)
		})
	}
}

func TestAliasesAndMergeKeysMeanWhatTheyStandFor(t *testing.T) {
	small := string(must(os.ReadFile("testdata/small.yaml")))
	content := strings.NewReplacer(
		"timeout: 8s", "timeout: &t 8s",
		"burst: 60s", "burst: *t",
		"check: {interval: 30s, timeout: 5s,", "check: {<<: &c {interval: 30s, timeout: 5s}, timeout: 6s,",
	).Replace(small)
	s, err := Read("small.yaml", []byte(content), stubs)
	require.NoError(t, err)
	assert.Equal(t, 8*time.Second, s.World.LB.Burst)
	assert.Equal(t, 30*time.Second, s.World.LB.Check.Interval)
	assert.Equal(t, 6*time.Second, s.World.LB.Check.Timeout, "what is given goes before what is merged")
}
