package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/results"
	"failsim/traces/format"
)

func TestAResultHoldsWhatItsManifestSays(t *testing.T) {
	out := outIn(t)
	o := failsim("compare", tiny, "--out", out, "--replications", "2").requireDone(t)
	assert.Contains(t, o.stdout, out+"/")

	all, m := files(t, out), manifest(t, out)
	named := []string{"manifest.json"}
	for _, f := range m.Files {
		hash := sha256.Sum256([]byte(all[f.Name]))
		assert.Equal(t, hex.EncodeToString(hash[:]), f.SHA256, f.Name)
		named = append(named, f.Name)
	}
	assert.ElementsMatch(t, slices.Collect(maps.Keys(all)), named)
	for _, name := range []string{"summary.json", "summary.md", "timeline.csv", "lost.csv",
		"plots/state-loss-availability.svg", "plots/state-loss-availability.png", "plots/state-loss-lbs-misconfigured.svg",
		"plots/state-loss-time-to-recover.png", "plots/region-loss-lost-by-cause.svg"} {
		assert.NotEmpty(t, all[name], name)
	}
	assert.Equal(t, []string{"compare", "scenario.yaml", "--seed=1", "--replications=2"}, m.Command)

	for _, incident := range summary(t, out).Incidents {
		for _, d := range incident.Designs {
			q := &d.Requests
			assert.Positive(t, q.Arrived)
			assert.Equal(t, q.Arrived, q.Succeeded+q.Failed+q.InFlight, "%s, %s: nothing is lost between", incident.Name, d.Name)
			failed := int64(0)
			for _, n := range q.FailedByCause {
				failed += n
			}
			assert.Equal(t, q.Failed, failed, "%s, %s: every failure has a cause", incident.Name, d.Name)
		}
	}
}

func TestJSONIsTheSummaryOfTheDirectory(t *testing.T) {
	out := outIn(t)
	o := quickly(out, "--json").requireDone(t)
	assert.Equal(t, content(t, filepath.Join(out, "summary.json")), o.stdout)
	assert.Equal(t, results.SummarySchema, summary(t, out).Schema)
	assert.Empty(t, o.stderr)
}

func TestResultsAreTheSameByteForByteHoweverTheyAreMade(t *testing.T) {
	first := outIn(t)
	plain := quickly(first, "--designs", "standby", "--replications", "3", "--jobs", "1").requireDone(t)
	want := files(t, first)
	for _, jobs := range []string{"0", "1", "2", "7"} {
		out := outIn(t)
		o := quickly(out, "--designs", "standby", "--replications", "3", "--jobs", jobs, "--quiet").requireDone(t)
		assertSame(t, want, files(t, out))
		assert.Equal(t, strings.ReplaceAll(plain.stdout, first, "OUT"), strings.ReplaceAll(o.stdout, out, "OUT"))
		assert.Empty(t, o.stderr)
	}
	out := outIn(t)
	quickly(out, "--designs", "standby", "--replications", "3", "--seed", "2").requireDone(t)
	assert.NotEqual(t, want["summary.json"], files(t, out)["summary.json"], "another seed is another result")
}

func TestAnEarlierResultIsReplacedWhole(t *testing.T) {
	out := outIn(t)
	quickly(out, "--seed", "1").requireDone(t)
	quickly(out, "--seed", "2").requireDone(t)
	again := outIn(t)
	quickly(again, "--seed", "2").requireDone(t)
	assertSame(t, files(t, again), files(t, out))
}

func TestChoosingDesignsAndIncidentsChangesNothingInThem(t *testing.T) {
	all, one := outIn(t), outIn(t)
	failsim("compare", tiny, "--out", all, "--replications", "1").requireDone(t)
	quickly(one).requireDone(t)
	whole, part := summary(t, all), summary(t, one)
	require.Len(t, part.Incidents, 1)
	require.Len(t, part.Designs, 1)
	assert.Equal(t, asJSON(t, whole.Designs[0]), asJSON(t, part.Designs[0]))
}

func TestAnInterruptedRunLeavesNoResult(t *testing.T) {
	for _, before := range []bool{false, true} {
		out := outIn(t)
		var want map[string]string
		if before {
			quickly(out).requireDone(t)
			want = files(t, out)
		}
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		var o outcome
		o.status = run(ctx, []string{"compare", tiny, "--out", out, "--seed", "9"}, &sink{&o.stdout}, &sink{&o.stderr})
		assert.Equal(t, outcome{status: statusInterrupted, stderr: "failsim: interrupted; no result was written\n"}, o)
		if before {
			assertSame(t, want, files(t, out))
		} else {
			assertNothing(t, filepath.Dir(out))
		}
	}
}

