package traces

import (
	"bytes"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/models/request"
	"failsim/sim"
)

func nasa(t testing.TB) *Profile {
	t.Helper()
	s, err := Named("nasa-1995-07-13", 1)
	require.NoError(t, err)
	p, err := ProfileOf(s)
	require.NoError(t, err)
	return p
}

func TestAProfileHasMeanOneAndKeepsTheShape(t *testing.T) {
	p := nasa(t)
	sum, peak := 0.0, 0.0
	for s := time.Duration(0); s < day; s += 10 * time.Second {
		sum += p.Rate(s) / 8640
		peak = max(peak, p.Rate(s))
	}
	require.InDelta(t, 1, sum, 1e-9)
	require.InDelta(t, p.PeakToMean(), peak, 1e-9, "the peak is a rate of the day")
	require.InDelta(t, 7, p.MeanForPeak(7*p.PeakToMean()), 1e-9)
	require.Equal(t, "nasa-1995-07-13", p.Name())

	require.Equal(t, p.Rate(5*time.Hour), p.Rate(29*time.Hour), "the days are alike")
	require.Equal(t, p.Rate(23*time.Hour), p.Rate(-time.Hour))
	for s := time.Duration(0); s < day; s += time.Second {
		require.InDelta(t, p.Rate(s), p.Rate(s+time.Second), 0.02, "the rate makes no jumps, at midnight either: %s", s)
	}
	require.Less(t, p.Rate(4*time.Hour), 0.6, "the night is quiet")
	require.Greater(t, p.Rate(10*time.Hour), 1.5, "the morning is busy")
}

func TestSmoothingKeepsTheSum(t *testing.T) {
	var rates [minutesPerDay]float64
	rates[3] = 64
	smooth(&rates)
	require.Equal(t, []float64{5, 6, 7, 8, 7, 6, 5}, rates[:7])
	require.Equal(t, 1.0, rates[10])
	require.Zero(t, rates[11])
	require.Equal(t, 1.0, rates[minutesPerDay-4], "around midnight")
	require.Zero(t, rates[minutesPerDay-5])
}

// steady writes a trace of counts per interval at one request a second.
func steady(interval, span time.Duration) []byte {
	var b bytes.Buffer
	for at := time.Duration(0); at < span; at += interval {
		fmt.Fprintf(&b, "%d,%d\n", 1_000_000_000+int(at.Seconds()), int(interval.Seconds()))
	}
	return b.Bytes()
}

func TestASteadyTraceHasAFlatProfile(t *testing.T) {
	for _, c := range []struct {
		name           string
		interval, span time.Duration
	}{
		{"of a day per minute", time.Minute, day},
		{"of a day per second", time.Second, day},
		{"of a day per five minutes", 5 * time.Minute, day},
		{"of 23 and a half hours, the rest bridged", time.Minute, 23*time.Hour + 30*time.Minute},
		{"of two and a half days", time.Minute, 60 * time.Hour},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := ProfileOf(inMemory(t, steady(c.interval, c.span)))
			require.NoError(t, err)
			for i, r := range p.rates {
				require.InDelta(t, 1, r, 1e-9, "minute %d", i)
			}
		})
	}
	_, err := ProfileOf(inMemory(t, steady(time.Minute, time.Hour)))
	require.EqualError(t, err, "trace: the trace spans 1h0m0s; to be scaled to a rate it must span a day (at least 23h0m0s)")
}

func TestPoissonArrivalsFollowTheProfile(t *testing.T) {
	p := nasa(t)
	const mean, days = 20.0, 2
	start := 12*time.Hour + 17*time.Second
	all := drain(p.Poisson(3, start, mean, sim.Time(days*day)))
	requireOrdered(t, all)
	require.InDelta(t, mean*86400*days, len(all), 4*math.Sqrt(mean*86400*days))

	const slot = 10 * time.Minute
	counts := make([]float64, days*day/slot)
	for _, a := range all {
		counts[time.Duration(a.At)/slot]++
	}
	chiSquare := 0.0
	for i, n := range counts {
		want := 0.0
		for s := time.Duration(0); s < slot; s += time.Second {
			want += mean * p.Rate(start+time.Duration(i)*slot+s+time.Second/2)
		}
		chiSquare += (n - want) * (n - want) / want
		require.InDelta(t, want, n, 5*math.Sqrt(want), "slot %d", i)
	}
	k := float64(len(counts))
	require.InDelta(t, k, chiSquare, 4*math.Sqrt(2*k), "as scattered as Poisson counts are")
}

func TestPoissonGapsAreExponentialOnceTheRateIsTakenOut(t *testing.T) {
	p := nasa(t)
	arrivals := p.Poisson(5, 0, 50, sim.Time(day))
	n, sum, square, last := 0.0, 0.0, 0.0, sim.Time(0)
	for q := range request.All(arrivals) {
		gap := (q.At - last).Seconds() * 50 * p.Rate(time.Duration(last+q.At)/2)
		n, sum, square, last = n+1, sum+gap, square+gap*gap, q.At
	}
	require.InDelta(t, 1, sum/n, 4/math.Sqrt(n))
	require.InDelta(t, 2, square/n, 4*math.Sqrt(20/n))
}

func TestPoissonArrivalsAreAFunctionOfTheKey(t *testing.T) {
	p := nasa(t)
	draw := func(key sim.Key, end sim.Time) []request.Arrival { return drain(p.Poisson(key, 0, 5, end)) }
	short, long := draw(1, sim.Time(time.Hour)), draw(1, sim.Time(2*time.Hour))
	require.Equal(t, short, long[:len(short)], "a longer run begins like a shorter one")
	require.GreaterOrEqual(t, long[len(short)].At, sim.Time(time.Hour))
	require.NotEqual(t, short, draw(2, sim.Time(time.Hour)))
	for _, a := range short {
		require.Zero(t, a.Client, "a profile has no clients")
	}
}

func TestPoissonArrivalsAtTheEdges(t *testing.T) {
	p := nasa(t)
	require.Empty(t, drain(p.Poisson(1, 0, 0, sim.Never)), "no rate, no arrivals")
	require.Empty(t, drain(p.Poisson(1, 0, 100, 0)), "no time, no arrivals")
	for _, clock := range []time.Duration{0, 29 * time.Second, 30 * time.Second, 31 * time.Second, 23*time.Hour + 59*time.Minute + 59*time.Second} {
		all := drain(p.Poisson(1, clock, 1000, sim.Time(2*time.Second)))
		want := 2000 * p.Rate(clock)
		require.InDelta(t, want, len(all), 4*math.Sqrt(want), "from %s", clock)
		requireOrdered(t, all)
	}
	require.Panics(t, func() { p.Poisson(1, 0, -1, 1) })
	require.Panics(t, func() { p.Poisson(1, 0, math.NaN(), 1) })

	var gappy [minutesPerDay]float64
	gappy[600], gappy[601] = 700, 740 // silence but for some minutes
	silent := &Profile{rates: gappy}
	all := drain(silent.Poisson(1, 0, 1, sim.Time(day)))
	require.InDelta(t, 86400, len(all), 4*math.Sqrt(86400))
	requireOrdered(t, all)
}
