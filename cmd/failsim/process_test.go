//go:build unix

package main

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/sim"
)

// program returns a command that runs failsim as a process of its own.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	c := exec.Command(self, args...)
	c.Env = append(os.Environ(), asProgram+"=1")
	return c
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	path, err := filepath.Abs(path)
	require.NoError(t, err)
	return path
}

func TestResultsAreTheSameInAnotherPlaceAndTimeZone(t *testing.T) {
	var want map[string]string
	for _, c := range []struct{ zone, procs, gc string }{
		{"UTC", "1", "100"},
		{"Asia/Kolkata", "2", "20"},
		{"America/St_Johns", "7", "off"},
	} {
		place := t.TempDir()
		p := program(t, "compare", absolute(t, tiny), "--replications", "2", "--designs", "standby", "--incident", "state-loss")
		p.Dir = place
		p.Env = append(p.Env, "TZ="+c.zone, "GOMAXPROCS="+c.procs, "GOGC="+c.gc)
		said, err := p.CombinedOutput()
		require.NoError(t, err, string(said))
		got := files(t, filepath.Join(place, "failsim-out", "tiny"))
		got["what it said"] = string(said)
		if want == nil {
			want = got
		}
		assertSame(t, want, got)
	}
}

func TestASecondRunIntoADirectorySaysSoBeforeItWorks(t *testing.T) {
	place := t.TempDir()
	first := program(t, "compare", absolute(t, tiny), "--replications", "100000")
	first.Dir = place
	require.NoError(t, first.Start())
	lock := filepath.Join(place, "failsim-out", ".tiny.failsim.lock")
	require.Eventually(t, func() bool { b, _ := os.ReadFile(lock); return len(b) > 0 }, 20*time.Second, time.Millisecond)

	second := program(t, "compare", absolute(t, tiny), "--replications", "100000")
	second.Dir = place
	said, _ := second.CombinedOutput()
	assert.Equal(t, statusBadInput, second.ProcessState.ExitCode())
	assert.Regexp(t, fmt.Sprintf(`^failsim: --out: failsim-out/tiny: another failsim is writing to it \(process %d on .*\); wait for it, or give another place .*\n$`,
		first.Process.Pid), string(said))

	require.NoError(t, first.Process.Signal(syscall.SIGTERM))
	_ = first.Wait()
	assert.Equal(t, statusTerminated, first.ProcessState.ExitCode(), "it was at work all the time")
	assertNothing(t, place)
}

func TestRunsAtTheSameTimeLeaveAWholeResult(t *testing.T) {
	place := t.TempDir()
	runs := make([]*exec.Cmd, 4)
	for i := range runs {
		runs[i] = program(t, "compare", absolute(t, tiny), "--replications", "1", "--seed", strconv.Itoa(i+1), "--out", "X")
		runs[i].Dir = place
		require.NoError(t, runs[i].Start())
	}
	done := 0
	for _, r := range runs {
		_ = r.Wait()
		switch r.ProcessState.ExitCode() {
		case statusDone:
			done++
		default:
			assert.Equal(t, statusBadInput, r.ProcessState.ExitCode())
		}
	}
	assert.Positive(t, done)
	out := filepath.Join(place, "X")
	names := []string{"manifest.json"}
	for _, f := range manifest(t, out).Files {
		assert.True(t, f.Is([]byte(content(t, filepath.Join(out, f.Name)))), f.Name)
		names = append(names, f.Name)
	}
	assert.ElementsMatch(t, names, slices.Collect(maps.Keys(files(t, out))))
	entries, err := os.ReadDir(place)
	require.NoError(t, err)
	assert.Len(t, entries, 1)
}

// A limit on the size of files fails in the middle of a file, as a full disk
// does.
func TestADiskThatFillsUpIsAFailureThatLeavesNothing(t *testing.T) {
	place := t.TempDir()
	p := program(t, "compare", absolute(t, tiny), "--out", "out", "--replications", "1", "--designs", "single", "--incident", "state-loss")
	p.Args = append([]string{"sh", "-c", `ulimit -f 20; exec "$0" "$@"`, p.Path}, p.Args[1:]...) // 10 or 20 kB
	p.Path = shell(t)
	var stdout, stderr bytes.Buffer
	p.Dir, p.Stdout, p.Stderr = place, &stdout, &stderr
	_ = p.Run()
	assert.Equal(t, statusFailed, p.ProcessState.ExitCode())
	assert.Empty(t, stdout.String())
	assert.Regexp(t, "^failsim: writing .* of out: .*: file too large\n$", stderr.String())
	assertNothing(t, place)
}

func shell(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("sh")
	require.NoError(t, err)
	return path
}

// A study that is killed at random instants, and begun again each time, ends in
// the bytes of one that was not: make kills does it a thousand times.
func TestAKilledStudyGoesOn(t *testing.T) {
	kills, err := strconv.Atoi(cmp.Or(os.Getenv("FAILSIM_KILLS"), "2"))
	require.NoError(t, err)
	folder := t.TempDir()
	whole, out := filepath.Join(folder, "whole"), filepath.Join(folder, "out")
	study := []string{"compare", tiny, "--replications", "8", "--quiet"}
	begun := time.Now()
	failsim(append(study, "--out", whole)...).requireDone(t)
	took := time.Since(begun)
	draw := sim.NewKey(1, 0).Named("kills")
	for n := range kills {
		c := program(t, append(study, "--resume", "--out", out)...)
		require.NoError(t, c.Start())
		time.Sleep(time.Duration(draw.Float64(uint64(n)) * float64(took)))
		_ = c.Process.Kill()
		_ = c.Wait()
		if _, err := os.Stat(filepath.Join(out, "manifest.json")); err == nil { // it was faster
			assert.Equal(t, files(t, whole), files(t, out))
			require.NoError(t, os.RemoveAll(out))
		}
	}
	failsim(append(study, "--resume", "--out", out)...).requireDone(t)
	assert.Equal(t, files(t, whole), files(t, out))
}

// Processors without FMA and AVX are met in old machines and in emulators; GODEBUG
// makes one of any.
func TestResultsAreTheSameOnAnotherProcessor(t *testing.T) {
	for _, args := range [][]string{
		{"compare", "--replications", "1", "--jobs", "2", "--out", "result"},
		{"trace", "fit", "nasa-1995-07-13"},
	} {
		var want map[string]string
		for _, without := range []string{"", "cpu.fma=off,cpu.avx=off,cpu.avx2=off,cpu.avx512f=off,cpu.bmi2=off,cpu.sse41=off"} {
			p := program(t, args...)
			p.Dir = t.TempDir()
			p.Env = append(p.Env, "GODEBUG="+without)
			said, err := p.Output()
			require.NoError(t, err, "%v with GODEBUG=%s", args, without)
			got := map[string]string{"what it said": string(said)}
			if args[0] == "compare" {
				maps.Copy(got, files(t, filepath.Join(p.Dir, "result")))
			}
			if want == nil {
				want = got
			}
			assertSame(t, want, got)
		}
	}
}
