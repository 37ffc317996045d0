package maker

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/sim"
	"failsim/traces"
	"failsim/traces/format"
)

// asTrace makes a trace of records.
func asTrace(t testing.TB, interval time.Duration, all []format.Record) traces.Source {
	t.Helper()
	s, err := ofText(compact(t, format.CompactShape{Interval: interval}, all), traces.Options{})
	require.NoError(t, err)
	return s
}

func TestSessionsEndWithAPauseOfTheGap(t *testing.T) {
	var sessions [][2]int
	var pauses []int64
	s := sessioniser{gap: 100, open: map[uint64]*openSession{},
		sessions: func(client uint64, requests int, span int64) {
			sessions = append(sessions, [2]int{int(client), requests})
		},
		pauses: func(ns int64) { pauses = append(pauses, ns) }}
	for _, r := range []format.Record{{At: 0, Client: 1}, {At: 10, Client: 2}, {At: 99, Client: 1}, {At: 110, Client: 2}, {At: 150, Client: 1}, {At: 400, Client: 1}} {
		s.add(&r)
	}
	require.Len(t, s.open, 1, "only those that may go on are held")
	s.close()
	require.Equal(t, [][2]int{{2, 1}, {2, 1}, {1, 3}, {1, 1}}, sessions, "a pause of 100 ends one, one of 99 does not")
	require.Equal(t, []int64{99, 51}, pauses)
}

// What a model generates is fitted by that model, within 5 %: standard errors
// are near 1 %, and clients who come back within the gap, whose sessions are
// seen as one, add some.
func TestFittingFindsTheModelThatATraceWasGeneratedOf(t *testing.T) {
	shape, period, err := ShapeNamed("nasa-ksc")
	require.NoError(t, err)
	for _, c := range []struct {
		name     string
		length   SessionLength
		interval time.Duration
	}{
		{"geometric sessions, stamps of a nanosecond", SessionLength{Mean: 6}, time.Nanosecond},
		{"lognormal sessions, stamps of a second", SessionLength{Lognormal: Lognormal{Median: 3, Sigma: 1.2}}, time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := &Model{Rate: 0.04, Shape: shape, Period: period, Clients: 3000, Exponent: 0.6,
				Sessions: &Sessions{Gap: 30 * time.Minute, Requests: c.length, Think: Lognormal{Median: 8, Sigma: 1.3}}}
			all := generate(t, want, monday, 6*weekly, 11)
			for i := range all {
				all[i].At -= all[i].At % int64(c.interval)
			}
			f, err := Fit(asTrace(t, c.interval, all), 30*time.Minute)
			require.NoError(t, err)
			got := f.Model
			require.InEpsilon(t, want.Rate, got.Rate, 0.05)
			require.InEpsilon(t, want.Sessions.Think.Median, got.Sessions.Think.Median, 0.05)
			require.InEpsilon(t, want.Sessions.Think.Sigma, got.Sessions.Think.Sigma, 0.05)
			require.InEpsilon(t, c.length.mean(), got.Sessions.Requests.mean(), 0.05)
			require.Equal(t, c.length.Mean > 0, got.Sessions.Requests.Mean > 0, "the distribution is told apart")
			if c.length.Mean == 0 {
				require.InEpsilon(t, 1.2, got.Sessions.Requests.Lognormal.Sigma, 0.05)
			}
			require.InDelta(t, want.Exponent, got.Exponent, 0.06)
			require.InEpsilon(t, want.Clients, got.Clients, 0.05)
			require.Equal(t, weekly, got.Period)
			dayOfWeek := func(m *Model, d int) (sum float64) {
				for h := range 24 {
					sum += m.Shape[24*d+h] / 24
				}
				return sum
			}
			for d := range 7 {
				require.InEpsilon(t, dayOfWeek(want, d), dayOfWeek(&got, d), 0.12, "6 days each, of about 600 sessions")
			}
		})
	}
}

func TestFittingCountsFindsTheirShapeAndSaysWhatIsMissing(t *testing.T) {
	f, err := Fit(nasaSource(t), 30*time.Minute)
	require.NoError(t, err)
	require.Nil(t, f.Model.Sessions)
	require.Len(t, f.Model.Shape, 24)
	require.Equal(t, -4*3600, f.Model.Zone)
	require.Equal(t, []string{"the trace spans less than a week: days do not differ", "3 gaps of the trace left out",
		"the trace counts requests: it shows no clients and sessions"}, f.Notes)
	require.Greater(t, f.Model.Rate, 1.5534, "more than came, for the server was down for 50 minutes")
	require.Less(t, f.Model.Rate, 1.60)
	sum := 0.0
	for _, r := range f.Model.Shape {
		sum += r
	}
	require.InDelta(t, 24, sum, 1e-9)
}

