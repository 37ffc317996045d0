package year

import (
	"context"
	"flag"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat"

	"failsim/cmd/internal/study"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/results/year"
	"failsim/sim"
	"failsim/strategies"
	"failsim/traces"
)

// smallYear is a world whose years can be simulated from end to end.
func smallYear(t testing.TB) *scenario.Scenario {
	t.Helper()
	s, err := scenario.ReadFile("testdata/year.yaml", strategies.All(), traces.Names()...)
	require.NoError(t, err)
	return s
}

// smallPlan plans to estimate the small world's year.
func smallPlan(t testing.TB, s *scenario.Scenario, episodes int) *yearPlan {
	t.Helper()
	w, err := study.Prepare(s, 1, nil)
	require.NoError(t, err)
	p, err := planYear(s, w, Options{Sampled: true, Episodes: episodes, Calendars: 4000, Twins: 3, Seed: 1})
	require.NoError(t, err)
	return p
}

func summaryOf(t testing.TB, p *yearPlan) *year.Summary {
	t.Helper()
	study, err := p.simulate(context.Background())
	require.NoError(t, err)
	sum, err := study.Summary()
	require.NoError(t, err)
	return sum
}

var endToEnd = flag.Int("years", 160, "years of the small world to simulate from end to end")

// Four standard errors are exceeded by chance once in 15,000 figures.
func TestAYearOfEpisodesAgreesWithYearsSimulatedFromEndToEnd(t *testing.T) {
	s := smallYear(t)
	truth := bruteForce(t, s, *endToEnd)
	sum := summaryOf(t, smallPlan(t, s, *endToEnd*6/5))
	for d := range sum.Designs {
		f := &sum.Designs[d]
		for name, e := range figuresOf(f) {
			x := values(truth[d], name)
			z := apart(e, standardError(e), x)
			t.Logf("%s, %s: %.4g ± %.2g, from end to end %.4g ± %.2g, z %.2f", f.Name, name, float64(e.Mean), standardError(e), mean(x),
				math.Sqrt(stat.Variance(x, nil)/float64(len(x))), z)
			assert.Less(t, math.Abs(z), 4.0, "%s, %s", f.Name, name)
		}
		brute := stat.Variance(values(truth[d], "requests"), nil) / math.Pow(float64(sum.RequestsPerYear), 2)
		t.Logf("%s: variance between years %.3g, from end to end %.3g; speed-up %.1f", f.Name, float64(f.Years.Variance), brute, float64(f.Effort.Speedup))
		assert.Greater(t, float64(f.Effort.Speedup), 1.0, f.Name)
	}

	for mistake, make := range mistakes {
		p := smallPlan(t, s, 200)
		make(p)
		worst, which := misses(summaryOf(t, p), truth)
		t.Logf("%s: %.1f standard errors, %s", mistake, worst, which)
		assert.Greater(t, worst, 4.0, "this comparison would not see that %s", mistake)
	}
}

// mistakes are some that the comparison must see.
var mistakes = map[string]func(*yearPlan){
	"episodes of several incidents are left out": func(p *yearPlan) {
		for _, x := range p.strata {
			if x.kind < 0 {
				x.drawn = []episode{{}} // nothing happens
			}
		}
	},
	"every episode begins in the evening": func(p *yearPlan) {
		for _, x := range p.strata {
			for i := range x.drawn {
				x.drawn[i].start = x.drawn[i].start.Truncate(hoursPerDay) + 23*time.Hour
			}
		}
	},
	"all lengths are as frequent as they are simulated": func(p *yearPlan) {
		for _, x := range p.strata {
			x.episodes = x.drawn
		}
	},
}

// What is not simulated is without effect, request by request: what cannot
// reach a design, and what comes after all has been steady for an hour.
func TestWhatAYearLeavesOutChangesNothing(t *testing.T) {
	s := smallYear(t)
	p := smallPlan(t, s, 60)
	r := p.runner()
	untouched, harmed := 0, 0
	for _, x := range p.strata {
		e := &x.drawn[0]
		for _, d := range p.designs {
			list, touched := r.happens(e, d)
			length := e.until + margin
			quiet, err := r.quiet(e, d, length)
			require.NoError(t, err)
			assert.Zero(t, quiet.Lost, "%s loses nothing without an incident", d.Name)
			if !touched {
				untouched++
				require.NoError(t, r.simulate(e, d, list, length, func(w *world.World) error { return w.RunTo(sim.Time(length)) }))
				assert.Equal(t, quiet, r.tally.Run(), "%s does not notice %s", d.Name, e.name())
				continue
			}
			run, err := r.run(e, d)
			require.NoError(t, err)
			longer := *e
			longer.until += 12 * time.Hour
			after, err := r.run(&longer, d)
			require.NoError(t, err)
			assert.Greater(t, after.Arrived, run.Arrived)
			assert.Equal(t, run.Harm.Requests, after.Harm.Requests, "%s, %s", d.Name, e.name())
			assert.Equal(t, run.Harm.BadMinutes, after.Harm.BadMinutes, "%s, %s", d.Name, e.name())
			if run.Lost > 0 {
				harmed++
			}
		}
	}
	assert.Positive(t, untouched)
	assert.Positive(t, harmed)
}

