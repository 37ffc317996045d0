package validate

import (
	"context"
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/cmd/internal/validate/oracle"
)

// A queue of half a request a second at a server that takes a second: the wait
// is rho/(mu - lambda) = 1 s, and half wait.
const halfFull = `queueing: mine
length: 20000s
warm-up: 1000s
arrivals: [{stream: s, rate: 0.5/s, to: desk}]
stations: [{station: desk, servers: 1, service: {exponential: {mean: 1s}}}]
`

// vectors are one case that brings a file, with whatever else is said of it.
func vectors(expected, more string) string {
	return fmt.Sprintf(`{"schema": "failover-oracles/1", "cases": [
	{"id": "mine-1", "kind": "my_queue", "status": "exact", "file": "queues/mine.yaml", "expected": {%s}%s}]}`, expected, more)
}

func judged(t *testing.T, files map[string]string) Result {
	t.Helper()
	cases, err := loaded(files)
	require.NoError(t, err)
	results, err := Run(context.Background(), cases, Options{Jobs: 1})
	require.NoError(t, err)
	return results[0]
}

func loaded(files map[string]string) ([]*oracle.Case, error) {
	all := fstest.MapFS{}
	for name, content := range files {
		all[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return oracle.Load(all, "oracles")
}

func TestACaseMayBringItsOwnFile(t *testing.T) {
	value := func(metric, value string) string {
		return fmt.Sprintf(`"%s": {"value": %s, "unit": "1", "calc_rel_tol": null, "sim_rel_tol": 0.03}`, metric, value)
	}
	r := judged(t, map[string]string{"queues/mine.yaml": halfFull,
		"mine.json": vectors(value("wait", "1.0")+", "+value("station desk/p_wait", "0.5"), `, "figures": {"wait": "station desk/mean_wait"}`)})
	assert.Equal(t, Passed, r.Status, "%+v", r)
	assert.Equal(t, Simulated, r.How)
	assert.Len(t, r.Verdicts, 2)

	r = judged(t, map[string]string{"queues/mine.yaml": halfFull, "mine.json": vectors(value("station desk/mean_wait", "1.2"), "")})
	assert.Equal(t, Failed, r.Status, "the wait is 1 s")

	for wrong, c := range map[string]struct{ content, expected string }{
		`has no figure station desk/mean_wit; did you mean "station desk/mean_wait"?`: {halfFull, value("station desk/mean_wit", "1")},
		`"wait" is no figure of a file`:                                               {halfFull, value("wait", "1")},
		`oracles/queues/mine.yaml:2:1`:                                                {"queueing: [", value("station desk/p_wait", "1")},
	} {
		r = judged(t, map[string]string{"queues/mine.yaml": c.content, "mine.json": vectors(c.expected, "")})
		assert.Equal(t, NotExpressible, r.Status)
		require.NotEmpty(t, r.Gaps)
		assert.Contains(t, r.Gaps[0].Why, wrong)
	}
}

func TestAFileOfACaseMustBeThere(t *testing.T) {
	expected := `"station desk/p_wait": {"value": 1, "unit": "1", "sim_rel_tol": 0.1}`
	for wrong, files := range map[string]map[string]string{
		"mine.json: case mine-1: file queues/mine.yaml: file does not exist": {"mine.json": vectors(expected, "")},
		"a case with a file of its own has no params": {"mine.json": vectors(expected, `, "params": {"lam": {"value": 1, "unit": "1/s"}}`),
			"queues/mine.yaml": halfFull},
	} {
		_, err := loaded(files)
		assert.ErrorContains(t, err, wrong)
	}
	_, err := oracle.Load(fstest.MapFS{"x.json": {Data: []byte(`{"schema": "failover-oracles/1", "cases": [{"id": "a", "kind": "b", "file": "../a.yaml", "expected": {"x/y": {"value": 1}}}]}`)}}, "oracles")
	assert.ErrorContains(t, err, "a path within oracles")
}

// Signs are kept: an approximation that is too low is off by a negative share,
// and steps that are rounded down add up to less than the horizon.
func TestSignsOfClosedFormsAreKept(t *testing.T) {
	number := func(x float64, unit string) map[string]any { return map[string]any{"value": x, "unit": unit} }
	dist := func(dist string) map[string]any { return map[string]any{"dist": dist, "mean": 1.0, "unit": "s"} }
	service := dist("exponential")
	service["mean"] = 0.5
	c := &oracle.Case{Params: map[string]any{"arrival": dist("exponential"), "service": service, "c": number(1, "1")},
		Expected: map[string]oracle.Expected{"simulated_mean_wait": {Value: 0.625}}}
	var v Values
	require.NoError(t, c.Try(func() { v = computeGGC(c) }))
	assert.InDelta(t, -0.2, v["relative_error_of_allen_cunneen"], 1e-12, "it says 0.5 of an M/M/1, where 0.625 was measured")

	c = &oracle.Case{Params: map[string]any{"horizon_s": number(100, "s"), "step_s": number(0.1, "s")}}
	require.NoError(t, c.Try(func() { v = computeClock(c) }))
	assert.Less(t, v["drift_of_accumulated_sum"], 0.0, "a thousand additions of 0.1 in float64 are 99.9999999999986")
}
