package traces

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/models/request"
	"failsim/traces/format"
)

var longLog = flag.Int64("long-log", 100_000, "lines of the log that is made while it is read")

// madeLog is a common log of so many lines, which are nowhere: each is made when it is
// read. 500 are of a second, and line i answers i%997 bytes.
type madeLog struct {
	lines int64
	next  int64
	stamp []byte // of the present second
	made  []byte
	left  []byte // of what is made
}

const madePerSecond = 500

func (l *madeLog) Read(p []byte) (int, error) {
	if len(l.left) == 0 {
		if l.next == l.lines {
			return 0, io.EOF
		}
		l.made = l.made[:0]
		for len(l.made) < 64<<10 && l.next < l.lines {
			if l.next%madePerSecond == 0 {
				l.stamp = time.Unix(800_000_000+l.next/madePerSecond, 0).UTC().AppendFormat(l.stamp[:0], "02/Jan/2006:15:04:05 -0700")
			}
			l.made = fmt.Appendf(l.made, "host%d - - [%s] \"GET / HTTP/1.1\" 200 %d\n", l.next%4099, l.stamp, l.next%997)
			l.next++
		}
		l.left = l.made
	}
	n := copy(p, l.left)
	l.left = l.left[n:]
	return n, nil
}

func (l *madeLog) ReadAt([]byte, int64) (int, error) {
	return 0, errors.New("a log of lines is read from its start")
}

func (l *madeLog) Size() int64  { return l.lines * 60 }
func (l *madeLog) Close() error { return nil }

// make long-log reads 10^9 lines; columns go to a temporary file of some 10 bytes a
// line. The memory is that of the whole process, at its most.
func TestALongLogIsReadAndReplayedInConstantMemory(t *testing.T) {
	n := *longLog
	start := time.Now()
	s, err := newTrace("made", func() (format.Content, error) { return &madeLog{lines: n}, nil }, Options{Key: 1})
	require.NoError(t, err)
	t.Logf("%d lines read in %s, peak memory %d MiB", n, time.Since(start).Round(time.Millisecond), peakMemory(t)>>20)
	i := s.Info()
	require.Equal(t, []int64{n, n, n}, []int64{i.Ledger.Read, i.Ledger.Accepted, i.Requests})
	require.Equal(t, int64(800_000_000)+(n-1)/madePerSecond, i.Last.Unix())
	start = time.Now()
	r, err := s.Open(Window{Whole: true})
	require.NoError(t, err)
	defer r.Close()
	var some [64]request.Arrival
	var played, bytes int64
	for k := r.Next(some[:]); k > 0; k = r.Next(some[:]) {
		for _, a := range some[:k] {
			bytes += int64(a.Bytes)
		}
		played += int64(k)
	}
	require.NoError(t, r.Err())
	require.Equal(t, n, played)
	require.Equal(t, n/997*(996*997/2)+(n%997)*(n%997-1)/2, bytes)
	t.Logf("replayed in %s, peak memory %d MiB", time.Since(start).Round(time.Millisecond), peakMemory(t)>>20)
	if n > 1_000_000 { // alone in its process
		require.Less(t, peakMemory(t), int64(512<<20))
	}
}

// peakMemory is the most that the process had in memory, or 0 where the system does
// not say.
func peakMemory(t *testing.T) (bytes int64) {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if _, err := fmt.Sscanf(line, "VmHWM: %d kB", &bytes); err == nil {
			return bytes << 10
		}
	}
	return 0
}
