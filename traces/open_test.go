package traces

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/traces/format"
)

// written puts texts into files of a folder and returns their paths.
func written(t *testing.T, texts ...string) []string {
	t.Helper()
	folder := t.TempDir()
	var paths []string
	for i, text := range texts {
		path := filepath.Join(folder, "part"+string(rune('a'+i))+".log")
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		paths = append(paths, path)
	}
	return paths
}

func TestSeveralFilesAreMergedByTime(t *testing.T) {
	// One log, dealt out to three files line by line, is the same trace again.
	seconds := []int{5, 6, 6, 8, 70, 75, 74, 90, 4000, 4001, 4001, 9000}
	whole := logAt(seconds...)
	dealt := make([]string, 3)
	for i, line := range strings.SplitAfter(strings.TrimSuffix(whole, "\n"), "\n") {
		dealt[i%3] += strings.TrimSuffix(line, "\n") + "\n"
	}
	s, err := Open(written(t, dealt...), Options{Key: 1})
	require.NoError(t, err)
	one := inMemory(t, []byte(whole))
	times := func(s Source) (all []int64) {
		for _, r := range readAll(t, s, Span{}) {
			all = append(all, r.At)
		}
		return all
	}
	require.Equal(t, times(one), times(s))
	require.Len(t, play(t, s, Window{Whole: true}), len(seconds))
	got, want := s.Info(), one.Info()
	require.Equal(t, want.Requests, got.Requests)
	require.Equal(t, want.Minutes, got.Minutes)
	require.Equal(t, want.PerMinute, got.PerMinute)
	require.Equal(t, want.BusiestDay, got.BusiestDay)
	require.Equal(t, want.PeakPerSecond, got.PeakPerSecond)
	require.Equal(t, want.First, got.First)
	require.Equal(t, want.Last, got.Last)
	require.Len(t, got.Files, 3)
	require.Equal(t, int64(4), got.Files[1].Ledger.Read, "each file keeps its ledger")
	require.Equal(t, int64(12), got.Ledger.Read, "and they sum up")
	requireIdentity(t, got.Ledger)
}

func TestCountsOfSeveralServersAddUp(t *testing.T) {
	s, err := Open(written(t, "epoch,requests\n60,1\n120,2\n", "epoch,requests\n120,30\n180,40\n"), Options{})
	require.NoError(t, err)
	var got [][2]int64
	for _, r := range readAll(t, s, Span{}) {
		got = append(got, [2]int64{r.At / second, r.Requests})
	}
	require.Equal(t, [][2]int64{{60, 1}, {120, 32}, {180, 40}}, got)
	require.Equal(t, int64(73), s.Info().Requests)
}

func TestFilesThatCannotBeMergedAreRefused(t *testing.T) {
	log, counts := logAt(5), "epoch,requests\n60,1\n120,2\n"
	for _, c := range []struct {
		name, message string
		texts         []string
	}{
		{"a log and counts", "partb.log: counts per interval and single requests cannot be merged", []string{log, counts}},
		{"counts of other intervals", "partb.log: its intervals are of 30s, those of", []string{counts, "epoch,requests\n60,1\n90,2\n"}},
		{"counts that begin elsewhere", "partb.log: its intervals begin at other moments than those of", []string{counts, "epoch,requests\n70,1\n130,2\n"}},
		{"a copy", "partb.log: it holds the same bytes as ", []string{log, log}},
		{"the same, packed", "partb.log: it holds the same bytes as ", []string{log, string(gzipped(t, log))}},
		{"a malformed one", "partb.log:1:1: the line does not begin with a host and a blank", []string{log, "x\n" + log}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Open(written(t, c.texts...), Options{Format: map[bool]string{true: "clf"}[c.name == "a malformed one"]})
			require.ErrorContains(t, err, c.message)
			var input *format.InputError
			require.ErrorAs(t, err, &input)
		})
	}
	path := written(t, log)[0]
	_, err := Open([]string{path, path}, Options{})
	require.EqualError(t, err, path+": it is the same file as "+path+": its requests would count twice")
	link := filepath.Join(t.TempDir(), "link.log")
	require.NoError(t, os.Symlink(path, link))
	_, err = Open([]string{path, link}, Options{})
	require.EqualError(t, err, link+": it is the same file as "+path+": its requests would count twice")
}

func TestPathsStandForFiles(t *testing.T) {
	paths := written(t, logAt(5), logAt(6), logAt(7))
	folder := filepath.Dir(paths[0])
	require.NoError(t, os.WriteFile(filepath.Join(folder, ".hidden"), []byte("nothing"), 0o600))
	for _, given := range [][]string{paths, {folder}, {filepath.Join(folder, "*.log")}, {paths[0], filepath.Join(folder, "part[bc].log")}} {
		s, err := Open(given, Options{})
		require.NoError(t, err)
		require.Equal(t, int64(3), s.Info().Requests)
	}
	_, err := Open([]string{filepath.Join(folder, "*.gz")}, Options{})
	require.EqualError(t, err, filepath.Join(folder, "*.gz")+": no file fits the pattern")
	_, err = Open([]string{t.TempDir()}, Options{})
	require.ErrorContains(t, err, ": the folder holds no file")
	_, err = Open(nil, Options{})
	require.EqualError(t, err, "no trace file is named")
}

