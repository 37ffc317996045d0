package year

import (
	"bytes"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/record"
	"failsim/models/request"
	"failsim/results"
	"failsim/results/counted"
	"failsim/results/statistics"
	"failsim/sim"
)

// lostOf makes an episode that costs each design so many requests.
func lostOf(lost ...float64) Episode {
	e := Episode{Name: "e"}
	for _, x := range lost {
		e.Runs = append(e.Runs, Run{Harm: Harm{Requests: x, BadMinutes: x / 10}, Arrived: 100})
	}
	return e
}

// handYear has four calendars with three short episodes, of which all three
// stand in the first two, and one of several incidents.
func handYear() *Study {
	return &Study{Scenario: "hand", Seed: 1, Length: 365 * 24 * time.Hour, Availability: 0.999, Requests: 1000, Weight: 1,
		Kinds:   []Kind{{Name: "short", PerYear: 0.75}},
		Designs: []Design{{Design: results.Design{Name: "a"}, Simulated: 400}, {Design: results.Design{Name: "b"}, Simulated: 400}},
		Strata: []Stratum{
			{Name: "short", Kind: 0, Episodes: 3, Drawn: []Episode{lostOf(1, 0), lostOf(3, 0)}},
			{Name: "several", Kind: -1, Episodes: 1, Drawn: []Episode{lostOf(20, 5)}},
		},
		Calendar: [][]int{{0, 0}, {0}, {1}, {}},
	}
}

func TestAYearsMeanIsThatOfItsStrata(t *testing.T) {
	s := handYear()
	a := func(r []Run) float64 { return r[0].Harm.Requests }
	m := s.mean(all, a)
	assert.InDelta(t, 3.0/4*2+1.0/4*20, m.Mean, 1e-12)
	// The deviation of 1 and 3 is the root of 2; of one episode its own square
	// stands in; and the years by their strata's means are 4, 2, 20 and 0.
	short := 9.0 / 16 * 2 / 2
	several := 1.0 / 16 * 400
	years := (math.Pow(4-6.5, 2) + math.Pow(2-6.5, 2) + math.Pow(20-6.5, 2) + math.Pow(6.5, 2)) / 3 / 4
	assert.InDelta(t, short+several+years, m.Variance, 1e-9)
	assert.InDelta(t, math.Pow(m.Variance, 2)/(short*short+several*several+years*years/3), m.Freedom, 1e-9, "Satterthwaite")
	assert.InDelta(t, 5/6.5, m.largest, 1e-12, "the episode of several incidents carries most of it")
	assert.Equal(t, Heavy, m.estimate(statistics.NotNegative, 3).Warning)
	assert.InDelta(t, 1.5, s.mean(0, a).Mean, 1e-12)
	assert.InDelta(t, 5, s.mean(-1, a).Mean, 1e-12, "the parts add up to the whole")
}

func TestYearsArePutTogetherFromEpisodesOfTheirStrata(t *testing.T) {
	s := handYear()
	y := s.spread(sim.NewKey(1, 0), s.allDrawn(), s.everyCalendar())
	assert.Contains(t, []float64{2, 4, 6}, y.lost[0][0], "two short ones")
	assert.Contains(t, []float64{1, 3}, y.lost[0][1])
	assert.Equal(t, []float64{20, 0}, y.lost[0][2:])
	assert.Equal(t, []float64{0, 0, 5, 0}, y.lost[1])
	assert.Equal(t, int32(-1), y.worst[0][3])
	assert.Equal(t, 1, y.behind(0, 20), "one episode stands behind the worst year")
	better, tied := y.better(1, 0)
	assert.Equal(t, []float64{0.75, 0.25}, []float64{better, tied})
	assert.InDelta(t, 0.75, atMost(y.lost[0], 6), 1e-12)
	assert.Equal(t, 20.0, y.quantile(0, 1))
}