func nasaSource(t testing.TB) traces.Source {
	t.Helper()
	s, err := traces.Named("nasa-1995-07-13", 1)
	require.NoError(t, err)
	return s
}

func TestTheExponentOfExactZipfCountsIsFound(t *testing.T) {
	for _, s := range []float64{0, 0.5, 0.9, 1.3} {
		var counts []clientTally
		for k := 1.0; k <= 500; k++ {
			counts = append(counts, clientTally{sessions: 1, requests: int64(math.Round(1e9 * math.Pow(k, -s)))})
		}
		require.InDelta(t, s, zipfExponent(counts), 1e-6)
	}
}

func TestHowManyClientsThereAreIsFoundByHowManyCome(t *testing.T) {
	// By hand: of n alike, 1-e^-1 of all come in n sessions.
	require.InDelta(t, 100_000, zipfClients(0, 100_000, 63_212), 10)
	ranks := newZipf(20_000, 0.8)
	came := map[int]bool{}
	for i := range uint64(50_000) {
		came[ranks.draw(sim.Key(2).At(i))] = true
	}
	require.InEpsilon(t, 20_000, zipfClients(0.8, 50_000, int64(len(came))), 0.03)
}

func TestTheIntegralOfALawByHand(t *testing.T) {
	// From 0 to far out, x minus the integral is the mean, exp(mu + sigma^2/2).
	l := Lognormal{Median: 3, Sigma: 0.7}
	require.InDelta(t, 3*math.Exp(0.245), 1e6-l.integral(1e6), 1e-6)
	sum := 0.0
	for x := 0.0005; x < 5; x += 0.001 {
		sum += l.below(x) * 0.001
	}
	require.InDelta(t, sum, l.integral(5), 1e-5)
}

func TestABinOfPausesBeginsWhereItSays(t *testing.T) {
	for _, ns := range []int64{8, 9, 1000, 123_456_789, int64(time.Hour)} {
		bin := thinkBin(ns)
		require.LessOrEqual(t, thinkFrom(bin), float64(ns)/1e9*(1+1e-12))
		require.Greater(t, thinkFrom(bin+1), float64(ns)/1e9)
	}
}

func TestTheSimplexFindsTheMinimumOfAValley(t *testing.T) {
	// Rosenbrock's: a bent valley with its minimum at (1, 1).
	x, least := minimise([2]float64{-1.2, 1}, func(x [2]float64) float64 {
		return 100*(x[1]-x[0]*x[0])*(x[1]-x[0]*x[0]) + (1-x[0])*(1-x[0])
	})
	require.InDelta(t, 1, x[0], 1e-5)
	require.InDelta(t, 1, x[1], 1e-5)
	require.Less(t, least, 1e-10)
}

// 1,000 clients have a session each 2.3 hours, by the mean: the requests that
// are true, 6, are nearly found again from the 7.5 or so that are seen.
func TestSessionsThatRunTogetherAreToldWithAboutHowMany(t *testing.T) {
	want := &Model{Rate: 0.72, Clients: 1000, Sessions: &Sessions{Gap: 30 * time.Minute, Requests: SessionLength{Mean: 6}, Think: Lognormal{Median: 8, Sigma: 1.3}}}
	source := asTrace(t, time.Nanosecond, generate(t, want, monday, 2*day, 11))
	tally := newSessionTally(false)
	require.NoError(t, tally.read(source, 30*time.Minute))
	info := source.Info()
	missed := tally.merged(info.Span(), 30*time.Minute)
	seen := float64(tally.sessions)
	require.Greater(t, float64(info.Requests)/seen, 7.0)
	require.InEpsilon(t, 6, float64(info.Requests)/(seen+missed), 0.05)
	f, err := Fit(source, 30*time.Minute)
	require.NoError(t, err)
	require.Contains(t, strings.Join(f.Notes, "\n"), "are seen as one with it")

	want.Rate = 0.01
	f, err = Fit(asTrace(t, time.Nanosecond, generate(t, want, monday, 2*day, 11)), 30*time.Minute)
	require.NoError(t, err)
	require.NotContains(t, strings.Join(f.Notes, "\n"), "are seen as one with it")
}
