package maker

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/sim"
	"failsim/traces"
	"failsim/traces/format"
)

var monday = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

func generate(t testing.TB, m *Model, from time.Time, length time.Duration, key sim.Key) []format.Record {
	t.Helper()
	return drained(t, Generate(m, traces.Span{From: from, To: from.Add(length)}, key))
}

func TestAShapeKeepsTheMeanOfEveryPartAndJumpsNowhere(t *testing.T) {
	for _, name := range Shapes() {
		rates, period, err := ShapeNamed(name)
		require.NoError(t, err)
		if name == "steady" {
			require.Empty(t, rates)
			continue
		}
		m := &Model{Shape: rates, Period: period}
		width := int64(period) / int64(len(rates))
		last, mean := m.shapeAt(monday.UnixNano()-1), 0.0
		for k, want := range rates {
			from := monday.UnixNano() + int64(k)*width
			start, middle, end := m.shapeAt(from), m.shapeAt(from+width/2), m.shapeAt(from+width-1)
			require.InDelta(t, want, (start+2*middle+end)/4, 1e-6, "%s, part %d: the trapezia have its mean", name, k)
			require.InDelta(t, last, start, 1e-6)
			require.GreaterOrEqual(t, middle, 0.0)
			last = end
			mean += want / float64(len(rates))
		}
		require.InDelta(t, 1, mean, 1e-9)
	}
}

func TestTheLocalClockMovesAShape(t *testing.T) {
	rates, _, err := ShapeNamed("nasa-ksc-day")
	require.NoError(t, err)
	here, there := &Model{Shape: rates, Period: daily}, &Model{Shape: rates, Period: daily, Zone: -4 * 3600}
	at := monday.UnixNano() + int64(9*time.Hour+11*time.Minute)
	require.Equal(t, here.shapeAt(at), there.shapeAt(at+int64(4*time.Hour)))
}

func TestRequestsByThemselvesArePoissonWithTheShapeAsIntensity(t *testing.T) {
	rates, period, err := ShapeNamed("nasa-ksc-day")
	require.NoError(t, err)
	const perSecond = 0.5
	all := generate(t, &Model{Rate: perSecond, Shape: rates, Period: period}, monday, daily, 3)
	hours := requestsByHour(all)
	chiSquare := 0.0
	for h, n := range hours {
		want := perSecond * 3600 * rates[h]
		chiSquare += (n - want) * (n - want) / want
	}
	require.Less(t, chiSquare, 66.0, "24 degrees of freedom: the 1e-5 quantile is 66")
	require.InDelta(t, 43_200, len(all), 5*math.Sqrt(43_200), "z below 5")
}

func TestAFlashCrowdRisesHoldsAndDecays(t *testing.T) {
	crowd := Crowd{At: monday.Add(time.Hour), Rise: 10 * time.Minute, Hold: 20 * time.Minute, Decay: 15 * time.Minute, Times: 8}
	at := func(after time.Duration) float64 { return crowd.factor(crowd.At.Add(after).UnixNano()) }
	require.Equal(t, 1.0, at(-time.Second))
	require.Equal(t, 4.5, at(5*time.Minute), "halfway up")
	require.Equal(t, 8.0, at(10*time.Minute))
	require.Equal(t, 8.0, at(30*time.Minute))
	require.InDelta(t, 1+7/math.E, at(45*time.Minute), 1e-12)

	m := &Model{Rate: 2, Crowds: []Crowd{crowd}}
	during := 0
	for _, r := range generate(t, m, monday, 3*time.Hour, 1) {
		if since := time.Unix(0, r.At).Sub(crowd.At); since >= 10*time.Minute && since < 30*time.Minute {
			during++
		}
	}
	require.InDelta(t, 2*8*1200, during, 5*math.Sqrt(2*8*1200), "z below 5")
}