func TestQuietLossIsTakenOutOfEpisodesAndPutIntoTheYear(t *testing.T) {
	s := handYear()
	s.Designs[0].Quiet = Quiet{Runs: 1, Arrived: 1000, Lost: 2, Harm: Harm{Requests: 2, AwayHours: 3}}
	sum, err := s.Summary()
	require.NoError(t, err)
	// Each episode of 100 requests would have lost 0.2 of them anyway.
	assert.InDelta(t, 6.5-0.2+2, float64(sum.Designs[0].Lost.Mean), 1e-9)
	assert.InDelta(t, 1.25, float64(sum.Designs[1].Lost.Mean), 1e-9)
	assert.Contains(t, strings.Join(sum.Remarks(), "\n"), "2 were lost")
	assert.Contains(t, sum.Designs[0].Years.Worst1.Why, "rest on 1 simulated episodes", "too few stand behind the tail")
	assert.False(t, sum.Designs[0].Years.Worst1.Value.Known())

	var table, csv bytes.Buffer
	require.NoError(t, sum.WriteTable(&table))
	require.NoError(t, sum.WriteEpisodes(&csv))
	assert.Equal(t, 1+3*2, strings.Count(csv.String(), "\n"))
	again, err := handYear().Summary()
	require.NoError(t, err)
	first, err := again.JSON()
	require.NoError(t, err)
	again, err = handYear().Summary()
	require.NoError(t, err)
	second, err := again.JSON()
	require.NoError(t, err)
	assert.Equal(t, string(first), string(second), "the same study has the same summary, byte for byte")
}

func TestTheRowsOfAYearAddUpToItsHeadline(t *testing.T) {
	s := handYear()
	s.Designs[0].Quiet = Quiet{Runs: 1, Arrived: 1000, Lost: 2, Harm: Harm{Requests: 2, AwayHours: 3}}
	sum, err := s.Summary()
	require.NoError(t, err)
	for d := range sum.Designs {
		parts, shares := 0.0, 0.0
		for _, p := range sum.Designs[d].ByKind {
			parts, shares = parts+float64(p.LostShare.Mean), shares+float64(p.OfAll)
		}
		assert.InDelta(t, float64(sum.Designs[d].LostShare.Mean), parts, 1e-15)
		assert.InDelta(t, 1, shares, 1e-12)
	}
	assert.Equal(t, steadyPart, sum.Designs[0].ByKind[len(sum.Designs[0].ByKind)-1].Incident)
}

// Of two strata, with 3 and 6 episodes that lost nothing: what a year may lose
// for all that is the most over all chances that leave 5 % to see nothing.
func TestWhatNoEpisodeLostHasABound(t *testing.T) {
	s := &Study{Requests: 1e6, Weight: 1, Designs: make([]Design, 1), Calendar: make([][]int, 100)}
	for k, n := range []int{3, 6} {
		s.Strata = append(s.Strata, Stratum{Episodes: 50 * (k + 1), Exposure: 1000, Drawn: make([]Episode, n)})
		for i := range n {
			s.Strata[k].Drawn[i].Runs = make([]Run, 1)
		}
	}
	e := s.lost(all, 0).estimate(statistics.NotNegative, 9)
	worst := 0.0
	for p := 0.0; p < 1; p += 1e-5 {
		if none := math.Pow(1-p, 3); none >= 0.05 {
			worst = max(worst, 0.5*1000*p+1000*(1-math.Pow(0.05/none, 1.0/6)))
		}
	}
	assert.Equal(t, statistics.Number(0), e.CI95[0])
	assert.InEpsilon(t, worst, float64(e.CI95[1]), 1e-6)
	assert.Equal(t, "0 (< 420)", margins(e))
}

// The interval of a stratified mean holds the true value as often as it says:
// strata of lognormal harm, skewed as durations are, with their true means.
func TestIntervalsOfAYearCoverAsTheySay(t *testing.T) {
	const studies = 400
	held := 0
	for n := range studies {
		key := sim.NewKey(uint64(n), 0)
		s := &Study{Requests: 1e6, Weight: 1, Designs: make([]Design, 1)}
		truth := 0.0
		for k, sigma := range []float64{0.3, 0.5, 0.7} {
			stratum := Stratum{Kind: k, Episodes: 500 * (k + 1)}
			for i := range 12 {
				u := key.At(uint64(k))
				z := math.Sqrt(-2*math.Log(u.Float64(uint64(2*i)))) * math.Cos(2*math.Pi*u.Float64(uint64(2*i+1)))
				stratum.Drawn = append(stratum.Drawn, lostOf(math.Exp(sigma*z)))
			}
			truth += float64(stratum.Episodes) / 1000 * math.Exp(sigma*sigma/2)
			s.Strata = append(s.Strata, stratum)
		}
		s.Calendar = make([][]int, 1000)
		for y := range s.Calendar { // each with the same episodes: the calendars are known
			s.Calendar[y] = []int{0, 1, 2}
		}
		e := s.mean(all, func(r []Run) float64 { return r[0].Harm.Requests }).estimate(statistics.NotNegative, 36)
		if float64(e.CI95[0]) <= truth && truth <= float64(e.CI95[1]) {
			held++
		}
	}
	low, high := statistics.ClopperPearson(float64(held), studies)
	assert.Greater(t, high, 0.92, "of %d intervals %d hold the truth", studies, held)
	assert.Less(t, low, 0.98, "of %d intervals %d hold the truth", studies, held)
}