// An output that cannot be written is a failure, whatever was to be written.
func TestAFullStandardOutputIsAFailure(t *testing.T) {
	for _, args := range [][]string{{"list"}, {"check", tiny}, {"trace", "info", "nasa-1995-07-13"}, {"run", tiny, "--design", "single"},
		{"compare", tiny, "--replications", "1", "--designs", "single", "--json", "--out", outIn(t)}} {
		var stderr string
		status := run(context.Background(), args, full{}, &sink{&stderr})
		assert.Equal(t, statusFailed, status, args[0])
		assert.Contains(t, stderr, "no space left on device", args[0])
	}
}

func TestQuietAndPipedRunsSayNothingBesideTheResult(t *testing.T) {
	t.Setenv("NO_COLOR", "1")
	o := quickly(outIn(t), "--quiet").requireDone(t)
	assert.Empty(t, o.stderr)
	assert.NotContains(t, o.stdout, "\x1b")
	t.Setenv("NO_COLOR", "")
	o = quickly(outIn(t)).requireDone(t)
	assert.Empty(t, o.stderr, "no progress where there is no terminal")
	assert.NotContains(t, o.stdout, "\x1b", "no colour where there is no terminal")
}

func TestRunFollowsOneRun(t *testing.T) {
	o := failsim("run", tiny, "--design", "single").requireDone(t)
	for _, want := range []string{"+0s  ", "single  ", "seed 1, 1 replication, fingerprint "} {
		assert.Contains(t, o.stdout, want)
	}
	assert.Equal(t, o, failsim("run", tiny, "--design", "single"), "and the same one when asked again")

	out := outIn(t)
	quickly(out).requireDone(t)
	var compared, followed struct {
		Fingerprint string
		Designs     []struct{ Requests json.RawMessage }
	}
	require.NoError(t, json.Unmarshal([]byte(content(t, filepath.Join(out, "summary.json"))), &compared))
	row := strings.Split(strings.Split(content(t, filepath.Join(out, "replications.csv")), "\n")[1], ",")
	require.NoError(t, json.Unmarshal([]byte(failsim("run", tiny, "--design", "single", "--replication", row[2], "--json").requireDone(t).stdout), &followed))
	assert.Equal(t, compared, followed, "the replication that compare drew is what run shows")
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return string(b)
}

func assertSame(t *testing.T, want, got map[string]string) {
	t.Helper()
	assert.ElementsMatch(t, slices.Collect(maps.Keys(want)), slices.Collect(maps.Keys(got)))
	for name := range want {
		assert.True(t, want[name] == got[name], "%s differs", name) // not Equal: it would print megabytes
	}
}

func TestAnErrorOfTheMachineIsNoErrorOfTheUser(t *testing.T) {
	var stderr string
	status := report(&os.PathError{Op: "write", Path: "out/summary.json", Err: errors.New("no space left on device")}, &sink{&stderr})
	assert.Equal(t, statusFailed, status)
	assert.Equal(t, "failsim: write out/summary.json: no space left on device\n", stderr)
}

// The mistake was that the last --incident alone counted, without a word.
func TestAnOptionGivenTwiceAsksForBoth(t *testing.T) {
	once, twice := outIn(t), outIn(t)
	args := []string{"compare", tiny, "--replications", "1", "--designs", "single", "--out"}
	failsim(append(args, once, "--incident", "state-loss,region-loss")...).requireDone(t)
	failsim(append(args, twice, "--incident", "state-loss", "--incident", "region-loss")...).requireDone(t)
	assert.Equal(t, files(t, once), files(t, twice))
	var names []string
	for _, i := range summary(t, twice).Incidents {
		names = append(names, i.Name)
	}
	assert.Equal(t, []string{"state-loss", "region-loss"}, names)
}

// Whoever wraps it, and however: a full disk while standard input is copied, or
// before a result has a place, is no bad input.
func TestAFullDiskIsOfTheMachineWhateverWasToBeDone(t *testing.T) {
	full := &os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}
	for _, err := range []error{full, usage("--out: %w", full), &format.InputError{Path: "standard input", Reason: "it cannot be copied", Err: full}} {
		var stderr string
		assert.Equal(t, statusFailed, report(err, &sink{&stderr}), err)
		assert.Equal(t, "failsim: "+err.Error()+"\n", stderr)
	}
	var stderr string
	assert.Equal(t, statusBadInput, report(usage("--out: %w", &os.PathError{Op: "open", Path: "x", Err: syscall.EACCES}), &sink{&stderr}))
}
