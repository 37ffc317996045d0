package queue

import (
	"math"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/figures"
	"failsim/strategies"
)

// replications and seed are those of the pass rule: never chosen.
const (
	replications = 40
	seed         = 1
)

func read(t testing.TB, content string) *Spec {
	t.Helper()
	spec, err := Read("q.yaml", []byte(content), strategies.All())
	require.NoError(t, err)
	return spec
}

// run simulates a file in 40 replications, on every core.
func run(t testing.TB, content string) []*figures.Report {
	t.Helper()
	spec := read(t, content)
	reports := make([]*figures.Report, replications)
	var next atomic.Int64
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for k := int(next.Add(1)) - 1; k < replications; k = int(next.Add(1)) - 1 {
				reports[k] = Run(spec, seed, k)
			}
		})
	}
	all.Wait()
	return reports
}

// agrees checks that a figure is within four standard errors of the theory.
func agrees(t *testing.T, reports []*figures.Report, of, name string, want float64) {
	t.Helper()
	e, ok := figures.Find(figures.Estimates(reports), of, name)
	require.True(t, ok, "%s has no %s", of, name)
	require.Empty(t, e.Why, "%s %s", of, name)
	within(t, of+" "+name, e, want)
}

// within checks an estimate. The error also has room for what float64 sums
// and a histogram's cells lose.
func within(t *testing.T, what string, e figures.Estimate, want float64) {
	t.Helper()
	require.Equal(t, replications, e.Replications, what)
	z := (e.Mean - want) / e.SE
	assert.LessOrEqual(t, math.Abs(e.Mean-want), 4*e.SE+1e-4*math.Abs(want), "%s: %.6g, theory %.6g, z %.1f", what, e.Mean, want, z)
	assert.Less(t, e.SE, 0.1*math.Abs(want)+1e-9, "%s: a standard error of %.3g shows nothing about %.6g", what, e.SE, want)
	t.Logf("%s: %.6g ± %.2g, theory %.6g, z %.1f", what, e.Mean, e.SE, want, z)
}
