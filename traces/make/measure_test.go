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

// exactClients is how many clients a Distinct counts one by one.
const exactClients = 1 << 16

func TestTheIndexOfDispersionIsVarianceByMeanOfWholeWindows(t *testing.T) {
	// By hand: windows of 10 s hold 3, 1, 0, 0 and 6; the last is not whole.
	b := newBurstiness(0, 45*second, 10*second)
	for _, at := range []int64{0, 1, 9, 10, 41, 42, 43} {
		b.add(&format.Record{At: at * second, Requests: 1})
	}
	got := b.result()
	require.Equal(t, int64(4), got.Windows)
	require.InDelta(t, 1, got.Mean, 1e-12)
	require.InDelta(t, 2, got.Dispersion, 1e-12, "(4+0+1+1)/3 of a mean of 1")
	require.InDelta(t, 3, got.PeakToMean, 1e-12)

	one := newBurstiness(0, 15*second, 10*second)
	one.add(&format.Record{Requests: 1})
	require.True(t, math.IsNaN(one.result().Dispersion), "one window tells nothing")
}

func TestPoissonArrivalsHaveADispersionOfOneAtAnyScale(t *testing.T) {
	const n = 200_000
	span := int64(20_000 * second)
	b := []*burstiness{newBurstiness(0, span, second), newBurstiness(0, span, 60*second)}
	at := 0.0
	for i := uint64(0); ; i++ {
		if at -= math.Log(sim.Key(4).Float64(i)) * float64(span) / n; at >= float64(span) {
			break
		}
		for _, b := range b {
			b.add(&format.Record{At: int64(at), Requests: 1})
		}
	}
	for _, b := range b {
		got := b.result()
		// (n-1) times the index is nearly chi-squared: standard deviation sqrt(2/(n-1)); z below 5.
		require.InDelta(t, 1, got.Dispersion, 5*math.Sqrt(2/float64(got.Windows-1)))
	}
}

func TestClientsAreCountedExactlyAndBeyondByASketch(t *testing.T) {
	for _, n := range []int{0, 1, 1000, exactClients, exactClients + 1, 300_000, 2_000_000} {
		d := traces.NewDistinct()
		for i := range n {
			d.Add(sim.Mix(uint64(i)))
			d.Add(sim.Mix(uint64(i / 2)))
		}
		got, relative := d.Count()
		if n <= exactClients {
			require.Equal(t, int64(n), got)
			require.Zero(t, relative)
			continue
		}
		require.InEpsilon(t, n, got, 4*relative, "z below 4")
	}
}

func TestMeasuresOfALogByHand(t *testing.T) {
	s := office(t)
	m, err := Measure(s, 24)
	require.NoError(t, err)
	info := s.Info()
	sum := int64(0)
	for _, n := range m.Bins {
		sum += n
	}
	require.Equal(t, info.Requests, sum)
	require.LessOrEqual(t, len(m.Bins), 24)
	require.False(t, m.BinStart.After(info.First))
	require.Zero(t, m.WithoutClient)
	clients := map[uint64]bool{}
	for _, r := range readAll(t, s, traces.Span{}) {
		clients[r.Client] = true
	}
	require.Equal(t, int64(len(clients)), m.Clients)
}

func TestBinsBeginAtRoundTimesOfTheLocalClock(t *testing.T) {
	zone := time.FixedZone("", -4*3600)
	for _, c := range []struct {
		first, last string
		width       time.Duration
		start       string
		bins        int
	}{
		{"1995-08-29T23:53:25-04:00", "1995-08-30T23:53:07-04:00", 30 * time.Minute, "1995-08-29T23:30:00-04:00", 49},
		{"1995-08-29T23:53:25-04:00", "1995-08-29T23:53:25-04:00", time.Second, "1995-08-29T23:53:25-04:00", 1},
		{"1995-07-01T00:00:00-04:00", "1995-08-31T23:59:59-04:00", day, "1995-07-01T00:00:00-04:00", 62},
	} {
		first, err := time.Parse(time.RFC3339, c.first)
		require.NoError(t, err)
		last, err := time.Parse(time.RFC3339, c.last)
		require.NoError(t, err)
		var m Measures
		m.layBins(&traces.Info{First: first.In(zone), Last: last.In(zone), Interval: time.Second}, 72)
		require.Equal(t, c.width, m.BinWidth)
		require.Equal(t, c.start, m.BinStart.Format(time.RFC3339))
		require.Len(t, m.Bins, c.bins)
	}
}