func TestRanksFollowZipfsLaw(t *testing.T) {
	for _, s := range []float64{0, 0.5, 1, 1.7} {
		const n, draws = 50, 200_000
		ranks := newZipf(n, s)
		var seen [n + 1]float64
		for i := range uint64(draws) {
			seen[ranks.draw(sim.Key(8).At(i))]++
		}
		total := zipfSum(n, func(k float64) float64 { return math.Pow(k, -s) })
		chiSquare := 0.0
		for k := 1; k <= n; k++ {
			want := draws * math.Pow(float64(k), -s) / total
			chiSquare += (seen[k] - want) * (seen[k] - want) / want
		}
		require.Less(t, chiSquare, 105.0, "exponent %g; 49 degrees of freedom: the 1e-5 quantile is 105", s)
	}
	require.Equal(t, 1, newZipf(1, 1.2).draw(4))
}

func TestSumsOverManyRanksAreCloseToTheirTermByTermValue(t *testing.T) {
	for _, s := range []float64{0, 0.6, 1, 1.4} {
		f := func(k float64) float64 { return math.Pow(k, -s) }
		exact := 0.0
		for k := 1; k <= 300_000; k++ {
			exact += f(float64(k))
		}
		require.InEpsilon(t, exact, zipfSum(300_000, f), 1e-5)
	}
}

func TestSessionsHaveTheLawsThatTheModelSays(t *testing.T) {
	think := Lognormal{Median: 10, Sigma: 1}
	for _, length := range []SessionLength{{Mean: 4}, {Lognormal: Lognormal{Median: 3, Sigma: 0.8}}} {
		m := &Model{Rate: 5, Clients: 1 << 40, Sessions: &Sessions{Gap: 30 * time.Minute, Requests: length, Think: think}}
		all := generate(t, m, monday, 4*time.Hour, 5)
		require.InEpsilon(t, 72_000, len(all), 0.04, "about 18,000 sessions of a coefficient of variation of about 1: z below 5")
		visits := map[uint64][]int64{}
		for i, r := range all {
			visits[r.Client] = append(visits[r.Client], r.At)
			if i > 0 {
				require.GreaterOrEqual(t, r.At, all[i-1].At)
			}
		}
		logs, squares, n := 0.0, 0.0, 0.0
		for _, at := range visits {
			for i := 1; i < len(at); i++ {
				x := math.Log(float64(at[i]-at[i-1]) / 1e9)
				logs, squares, n = logs+x, squares+x*x, n+1
			}
		}
		require.InDelta(t, math.Log(10), logs/n, 5/math.Sqrt(n)+0.01, "pauses near the end are cut off, which favours short ones")
		require.InDelta(t, 1, math.Sqrt(squares/n-logs/n*logs/n), 0.02)
	}
}

func TestTheMeanLengthOfASessionByHand(t *testing.T) {
	require.Equal(t, 4.0, SessionLength{Mean: 4}.mean())
	// A lognormal number of nearly no spread at 2.5 is always rounded up to 3.
	require.InDelta(t, 3, SessionLength{Lognormal: Lognormal{2.5, 0.01}}.mean(), 1e-9)
	sum := 0.0
	dist := SessionLength{Lognormal: Lognormal{2, 1}}
	for i := range uint64(100_000) {
		sum += float64(dist.draw(sim.Key(1).Float64(i)))
	}
	require.InDelta(t, dist.mean(), sum/100_000, 5*5/math.Sqrt(100_000), "standard deviation below 5; z below 5")
}

func TestWhatIsGeneratedIsAFunctionOfItsKey(t *testing.T) {
	m := &Model{Rate: 1, Clients: 100, Exponent: 1, Sessions: &Sessions{Gap: 30 * time.Minute, Requests: SessionLength{Mean: 5}, Think: Lognormal{20, 1.2}}}
	all := generate(t, m, monday, time.Hour, 1)
	require.Equal(t, all, generate(t, m, monday, time.Hour, 1))
	require.NotEqual(t, all, generate(t, m, monday, time.Hour, 2))
	half := generate(t, m, monday, 30*time.Minute, 1)
	require.Equal(t, half, all[:len(half)], "a longer trace begins with the shorter one")
}
