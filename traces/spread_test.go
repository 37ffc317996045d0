package traces

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/models/request"
	"failsim/sim"
)

func TestRequestsAreSpreadOverTheirIntervalAsSortedUniformDraws(t *testing.T) {
	const n = 100_000
	s, err := ofText([]byte("epoch,requests\n0,100000\n60,0\n"), Options{Key: 7})
	require.NoError(t, err)
	all := play(t, s, Window{Whole: true})
	require.Len(t, all, n)
	requireOrdered(t, all)
	// Kolmogorov and Smirnov: the largest distance between the counts and the
	// straight line stays below 1.95/sqrt(n) in 999 of 1000 cases.
	worst := 0.0
	for i, a := range all {
		worst = max(worst, math.Abs(float64(a.At)/60e9-(float64(i)+0.5)/n))
	}
	require.Less(t, worst, 1.95/math.Sqrt(n))
	require.Greater(t, worst, 0.1/math.Sqrt(n), "but it is not a straight line either")
	// The gaps of uniform draws are nearly exponential: mean 1/n, coefficient
	// of variation 1.
	gaps := make([]float64, 0, n)
	for i := 1; i < n; i++ {
		gaps = append(gaps, float64(all[i].At-all[i-1].At))
	}
	mean, square := 0.0, 0.0
	for _, g := range gaps {
		mean += g / float64(len(gaps))
	}
	for _, g := range gaps {
		square += (g - mean) * (g - mean) / float64(len(gaps))
	}
	require.InDelta(t, 1, math.Sqrt(square)/mean, 0.02)
}

func TestFewRequestsInAnIntervalAreUniformToo(t *testing.T) {
	// Over many intervals of three requests, each rank has the mean of its
	// order statistic, 1/4, 2/4 and 3/4, and all three together are uniform.
	const intervals = 20_000
	sum := [3]float64{}
	below := 0
	for i := range intervals {
		c := spread{key: 1, cell: cell{start: int64(i) * second, width: second, requests: 3}}
		c.begin()
		var times [3]request.Arrival
		c.fill(times[:])
		for rank := range sum {
			at := float64(int64(times[rank].At)-c.cell.start) / second
			require.True(t, at >= 0 && at < 1)
			sum[rank] += at / intervals
			if at < 0.1 {
				below++
			}
		}
	}
	for rank, mean := range sum {
		require.InDelta(t, float64(rank+1)/4, mean, 4*0.22/math.Sqrt(intervals))
	}
	require.InDelta(t, 0.1*3*intervals, below, 4*math.Sqrt(0.1*0.9*3*intervals))
}

func TestTimesInAnIntervalAreThoseOfTheDefinition(t *testing.T) {
	const width = 60 * second
	for _, requests := range []int64{1, 2, 3, 50, 1000, 100_000} {
		s := spread{key: 1, cell: cell{start: 7 * width, width: width, requests: requests}}
		s.begin()
		left := 1.0
		var some [batch]request.Arrival
		for s.done < requests {
			first := s.done
			part := some[:min(batch, requests-first)]
			s.fill(part)
			for i, a := range part {
				done := first + int64(i)
				left *= math.Pow(s.cellKey.Float64(uint64(done)), 1/float64(requests-done))
				require.InDelta(t, (1-left)*width, float64(a.At)-7*width, 2, "request %d of %d", done, requests)
			}
			s.done += int64(len(part))
		}
	}
}

func TestAnIntervalThatTheWindowCutsIsSharedWithoutLoss(t *testing.T) {
	text := "epoch,requests\n0,1000\n60,1000\n120,1000\n"
	s, err := ofText([]byte(text), Options{Key: 1})
	require.NoError(t, err)
	for _, clock := range []time.Duration{90 * time.Second, 61*time.Second + 7, 179 * time.Second} {
		all := play(t, s, Window{Clock: clock})
		requireOrdered(t, all)
		require.Len(t, all, 3000)
		instants := make([]sim.Time, len(all))
		for i := range all {
			instants[i] = (all[i].At + sim.Time(clock)) % sim.Time(day)
		}
		slices.Sort(instants)
		want := play(t, s, Window{})
		for i := range want {
			require.Equal(t, want[i].At, instants[i], "the clock times are those of the unrotated trace")
		}
		e, err := s.Extent(Window{Clock: clock, Length: 10 * time.Second})
		require.NoError(t, err)
		require.Len(t, play(t, s, Window{Clock: clock, Length: 10 * time.Second}), int(e.Requests))
	}
}
