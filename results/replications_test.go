package results_test

import (
	"bytes"
	"encoding/csv"
	"math"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat/distuv"

	"failsim/results"
	"failsim/results/statistics"
	"failsim/results/written"
)

// remade makes an interval of a mean from replications.csv alone, by the words
// of the documentation: weights, strata, and nothing of this package.
func remade(t *testing.T, rows [][]string, incident, design, column string) (mean, low, high float64) {
	at := map[string]int{}
	for c, name := range rows[0] {
		at[name] = c
	}
	require.Contains(t, at, column)
	groups := map[string]*group{}
	number := func(text string) float64 {
		x, err := strconv.ParseFloat(text, 64)
		require.NoError(t, err)
		return x
	}
	for _, row := range rows[1:] {
		if row[0] != incident || row[1] != design {
			continue
		}
		g := groups[row[at["stratum"]]]
		if g == nil {
			g = &group{}
			groups[row[at["stratum"]]] = g
		}
		g.weight, g.x = append(g.weight, number(row[at["weight"]])), append(g.x, number(row[at[column]]))
	}
	return ofGroups(groups)
}

// group is a stratum: its values, and what each counts for.
type group struct{ weight, x []float64 }

// ofGroups is the interval of a mean over strata.
func ofGroups(groups map[string]*group) (mean, low, high float64) {
	variance, third, fourth := 0.0, 0.0, 0.0
	for _, g := range groups {
		n, sum, weight := float64(len(g.x)), 0.0, 0.0
		for k, x := range g.x {
			sum, weight = sum+x, weight+g.weight[k]
		}
		m2, m3 := 0.0, 0.0
		for _, x := range g.x {
			m2 += math.Pow(x-sum/n, 2)
			m3 += math.Pow(x-sum/n, 3)
		}
		mean += weight * sum / n
		v := weight * weight * m2 / (n - 1) / n
		variance, fourth = variance+v, fourth+v*v/(n-1)
		third += math.Pow(weight, 3) * m3 * n / ((n - 1) * (n - 2)) / (n * n)
	}
	se, u := math.Sqrt(variance), 1.5*third/math.Pow(variance, 1.5)
	q := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: variance * variance / fourth}.Quantile((1 + 0.943) / 2)
	hall := func(q float64) float64 { return 3 / u * (math.Cbrt(1+u*(q-u/6)) - 1) }
	return mean, mean - se*math.Max(q, hall(q)), mean - se*math.Min(-q, hall(-q))
}

func TestIntervalsCanBeMadeAgainFromReplications(t *testing.T) {
	study := results.TinyStudy()
	for i := range study.Incidents { // runs of two cells, which the designs tell apart
		drawn := &results.Drawn{Cells: []results.Cell{{Name: "usual", Probability: 0.9}, {Name: "rare", Probability: 0.1}}}
		for k := range 21 {
			drawn.Runs = append(drawn.Runs, results.DrawnRun{Replication: k, Cell: k % 2})
		}
		for j, s := range study.Incidents[i].Samples {
			again := results.NewStratified(s.Design, *s.Layout(), drawn, []int{0, 1})
			for k := range 21 {
				bad := 10 + k*k%37
				if j > 0 {
					bad = k * k % 11
				}
				again.Add(k, results.Play(bad))
			}
			study.Incidents[i].Samples[j] = again
		}
	}
	sum, err := study.Summary()
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, written.WriteReplications(&out, study))
	rows, err := csv.NewReader(&out).ReadAll()
	require.NoError(t, err)
	for d := range sum.Designs {
		design := &sum.Designs[d]
		for column, e := range map[string]statistics.Estimate{
			"availability": design.Availability, "full_outage_minutes": design.OutageMinutes, "user_minutes_lost": design.UserMinutesLost,
			"availability_from_onset": design.FromOnset, "error_budget_burned": design.ErrorBudgetBurned, "users_hit_peak": design.BlastRadiusPeak,
			"lb_minutes_lost": design.LBMinutes, "blast_radius_minutes": design.BlastMinutes, "worst_window_1800s": design.WorstWindows[3].Estimate,
			"availability:tv": design.Populations[0].Availability, "restricted_time_to_recover_s": design.TimeToRecover.Restricted,
		} {
			if column == "restricted_time_to_recover_s" && design.TimeToRecover.NeverHarmed > 0 {
				continue // a mean given harm
			}
			mean, low, high := remade(t, rows, "state-lost", design.Name, column)
			require.NotNil(t, e.CI95, column)
			assert.InEpsilon(t, mean, float64(e.Mean), 1e-9, column)
			for end, want := range []float64{low, high} {
				if got := float64(e.CI95[end]); got != 0 && got != 1 { // clipped
					assert.InEpsilon(t, want, got, 1e-6, "%s of %s", column, design.Name)
				}
			}
		}
	}
}