func TestAFolderNamesWhatItLeavesOutAndFollowsLinksToFiles(t *testing.T) {
	elsewhere, folder := written(t, logAt(6))[0], filepath.Dir(written(t, logAt(5))[0])
	for name, target := range map[string]string{"away.log": elsewhere, "again.log": filepath.Join(folder, "parta.log"), "below": filepath.Dir(elsewhere), "lost.log": "nowhere"} {
		require.NoError(t, os.Symlink(target, filepath.Join(folder, name)))
	}
	require.NoError(t, os.WriteFile(filepath.Join(folder, ".hidden"), nil, 0o600))
	link := filepath.Join(t.TempDir(), "link")
	require.NoError(t, os.Symlink(folder, link))
	for _, given := range []string{folder, folder + "/", link} {
		s, err := Open([]string{given}, Options{})
		require.NoError(t, err)
		require.Equal(t, int64(2), s.Info().Requests, "parta.log and away.log")
		at := func(name string) string { return filepath.Join(given, name) }
		require.ElementsMatch(t, []LeftOut{
			{at(".hidden"), "it is hidden"},
			{at("again.log"), "it is a link to " + at("parta.log") + ", which is read"},
			{at("below"), "it is a link to a folder; name the folder itself"},
			{at("lost.log"), "it is a link that leads nowhere"},
		}, s.Info().LeftOut)
	}
}

func TestStandardInputIsReadOnceAndReplayedOften(t *testing.T) {
	before, err := filepath.Glob(filepath.Join(os.TempDir(), "failsim-trace-*"))
	require.NoError(t, err)
	s, err := Open([]string{StandardInput}, Options{Stdin: strings.NewReader(string(gzipped(t, logAt(5, 6, 9))))})
	require.NoError(t, err)
	require.Equal(t, "standard input", s.Info().Name)
	require.Equal(t, "gzip", s.Info().Packing)
	require.Equal(t, play(t, s, Window{Whole: true}), play(t, s, Window{Whole: true}))
	after, err := filepath.Glob(filepath.Join(os.TempDir(), "failsim-trace-*"))
	require.NoError(t, err)
	require.Equal(t, before, after, "the copy has no name that outlives the program")

	_, err = Open([]string{StandardInput, StandardInput}, Options{Stdin: strings.NewReader("")})
	require.EqualError(t, err, "standard input: it is named twice")
	_, err = Open([]string{StandardInput}, Options{Stdin: strings.NewReader("")})
	require.EqualError(t, err, "standard input: the file is empty")
}

func TestAShareOfTheLinesIsToleratedAndJudgedAtTheEnd(t *testing.T) {
	text := logAt(1, 2, 3) + "bad\n" + logAt(4, 5, 6, 7) + "worse\n" + logAt(8)
	s, err := ofText([]byte(text), Options{SkipBadShare: 0.2})
	require.NoError(t, err)
	require.Equal(t, int64(2), s.Info().Ledger.Skipped)
	require.Equal(t, []BadLine{{"trace", 4, 1, "the line does not begin with a host and a blank"}, {"trace", 9, 1, "the line does not begin with a host and a blank"}}, s.Info().Ledger.First)

	_, err = ofText([]byte(text), Options{SkipBadShare: 0.19})
	require.EqualError(t, err, "trace:4:1: the line does not begin with a host and a blank (2 malformed lines of 10, more than the 19% that --skip-bad allows)")
	var input *format.InputError
	require.ErrorAs(t, err, &input)
	require.Equal(t, []int64{10, 8, 1, 1}, []int64{ledgerOf(err).Read, ledgerOf(err).Accepted, ledgerOf(err).Skipped, ledgerOf(err).Refused})
	_, err = ofText([]byte(text), Options{SkipBadShare: 1.5})
	require.ErrorContains(t, err, "is not between 0 and 1")
}

func TestAnOutageInTheTraceItselfIsFound(t *testing.T) {
	perMinute := make([]int64, 300)
	for i := range perMinute {
		perMinute[i] = 50
	}
	for i := 100; i < 120; i++ {
		perMinute[i] = int64(i % 2)
	}
	perMinute[200] = 0 // a minute of silence where 50 come is one too
	found := gaps(minutesOf(perMinute), time.Second)
	require.Len(t, found, 2)
	require.Equal(t, []int64{100 * 60, 120 * 60, 10, 990}, []int64{found[0].Start.Unix(), found[0].End.Unix(), found[0].Requests, found[0].Missing})
	require.Equal(t, []int64{200 * 60, 201 * 60, 0, 50}, []int64{found[1].Start.Unix(), found[1].End.Unix(), found[1].Requests, found[1].Missing})
}

func TestALullIsNoOutage(t *testing.T) {
	sparse := make([]int64, 3000)
	for i := range sparse {
		if i%30 == 0 {
			sparse[i] = 1
		}
	}
	require.Empty(t, gaps(minutesOf(sparse), time.Second), "a request every half hour")

	level := make([]int64, 1000)
	for i := range level {
		level[i] = 100
		if i > 300 {
			level[i] = 15
		}
	}
	require.Empty(t, gaps(minutesOf(level), time.Second), "a rate that falls for good")

	crowd := make([]int64, 300)
	for i := range crowd {
		crowd[i] = 20
		if i >= 100 && i < 130 {
			crowd[i] = 500
		}
	}
	require.Empty(t, gaps(minutesOf(crowd), time.Second), "the end of a crowd")

	bursts := make([]int64, 600)
	for i := range bursts {
		if i%10 == 0 {
			bursts[i] = 80
		}
	}
	require.Empty(t, gaps(minutesOf(bursts), time.Second), "a batch every ten minutes")
}

// minutesOf makes minutes of counts; those without requests are left out, as
// in a trace.
func minutesOf(counts []int64) []Minute {
	var all []Minute
	for i, n := range counts {
		if n > 0 {
			all = append(all, Minute{At: int64(i) * minuteWidth, Requests: n})
		}
	}
	return all
}