func TestAnEpisodeIsCountedByTheMinute(t *testing.T) {
	l := counted.Layout{Populations: []string{"p"}, UsersPerPopulation: []int{10}, Regions: []string{"r"}, Length: time.Hour, Weight: 2}
	count := func(bad func(i int) bool) *Tally {
		tally := &Tally{}
		tally.Reset(l)
		for i := range 120 { // one a second; users take turns
			at := sim.Time(i) * sim.Time(time.Second)
			cause := request.None
			if bad(i) {
				cause = request.RegionDown
			}
			tally.Arrived(0, request.User(i%10), at)
			tally.Settled(&record.Settlement{User: request.User(i % 10), Arrived: at, Ended: at + 1, Attempts: 1, Cause: cause, FailedOver: i < 60})
		}
		return tally
	}
	tally := count(func(i int) bool { return i%10 == 3 && i < 70 })
	r := tally.Run()
	assert.InDelta(t, 54.0/60/60, r.Harm.AwayHours, 1e-12)
	r.Harm.AwayHours = 0
	assert.Equal(t, Harm{Requests: 14, BadMinutes: 1, UserMinutes: 2}, r.Harm,
		"six of the first minute's sixty, all of one user's, and one of the next, who also got answers")
	assert.Equal(t, int64(7), r.Lost)
	assert.False(t, tally.Steady(63*sim.Time(time.Second)))
	assert.True(t, tally.Steady(64*sim.Time(time.Second)))
	tally.FleetChanged(0, record.Fleet{WrongState: 1})
	assert.False(t, tally.Steady(64*sim.Time(time.Second)), "a wrong record may do harm yet")

	one := count(func(i int) bool { return i == 5 || i == 100 }).Run()
	other := count(func(i int) bool { return i == 6 || i == 100 }).Run()
	minute, differ := one.LastDifference(&other)
	assert.True(t, differ)
	assert.Zero(t, minute, "the same number of others is a difference")
	_, differ = one.LastDifference(&one)
	assert.False(t, differ)
	minute, _ = one.LastDifference(&EpisodeRun{})
	assert.Equal(t, 1, minute)
}

func TestAnEpisodeTellsOfOutcomesThatCameTooLate(t *testing.T) {
	tally := &Tally{}
	tally.Reset(counted.Layout{Length: time.Hour, Populations: []string{"p"}, UsersPerPopulation: []int{2}, Patience: time.Minute, Availability: 0.99})
	settle := func(minute int) {
		at := sim.Time(minute) * sim.Time(time.Minute)
		tally.Arrived(0, 1, at)
		tally.Settled(&record.Settlement{User: 1, Arrived: at, Ended: at, Attempts: 1})
	}
	settle(0)
	settle(9)
	assert.Zero(t, tally.Late())
	settle(1)
	assert.EqualValues(t, 1, tally.Late())
}

// Taking out what a steady stretch loses can take a trifle more than an incident
// cost: it cost nothing, and its interval does not end below that.
func TestAnIncidentCostsNoLessThanNothing(t *testing.T) {
	e := yearMean{Stratified: statistics.Stratified{Mean: -7e-5, Variance: 1e-12, Freedom: 20}}.estimate(statistics.NotNegative, 50)
	assert.Zero(t, float64(e.Mean))
	assert.Zero(t, float64(e.CI95[0]))
	assert.GreaterOrEqual(t, float64(e.CI95[1]), 0.0)
}

// Nobody has said what it costs a provider to have a kill switch.
func TestADesignWithoutAPriceHasNoCost(t *testing.T) {
	s := handYear()
	s.Designs[0].CostPerHour, s.Designs[0].CostPerFailoverHour = math.NaN(), math.NaN()
	s.Designs[1].CostPerHour = 2
	sum, err := s.Summary()
	require.NoError(t, err)
	assert.False(t, sum.Designs[0].CostUSD.Mean.Known())
	assert.Nil(t, sum.Designs[0].CostUSD.CI95)
	assert.EqualValues(t, 2*365*24, sum.Designs[1].CostUSD.Mean)
}