func TestAYearIsTheSameOnAnyNumberOfCores(t *testing.T) {
	s := smallYear(t)
	var texts []string
	for _, jobs := range []int{1, 3} {
		p := smallPlan(t, s, 10)
		p.options.Jobs = jobs
		text, err := summaryOf(t, p).JSON()
		require.NoError(t, err)
		texts = append(texts, string(text))
	}
	assert.Equal(t, texts[0], texts[1])
}

func TestEpisodesComeAsOftenAsTheirRatesSay(t *testing.T) {
	s := smallYear(t)
	p := smallPlan(t, s, 10)
	alone, incidents := 0.0, 0.0
	for _, x := range p.strata {
		for _, e := range x.episodes {
			incidents += float64(len(e.happens))
		}
		alone += float64(len(x.episodes))
	}
	years := float64(len(p.calendar))
	assert.InDelta(t, p.calendars.total, incidents/years, 5*math.Sqrt(p.calendars.total/years))
	assert.Less(t, alone, incidents, "some come before another is forgotten")
	for _, x := range p.strata {
		for _, e := range x.drawn {
			first := e.happens[0].At + e.happens[0].Incident.Faults[0].At
			assert.True(t, first >= lead && first < lead+time.Hour, "a run goes on for an hour or two before its first incident, not %s", first)
			assert.Zero(t, e.start%time.Hour)
		}
	}
}

func TestWhatIsExpectedFollowsTheHourAndTheWeek(t *testing.T) {
	p := smallPlan(t, smallYear(t), 1)
	expected := p.demand.Expected()
	assert.InEpsilon(t, 0.06*7*86400, expected(0, 7*hoursPerDay), 1e-3, "a week has the mean rate")
	tuesday, wednesday := expected(29*time.Hour, 53*time.Hour), expected(53*time.Hour, 77*time.Hour) // home is five hours behind
	assert.InEpsilon(t, 60.0/140, tuesday/wednesday, 1e-3)
	assert.InDelta(t, expected(0, 9*hoursPerDay)-expected(0, 2*hoursPerDay), expected(0, 7*hoursPerDay), 1e-6)

	// What a run meets is what is expected of it.
	in := p.demand.Input(world.Root(1, 0), 29*time.Hour, sim.Time(48*time.Hour))
	n := [2]float64{}
	for a := range request.All(in.Streams[0].Arrivals) {
		n[a.At/sim.Time(hoursPerDay)]++
	}
	for day, want := range []float64{tuesday, wednesday} {
		assert.InDelta(t, want, n[day], 5*math.Sqrt(want))
	}
}

func TestAScenarioWithoutRatesHasNoYear(t *testing.T) {
	for mistake, spoil := range map[string]func(*scenario.Scenario){
		"no incident of scenario small-year has a rate": func(s *scenario.Scenario) {
			for i := range s.Incidents {
				s.Incidents[i].Rate.Count = 0
			}
		},
		"incident east-loss: its lose-region never ends":              func(s *scenario.Scenario) { s.Incidents[0].Faults[0].For = nil },
		"incident state-loss: the lost state would never be restored": func(s *scenario.Scenario) { s.Incidents[4].People = scenario.People{} },
		"incident state-loss: its last attempt to restore":            func(s *scenario.Scenario) { s.Incidents[4].People.Sampled.Restores[1].Works = 0.7 },
		"incident state-loss: its playbook would leave lost state": func(s *scenario.Scenario) {
			s.Incidents[4].People = scenario.People{Playbook: []policy.Step{{Name: "find", Do: policy.Find}}, Teams: 1}
		},
		"a year needs traces that are scaled to a rate":                func(s *scenario.Scenario) { s.Workload[0].Trace.PerSecond = 0 },
		"incidents in a year of 96h0m0s are too many to be rare: at m": func(s *scenario.Scenario) { s.Incidents[0].Rate.Count = 1e6 },
	} {
		s := smallYear(t)
		spoil(s)
		w, err := study.Prepare(s, 1, nil)
		require.NoError(t, err)
		_, err = Simulate(context.Background(), s, w, Options{Episodes: 1, Calendars: 10, Seed: 1})
		var none *study.NoYear
		assert.ErrorAs(t, err, &none)
		assert.ErrorContains(t, err, mistake)
	}
}

func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}
