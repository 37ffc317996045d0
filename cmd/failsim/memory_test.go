package main

import (
	"path/filepath"
	"strings"
	"testing"

	"failsim/cmd/internal/study"

	"github.com/stretchr/testify/assert"
)

// What would take all memory is refused before the work, by check, too, in one
// line that names where the scenario says so.
func TestWhatDoesNotFitIsRefusedWithKeyLineAndWayOut(t *testing.T) {
	for _, c := range []struct{ from, to, says, way string }{
		{"rate: 2/s", "rate: 1000000000/s", "FILE:10:42: rate: 1000000000/s needs about ", "weight: N"},
		{"{region: west, zones: 2, fleet: 100}", "{region: west, zones: 2, fleet: 1000000000}", "FILE:25:43: fleet: 1000000000 needs about ", "a smaller fleet"},
		{"resolvers: 20", "resolvers: 1000000000", "FILE:16:14: resolvers: 1000000000 needs about ", "fewer resolvers"},
		{"every: 5m", "every: 1ns", "FILE:43:22: every: 1ns needs about ", "looks less often"},
		{"touches: 12/h", "touches: 1000000000/h", "FILE:39:14: touches: 1000000000/h needs about ", "fewer touches"},
		{"creations: 60/h", "creations: 1000000000/h", "FILE:40:16: creations: 1000000000/h needs about ", "fewer creations"},
		{"workers: 40", "workers: 1000000000", "FILE:41:14: workers: 1000000000 needs about ", "fewer workers"},
	} {
		path := edited(t, c.from, c.to)
		out := outIn(t)
		for _, args := range [][]string{{"check", path}, {"run", path, "--design", "single"}, {"compare", path, "--out", out}} {
			o := failsim(append(args, "--memory", "4GB")...)
			assert.Equal(t, statusBadInput, o.status)
			said := strings.ReplaceAll(o.stderr, path, "FILE")
			assert.True(t, strings.HasPrefix(said, "failsim: "+c.says), said)
			assert.Contains(t, said, "and there are 4 GB (--memory sets another limit); the way out: ")
			assert.Contains(t, said, c.way)
			assert.Equal(t, 1, strings.Count(said, "\n"), "one line")
			assertNothing(t, filepath.Dir(out))
		}
	}
}

func TestFewerRunsAtATimeAreAWayOut(t *testing.T) {
	o := failsim("compare", edited(t, "rate: 2/s", "rate: 30M/s"), "--out", outIn(t), "--jobs", "4", "--memory", "2GB")
	assert.Equal(t, statusBadInput, o.status)
	assert.Regexp(t, `4 runs at a time take [\d.]+ GB in all, and there are 2 GB .*; the way out: --jobs 1, or a lower rate`, o.stderr)
}

func TestMemoryThatIsNoSizeIsRefused(t *testing.T) {
	for _, word := range []string{"lots", "8", "0B", "-1GB"} {
		failsim("check", tiny, "--memory="+word).assertRefused(t, `failsim: --memory "`+word+`": not a size such as 8GB or 512MiB`, outIn(t))
	}
}

func TestLargeWorkIsSaidBeforeIt(t *testing.T) {
	o := failsim("check", edited(t, "rate: 2/s", "rate: 10M/s")).requireDone(t)
	assert.Regexp(t, `  size: about [\d.]+ [MG]B of memory \(1 run at a time\), 18 billion requests in 1 run, and 60 minutes of processor time`, o.stdout)
	assert.NotContains(t, failsim("check", tiny).requireDone(t).stdout, "size:")
}

func TestEstimatesAreWrittenForReaders(t *testing.T) {
	assert.Equal(t, "600 GB", roundSize(6.04e11))
	assert.Equal(t, "1.2 TB", roundSize(1.2e12))
	assert.Equal(t, "7 MB", roundSize(7e6))
	assert.Equal(t, "3600", roundCount(3600))
	assert.Equal(t, "18 billion", roundCount(18e9))
	assert.Equal(t, "24 s", roundWork(24))
	assert.Equal(t, "60 minutes", roundWork(3600))
	assert.Equal(t, "320 years", roundWork(1e10))
}

// Runs go side by side as long as there is room: what one takes is an estimate, and
// half of the memory is left for its error.
func TestRunsGoAbreastAsMemoryAllows(t *testing.T) {
	run := func(bytes float64) study.Size { return study.Size{Costs: []study.Cost{{Bytes: bytes}}} }
	for _, c := range []struct {
		limit   string
		each    float64
		jobs    int
		abreast int
	}{
		{"8GB", 1e9, 1, 4}, {"8GB", 1e9, 2, 2}, {"8GB", 1e9, 8, 1}, {"8GB", 3e9, 2, 1}, {"8GB", 20e6, 2, 100},
	} {
		assert.Equal(t, c.abreast, (&memory{c.limit}).abreast(run(c.each), c.jobs), "%v", c)
	}
	assert.LessOrEqual(t, (&memory{}).abreast(run(100e6), 2), 5, "below a gigabyte, which is said")
}
