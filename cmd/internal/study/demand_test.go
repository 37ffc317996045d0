package study

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/sim"
	"failsim/traces"
)

// logOf writes a log of requests a second apart that took what took says, in
// seconds; what is negative is not said.
func logOf(t *testing.T, n int, took func(i int) float64) traces.Source {
	var b strings.Builder
	for i := range n {
		duration := ""
		if d := took(i); d >= 0 {
			duration = fmt.Sprintf(`,"took":"%gs"`, d)
		}
		fmt.Fprintf(&b, `{"time":"%s","status":200%s}`+"\n", time.Unix(1_700_000_000+int64(i), 0).UTC().Format(time.RFC3339), duration)
	}
	path := filepath.Join(t.TempDir(), "log.jsonl")
	require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o600))
	source, err := traces.Open([]string{path}, traces.Options{})
	require.NoError(t, err)
	return source
}

func TestServersWorkAsLongAsTheLogSaysWhereItIsAsked(t *testing.T) {
	s := founding(t, 1)
	// One in four does not say; of those that do, two took 100 ms and one 400.
	served, note, err := serveAsLogged(s, logOf(t, 400, func(i int) float64 { return []float64{0.1, 0.1, 0.4, -1}[i%4] }), sim.NewKey(1, 0))
	require.NoError(t, err)
	mean, finite := served.Service.Time.Mean()
	assert.True(t, finite)
	assert.Equal(t, 200*time.Millisecond, mean)
	assert.Equal(t, 100*time.Millisecond, served.Service.Time.Quantile(0.6))
	assert.Equal(t, 400*time.Millisecond, served.Service.Time.Quantile(0.7))
	assert.Contains(t, note, "200ms on average (300 of 400 requests say so)")
	before, _ := founding(t, 1).Service.Time.Mean()
	after, _ := s.Service.Time.Mean()
	assert.Equal(t, before, after, "the scenario itself is as it was")

	_, _, err = serveAsLogged(s, logOf(t, 10, func(int) float64 { return -1 }), sim.NewKey(1, 0))
	assert.ErrorContains(t, err, "no request of it says how long the server took")
}

func TestALongLogIsSampledWithoutBias(t *testing.T) {
	source := logOf(t, 60_000, func(i int) float64 { return float64(1 + i%1000) })
	sample, known, all, err := sampleDurations(source, sim.NewKey(3, 0))
	require.NoError(t, err)
	assert.Len(t, sample, mostDurations)
	assert.EqualValues(t, []int64{60_000, 60_000}, []int64{known, all})
	sum := 0.0
	for _, d := range sample {
		sum += d.Seconds()
	}
	// Uniform on 1 to 1000: standard error 288.7 sqrt(2/3) / sqrt(20,000) = 1.7.
	assert.InDelta(t, 500.5, sum/mostDurations, 4*1.7)
}
