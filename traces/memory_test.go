package traces

import (
	"bytes"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/models/request"
	"failsim/sim"
	"failsim/traces/format"
)

func TestAnArrivalAllocatesNothing(t *testing.T) {
	for _, c := range []struct {
		name     string
		arrivals func() request.Arrivals
	}{
		{"of a log", func() request.Arrivals { return opened(t, inMemory(t, busyLog(50_000))) }},
		{"of counts", func() request.Arrivals {
			return opened(t, inMemory(t, []byte("epoch,requests\n0,1000000\n60,1000000\n")))
		}},
		{"of a profile", func() request.Arrivals { return nasa(t).Poisson(1, 0, 100, sim.Never) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			arrivals := c.arrivals()
			some := make([]request.Arrival, 64)
			for range 100 { // until the buffers have their size
				require.NotZero(t, arrivals.Next(some))
			}
			require.Zero(t, testing.AllocsPerRun(400, func() { arrivals.Next(some) }))
		})
	}
}

func opened(t *testing.T, s Source) Reader {
	t.Helper()
	r, err := s.Open(Window{Whole: true})
	require.NoError(t, err)
	t.Cleanup(func() { r.Close() })
	return r
}

func TestABillionRequestsAreReplayedInConstantMemory(t *testing.T) {
	s, err := File(real(t, "worldcup98-per-minute.csv.zst"), Options{Key: 1})
	require.NoError(t, err)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r, err := s.Open(Window{From: time.Date(1998, 6, 30, 0, 0, 0, 0, time.UTC), Clock: 15 * time.Hour})
	require.NoError(t, err)
	defer r.Close()
	some := make([]request.Arrival, 64)
	for played := 0; played < 1_000_000; {
		n := r.Next(some)
		require.NotZero(t, n)
		played += n
	}
	runtime.ReadMemStats(&after)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(16<<20), "bytes allocated, whether or not freed again")
}

func TestALogIsReplayedInMemoryThatItsLengthDoesNotChange(t *testing.T) {
	allocated := func(lines int) uint64 {
		s := inMemory(t, busyLog(lines))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		play := opened(t, s)
		for range request.All(play) {
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	require.InDelta(t, allocated(5_000), allocated(200_000), 64<<10)
}

func TestMemoryDoesNotGrowWithTheNumberOfFiles(t *testing.T) {
	held := func(files int) uint64 {
		l, err := newLoader(Options{})
		require.NoError(t, err)
		for i := range files {
			text := []byte(logAt(i, i+1, i+2))
			open := func() (format.Content, error) { return newContent(bytes.NewReader(text), int64(len(text)), nil), nil }
			require.NoError(t, l.load(fmt.Sprint(i), open))
		}
		s, err := l.trace()
		require.NoError(t, err)
		l = nil
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		runtime.KeepAlive(s)
		return m.HeapAlloc
	}
	few, many := held(10), held(1_000)
	require.Less(t, int64(many)-int64(few), int64(4<<20), "a file takes a ledger and a line in the list")
}
