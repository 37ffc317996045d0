package study

import (
	"errors"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/world/scenario"
	"failsim/strategies"
	"failsim/traces"
)

// builds returns what a run of tiny.yaml is estimated to take, with a piece of it
// replaced, and what it allocates until its clock starts.
func builds(t *testing.T, from, to string) (size Size, bytes float64) {
	t.Helper()
	content, err := os.ReadFile(root + "/cmd/failsim/testdata/tiny.yaml")
	require.NoError(t, err)
	require.Contains(t, string(content), from)
	s, err := scenario.Read("tiny.yaml", []byte(strings.ReplaceAll(string(content), from, to)), strategies.All(), traces.Names()...)
	require.NoError(t, err)
	w, err := Prepare(s, 1, nil)
	require.NoError(t, err)
	size = w.Size([]string{"single"})
	stop := errors.New("stop")
	w.Stop = func() error { return stop }
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err = Follow(s, w, Single{Design: "single"}, nil)
	require.ErrorIs(t, err, stop)
	runtime.ReadMemStats(&after)
	return size, float64(after.TotalAlloc - before.TotalAlloc)
}

// A constant that is of another field, counted once for all regions, or in words
// instead of bytes, would be off by more than this.
func TestASizeIsOfTheOrderOfWhatARunTakes(t *testing.T) {
	small, little := builds(t, "rate: 2/s", "rate: 2/s")
	for _, c := range []struct {
		key, from, to string
		most          float64 // times what the building of a world allocates
	}{
		{"rate", "rate: 2/s", "rate: 3M/s", 3},
		{"resolvers", "resolvers: 20", "resolvers: 2000000", 3},
		{"workers", "workers: 40", "workers: 2000000", 3},
		{"every", "every: 5m", "every: 1ms", 3},
		{"fleet", "fleet: 100", "fleet: 2000000", 60}, // LBs that are touched, and mended, take far more than at rest
	} {
		large, much := builds(t, c.from, c.to)
		assert.Equal(t, c.key, large.Costliest().Key)
		_, value, _ := strings.Cut(c.to, ": ")
		assert.True(t, large.Costliest().Means(value), c.to)
		ratio := (large.Bytes() - small.Bytes()) / (much - little)
		assert.True(t, ratio > 0.5 && ratio < c.most, "%s: %.3g times what it takes, %.3g MB", c.key, ratio, (much-little)/1e6)
	}
}

func TestWorkIsOfTheOrderOfItsRequests(t *testing.T) {
	small, _ := builds(t, "rate: 2/s", "rate: 2/s")
	large, _ := builds(t, "rate: 2/s", "rate: 2k/s")
	assert.InDelta(t, 2*30*60, small.Requests, 1)
	assert.InDelta(t, 1000, large.Requests/small.Requests, 1)
	assert.InDelta(t, large.Requests*200e-9, large.Seconds, 0.1)
}
