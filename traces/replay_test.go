package traces

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/models/request"
	"failsim/sim"
)

// bytesOf lists the byte counts, which tell the requests of office.log apart.
func bytesOf(all []request.Arrival) []uint32 {
	var b []uint32
	for i := range all {
		b = append(b, all[i].Bytes)
	}
	return b
}

func TestARotatedDayPlaysEachRequestOnceAtItsClockTime(t *testing.T) {
	for clock := time.Duration(0); clock < day; clock += 13*time.Minute + 500*time.Millisecond {
		all := play(t, office(t), Window{Clock: clock, Length: 24 * time.Hour})
		requireOrdered(t, all)
		require.ElementsMatch(t, bytesOf(play(t, office(t), Window{Whole: true})), bytesOf(all), "from clock time %s", clock)
	}
	all := play(t, office(t), Window{Clock: 12 * time.Hour, Length: 26 * time.Hour})
	first, last := all[0], all[len(all)-1]
	require.Equal(t, uint32(1008), first.Bytes, "the request of 12:00:00 comes first")
	require.Less(t, first.At, sim.Time(time.Second))
	require.Equal(t, uint32(1007), last.Bytes, "that of 11:59:59 last")
	require.Equal(t, 24*time.Hour-time.Second, time.Duration(last.At).Truncate(time.Second))
	require.Equal(t, uint32(1001), all[9].Bytes, "the evening before follows the evening")
	require.Equal(t, 11*time.Hour+53*time.Minute+25*time.Second, time.Duration(all[9].At).Truncate(time.Second))
}

func TestADayRepeatsAtTheSameClockTimes(t *testing.T) {
	once := play(t, office(t), Window{Clock: 12 * time.Hour, Length: 24 * time.Hour})
	all := play(t, office(t), Window{Clock: 12 * time.Hour, Length: 60 * time.Hour, Repeat: true})
	requireOrdered(t, all)
	for i, a := range all {
		want := once[i%len(once)]
		want.At += sim.Time(i/len(once)) * sim.Time(day)
		require.Equal(t, want, a)
	}
	e, err := office(t).Extent(Window{Clock: 12 * time.Hour, Length: 60 * time.Hour, Repeat: true})
	require.NoError(t, err)
	require.Equal(t, int64(len(all)), e.Requests)
}

func TestAWindowIsCutAtItsLength(t *testing.T) {
	whole := play(t, office(t), Window{Clock: 12 * time.Hour})
	for _, length := range []time.Duration{1, time.Second, 2 * time.Second, 3 * time.Hour, 12 * time.Hour, 23 * time.Hour} {
		window := Window{Clock: 12 * time.Hour, Length: length}
		all := play(t, office(t), window)
		n := 0
		for n < len(whole) && whole[n].At < sim.Time(length) {
			n++
		}
		require.Equal(t, append([]request.Arrival(nil), whole[:n]...), all)
		e, err := office(t).Extent(window)
		require.NoError(t, err)
		require.Equal(t, int64(n), e.Requests, "the extent of %s", length)
		require.Equal(t, int64(len(whole)-n), e.LeftOut)
		require.Equal(t, sim.Time(length), e.End)
	}
}

func TestTheSameKeyGivesTheSameReplay(t *testing.T) {
	w := Window{Clock: 12 * time.Hour}
	one := play(t, office(t), w)
	require.Equal(t, one, play(t, office(t), w))

	other, err := File("testdata/office.log", Options{Key: 2})
	require.NoError(t, err)
	require.NotEqual(t, one, play(t, other, w), "another key spreads otherwise")
	require.Equal(t, bytesOf(one), bytesOf(play(t, other, w)), "but keeps the requests and their order")

	w.Key = 3
	replicated := play(t, office(t), w)
	require.NotEqual(t, one[0].At, replicated[0].At, "the key of a window spreads otherwise")
	require.Equal(t, one[0].Client, replicated[0].Client, "but keeps the clients")
}

func TestTwoReadersOfASourceDoNotDisturbEachOther(t *testing.T) {
	s := office(t)
	want := play(t, s, Window{})
	a, err := s.Open(Window{})
	require.NoError(t, err)
	b, err := s.Open(Window{})
	require.NoError(t, err)
	x, y := make([]request.Arrival, 1), make([]request.Arrival, 1)
	for i := range want {
		require.Equal(t, 1, a.Next(x))
		require.Equal(t, 1, b.Next(y))
		require.Equal(t, want[i], x[0])
		require.Equal(t, want[i], y[0])
	}
	require.Zero(t, a.Next(x))
	require.NoError(t, a.Close())
	require.NoError(t, a.Close(), "closing twice does no harm")
	require.NoError(t, b.Close())
	require.Zero(t, b.Next(y), "a closed reader has ended")
	require.NoError(t, b.Err())
}

// logAt writes a log with one line for each second of the day given.
func logAt(seconds ...int) string {
	var b strings.Builder
	for i, s := range seconds {
		fmt.Fprintf(&b, "host.example.org - - [30/Aug/1995:%02d:%02d:%02d -0400] \"GET / HTTP/1.0\" 200 %d\n", s/3600, s/60%60, s%60, i)
	}
	return b.String()
}

func TestLinesThatGoBackArePutInOrder(t *testing.T) {
	for _, c := range []struct {
		name    string
		seconds []int
		order   []uint32 // of the lines, by number
		out     int64
		back    time.Duration
	}{
		{"none", []int{5, 6, 6, 9}, []uint32{0, 1, 2, 3}, 0, 0},
		{"one by a second", []int{5, 7, 6, 9}, []uint32{0, 2, 1, 3}, 1, time.Second},
		{"several in a row", []int{70, 60, 50, 40, 90}, []uint32{3, 2, 1, 0, 4}, 3, 30 * time.Second},
		{"by the whole window", []int{70, 10, 70, 11}, []uint32{1, 3, 0, 2}, 2, 60 * time.Second},
		{"before the first line", []int{60, 5, 61}, []uint32{1, 0, 2}, 1, 55 * time.Second},
		{"by an hour", []int{7200, 3600, 7201}, []uint32{1, 0, 2}, 1, time.Hour},
		{"newest first", []int{9000, 5000, 70, 70, 5}, []uint32{4, 3, 2, 1, 0}, 3, 8995 * time.Second},
		{"across a long gap", []int{5, 4, 40000, 39990, 40001}, []uint32{1, 0, 3, 2, 4}, 2, 10 * time.Second},
		{"equal seconds keep the order of the lines", []int{5, 5, 4, 5, 4}, []uint32{2, 4, 0, 1, 3}, 2, time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := ofText([]byte(logAt(c.seconds...)), Options{})
			require.NoError(t, err)
			all := play(t, s, Window{Whole: true})
			requireOrdered(t, all)
			require.Equal(t, c.order, bytesOf(all))
			require.Equal(t, c.out, s.Info().OutOfOrder)
			require.Equal(t, c.back, s.Info().FurthestBack)
		})
	}
	_, err := ofText([]byte(logAt(100, 39)), Options{Window: time.Minute})
	require.EqualError(t, err, "trace:2:1: the time goes back 1m1s, more than the 1m0s that --window allows (1 such line in the file; without --window they are put in order)")
	s, err := ofText([]byte(logAt(100, 39)), Options{Window: time.Minute, SkipBad: 1})
	require.NoError(t, err)
	require.Equal(t, int64(1), s.Info().Ledger.Skipped)
}
