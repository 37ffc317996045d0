package year

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat"

	"failsim/cmd/internal/study"
	"failsim/models/world/scenario"
	"failsim/results/statistics"
	"failsim/results/year"
)

// bruteForce simulates whole years from end to end, request by request, with
// all their incidents, and returns the harm of each by design.
func bruteForce(t testing.TB, s *scenario.Scenario, years int) [][]year.Harm {
	t.Helper()
	w, err := study.Prepare(s, 1, nil)
	require.NoError(t, err)
	d, err := study.NewDemand(w)
	require.NoError(t, err)
	forgetful, err := newCalendars(s, d, 2, pointers(s.Incidents))
	require.NoError(t, err)
	// A world that never forgets has all of a year in one episode, which
	// begins with the year.
	never := *s
	never.Year.Memory = 100 * s.Year.Length
	whole := *forgetful
	whole.scenario = &never
	harm := make([][]year.Harm, len(s.Designs))
	for i := range harm {
		harm[i] = make([]year.Harm, years)
	}
	work := func(r *runner, i int) error {
		list := whole.year(i)
		if len(list) == 0 {
			return nil
		}
		e := &list[0]
		for n := range e.happens {
			e.happens[n].At += e.start + 2*lead
		}
		e.until, e.start = max(e.until+e.start+2*lead, s.Year.Length+2*lead), -2*lead
		for k := range s.Designs {
			run, err := r.run(e, &s.Designs[k])
			if err != nil {
				return err
			}
			harm[k][i] = run.Harm
		}
		return nil
	}
	require.NoError(t, each(context.Background(), years, 0, func() *runner { return &runner{demand: d, seed: 2, sampled: true} }, work, nil))
	return harm
}

func pointers(list []scenario.Incident) (all []*scenario.Incident) {
	for i := range list {
		all = append(all, &list[i])
	}
	return all
}

// apart returns how many standard errors lie between an estimate and the mean
// of years simulated from end to end.
func apart(e statistics.Estimate, error float64, years []float64) float64 {
	mean, sd := stat.MeanStdDev(years, nil)
	return (float64(e.Mean) - mean) / math.Hypot(error, sd/math.Sqrt(float64(len(years))))
}

// standardError undoes an interval; its freedom is large where it is used.
func standardError(e statistics.Estimate) float64 { return float64(e.CI95[1]-e.CI95[0]) / 2 / 1.96 }

func figuresOf(f *year.Figures) map[string]statistics.Estimate {
	return map[string]statistics.Estimate{"requests": f.Lost, "bad minutes": f.BadMinutes, "user-minutes": f.UserMinutes}
}

func values(harm []year.Harm, figure string) []float64 {
	x := make([]float64, len(harm))
	for i, h := range harm {
		x[i] = map[string]float64{"requests": h.Requests, "bad minutes": h.BadMinutes, "user-minutes": h.UserMinutes}[figure]
	}
	return x
}

// misses returns how many standard errors an estimate lies from the truth at
// most, and of which figure.
func misses(sum *year.Summary, truth [][]year.Harm) (worst float64, which string) {
	for d := range sum.Designs {
		for name, e := range figuresOf(&sum.Designs[d]) {
			if z := math.Abs(apart(e, standardError(e), values(truth[d], name))); z > worst {
				worst, which = z, sum.Designs[d].Name+", "+name
			}
		}
	}
	return worst, which
}