// Where gates may stop the operator error, what varies are sums by replication: of what its
// run counts for, and of how a stopped run differs from the mean of those.
func TestIntervalsOfAGatedDesignCanBeMadeAgainFromReplications(t *testing.T) {
	study := results.TinyStudy()
	drawn := &results.Drawn{Cells: []results.Cell{{Name: "usual", Probability: 0.5}, {Name: "rare", Probability: 0.05}, {Name: "the gates stop the operator error", Probability: 0.45, Stopped: true}}}
	for k := range 20 {
		drawn.Runs = append(drawn.Runs, results.DrawnRun{Replication: k, Cell: k % 2})
		if k%4 < 2 && k > 7 {
			drawn.Runs = append(drawn.Runs, results.DrawnRun{Replication: k, Cell: 2})
		}
	}
	i := &study.Incidents[0]
	gated := results.NewStratified(i.Samples[0].Design, *i.Samples[0].Layout(), drawn, []int{0, 1, 2})
	for k, run := range drawn.Runs {
		bad := 10 + run.Replication*run.Replication%37
		if run.Cell == 2 {
			bad = run.Replication % 3
		}
		gated.Add(k, results.Play(bad))
	}
	i.Samples = []*results.Sample{gated}
	study.Incidents = study.Incidents[:1]
	sum, err := study.Summary()
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, written.WriteReplications(&out, study))
	rows, err := csv.NewReader(&out).ReadAll()
	require.NoError(t, err)

	column := slices.Index(rows[0], "availability")
	stopped, weight := 0.0, 0.0
	number := func(text string) float64 {
		x, err := strconv.ParseFloat(text, 64)
		require.NoError(t, err)
		return x
	}
	for _, row := range rows[1:] {
		if row[3] == "the gates stop the operator error" {
			stopped, weight = stopped+number(row[4])*number(row[column]), weight+number(row[4])
		}
	}
	total, strata := map[string]float64{}, map[string]string{}
	for _, row := range rows[1:] {
		x, name := number(row[column]), row[3]
		if name == "the gates stop the operator error" {
			x, name = x-stopped/weight, strata[row[2]]+" and stopped"
		}
		total[row[2]], strata[row[2]] = total[row[2]]+number(row[4])*x, name
	}
	groups := map[string]*group{}
	for replication, x := range total {
		g := groups[strata[replication]]
		if g == nil {
			g = &group{}
			groups[strata[replication]] = g
		}
		g.weight, g.x = append(g.weight, 1), append(g.x, x+stopped/float64(len(total)))
	}
	require.Len(t, groups, 4, "three replications of each at least")
	mean, low, high := ofGroups(groups)
	e := sum.Designs[0].Availability
	require.NotNil(t, e.CI95)
	assert.InEpsilon(t, mean, float64(e.Mean), 1e-9)
	assert.InEpsilon(t, low, float64(e.CI95[0]), 1e-9)
	assert.InEpsilon(t, high, float64(e.CI95[1]), 1e-9)
}
