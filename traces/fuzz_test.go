package traces

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/traces/format"
)

// fuzzed checks what must hold of any file whatever: it is refused with an
// error of the input that shows nothing of it, or accounted for and played,
// in little time and memory.
func fuzzed(t *testing.T, text []byte, o Options) {
	limit := plainLogs(600)
	before, start := allocatedSoFar(), time.Now()
	s, err := ofText(text, o)
	took, allocated := time.Since(start), allocatedSoFar()-before
	if len(text) < 1<<20 {
		require.Less(t, took, limit)
		require.Less(t, allocated, mayAllocate(text), "bytes allocated in all, freed or not")
	}
	if err != nil {
		var input *format.InputError
		require.ErrorAs(t, err, &input)
		requireIdentity(t, ledgerOf(err))
		return
	}
	i := s.Info()
	requireIdentity(t, i.Ledger)
	require.False(t, i.Last.Before(i.First))
	if i.Requests > 10_000 {
		return
	}
	all := play(t, s, Window{Whole: true})
	require.Len(t, all, int(i.Requests))
	requireOrdered(t, all)
	require.Less(t, int64(all[len(all)-1].At), int64(i.Span()))
	e, err := s.Extent(Window{Whole: true})
	require.NoError(t, err)
	require.Equal(t, i.Requests, e.Requests)
	var records, last int64
	for _, r := range readAll(t, s, Span{}) {
		require.GreaterOrEqual(t, r.At, last)
		records, last = records+r.Requests, r.At
	}
	require.Equal(t, i.Requests, records)
}

// seeds adds the samples of formats, whole and line by line.
func seeds(f *testing.F, of func(format.Description) bool) {
	for _, c := range allSamples(f) {
		which := indexOfFormat(c.format)
		if !of(format.All()[which]) {
			continue
		}
		content := c.content(f)
		f.Add(content, byte(which))
		f.Add(content[:len(content)*2/3], byte(which))
		for line := range strings.Lines(string(content)) {
			f.Add([]byte(line), byte(which))
		}
	}
}

func FuzzLines(f *testing.F) {
	seeds(f, func(f format.Description) bool { return f.Lines })
	clf, epochs, periods := byte(indexOfFormat("clf")), byte(indexOfFormat("epoch-counts")), byte(indexOfFormat("period-counts"))
	for _, text := range []string{
		goodLine,
		logAt(5, 7, 6, 9),
		strings.TrimSuffix(goodLine, "\n") + " \"-\" \"agent\"\r\n" + goodLine,
		"\ufeff" + goodLine + "\n\x00",
		noon + `"GET / HTTP/1.0" 404`,
		noon + `"\"" - -`,
		noon + `"GET / HTTP/1.0" 200 99999999999999999999`,
		"host - - [29/Feb/2199:23:59:60 -1559] \"\" - -\n",
		"host - - [01/Jan/1970:00:00:00 +1559] \"\" - -\n",
	} {
		f.Add([]byte(text), clf)
	}
	for _, text := range []string{
		"epoch,requests\n804571201,1\n804571203,4\n",
		"period,count\n1998-04-30 21:30:00,2\n1998-04-30 21:31:00,11\n",
		"0,1000000000000000\n1,1000000000000000\n",
		"7258118399,3\n",
		"a,b\n1,2\n,\n3,\n4,1.0\n",
		"2199-12-31T23:59:60Z,5\n",
	} {
		f.Add([]byte(text), epochs)
		f.Add([]byte(text), periods)
	}
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(f, err)
	all := format.All()
	f.Fuzz(func(t *testing.T, text []byte, which byte) {
		of := all[int(which)%len(all)]
		if !of.Lines {
			return
		}
		fuzzed(t, text, Options{Format: of.Name, SkipBad: 1 << 30, Zone: berlin})
	})
}

// mayAllocate is how much a file below 1 MiB may take in all: 64 MiB, and what formats
// let a file ask for, a page of 64 MiB in Parquet and a window of 128 MiB in zstd.
func mayAllocate(text []byte) uint64 {
	switch {
	case bytes.HasPrefix(text, []byte("PAR1")):
		return (64 + 64) << 20
	case bytes.HasPrefix(text, []byte("\x28\xb5\x2f\xfd")):
		return (64 + 128) << 20
	}
	return 64 << 20
}

func FuzzFiles(f *testing.F) {
	seeds(f, func(f format.Description) bool { return !f.Lines })
	all := format.All()
	f.Fuzz(func(t *testing.T, content []byte, which byte) {
		of := all[int(which)%len(all)]
		if of.Lines {
			return
		}
		fuzzed(t, content, Options{Format: of.Name, SkipBad: 1 << 30})
	})
}

func FuzzPackedOrUnknown(f *testing.F) {
	for _, c := range allSamples(f) {
		content := c.content(f)
		f.Add(content)
		f.Add(gz(f, content))
		f.Add(zst(f, content))
	}
	f.Fuzz(func(t *testing.T, content []byte) { fuzzed(t, content, Options{SkipBadShare: 1}) })
}
