package reliability

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/figures"
)

// agrees checks figures of 40 replications, seed 1, against theory: within
// four standard errors, which are themselves below a twentieth of the value.
func agrees(t *testing.T, content string, want map[string]float64) {
	t.Helper()
	spec := read(t, content)
	var reports []*figures.Report
	for k := range 40 {
		reports = append(reports, Run(spec, 1, k))
	}
	list := figures.Estimates(reports)
	for name, value := range want {
		found := false
		for _, e := range list {
			if e.Of+" "+e.Name != name {
				continue
			}
			found = true
			assert.LessOrEqual(t, math.Abs(e.Mean-value), 4*e.SE, "%s: %.6g ± %.2g, theory %.6g", name, e.Mean, e.SE, value)
			assert.Less(t, e.SE, 0.05*value, name)
		}
		require.True(t, found, name)
	}
}

const exponentials = "up: {exponential: {mean: 100h}}, down: {exponential: {mean: 5h}}"

// An outage of a 3-of-5 group goes on while more of it fails: it lasts
// unavailability over frequency, not the mean time to the next repair. With
// q = 5/105: U = P(3 or more of 5 are down); it begins when 2 are down and one
// of 3 fails.
func TestAGroupIsDownUntilEnoughAreMended(t *testing.T) {
	q := 5. / 105
	two, u := 10*math.Pow(q, 2)*math.Pow(1-q, 3), 0.0
	for k, ways := range map[int]float64{3: 10, 4: 5, 5: 1} {
		u += ways * math.Pow(q, float64(k)) * math.Pow(1-q, float64(5-k))
	}
	frequency := two * 3 / 100
	agrees(t, "reliability: group\nlength: 200000h\nwarm-up: 500h\ncomponents: [{component: a, count: 5, "+exponentials+"}]\nsystems: [{system: s, needs: {3-of: [a]}}]\n",
		map[string]float64{"system s unavailability": u, "system s outages_per_hour": frequency, "system s mean_down": u / frequency * 3600,
			"system s mean_outage": u / frequency * 3600, "component a unavailability": q})
	assert.InEpsilon(t, 1.70875, u/frequency, 1e-5, "2.5 % longer than 5/3 hours")
}

// Two parts and one repairer: states 0, 1, 2 down with weights 1, 2l/m, 2l²/m².
func TestOneRepairerForTwo(t *testing.T) {
	r := 5. / 100
	none, one, both := 1.0, 2*r, 2*r*r
	sum := none + one + both
	agrees(t, "reliability: crew\nlength: 200000h\nwarm-up: 500h\ncrews: [{crew: c, people: 1}]\ncomponents: [{component: a, count: 2, crew: c, "+exponentials+"}]\n"+
		"systems: [{system: s, needs: {any: [a]}}]\n", map[string]float64{"system s unavailability": both / sum, "component a unavailability": (one + 2*both) / 2 / sum})
}

// Dugan and Trivedi's pair: see the balance of its five states.
func TestAPairWithImperfectCoverage(t *testing.T) {
	const up, down, covered, failover, manual = 100., 5., 0.9, 0.5, 2.
	one := 2 * down / up
	f, u, none := covered*failover/up, (1-covered)*manual/up, down/(2*up)*one
	sum := 1 + one + f + u + none
	agrees(t, fmt.Sprintf("reliability: pair\nlength: 200000h\nwarm-up: 500h\npairs: [{pair: p, %s, coverage: 90%%, failover: {exponential: {mean: 30m}}, manual: {exponential: {mean: 2h}}}]\n", exponentials),
		map[string]float64{"pair p p_both": 1 / sum, "pair p p_one": one / sum, "pair p p_failover": f / sum, "pair p p_uncovered": u / sum, "pair p p_none": none / sum,
			"pair p unavailability": (f + u + none) / sum, "pair p share_of_downtime_uncovered": u / (f + u + none)})
}

// Unavailability depends on the means alone, whatever the distributions.
func TestAvailabilityDependsOnMeansOnly(t *testing.T) {
	for _, dists := range []string{exponentials, "up: {weibull: {scale: 112.8379167h, shape: 2}}, down: {lognormal: {mean: 5h, cv: 1}}",
		"up: {uniform: {low: 50h, high: 150h}}, down: {erlang: {mean: 5h, stages: 3}}"} {
		agrees(t, "reliability: distributions\nlength: 100000h\nwarm-up: 1000h\ncomponents: [{component: a, "+dists+"}]\n", map[string]float64{"component a unavailability": 5. / 105})
	}
}

// A component that 100 others never touch is as available as it says.
func TestAvailabilityAsAShare(t *testing.T) {
	agrees(t, "reliability: share\nlength: 100000h\nwarm-up: 100h\ncomponents: [{component: a, available: 99%, down: 1h}]\n", map[string]float64{"component a unavailability": 0.01})
}
