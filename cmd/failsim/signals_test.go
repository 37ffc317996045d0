//go:build unix

package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// busy is a verb at work that would take hours, or waits for input for ever.
type busy struct {
	*exec.Cmd
	place  string // where it works; nothing else is there
	stderr bytes.Buffer
	input  io.Closer
}

func start(t *testing.T, args ...string) *busy {
	t.Helper()
	b := &busy{Cmd: program(t, args...), place: t.TempDir()}
	b.Dir, b.Env, b.Stderr = b.place, append(b.Env, "TMPDIR="+b.place), &b.stderr
	input, err := b.StdinPipe()
	require.NoError(t, err)
	b.input = input
	require.NoError(t, b.Start())
	t.Cleanup(func() { _ = b.Process.Kill() })
	return b
}

// ends checks that the verb ends by itself with a status and leaves nothing. A
// minute is for machines that have much else to do: it takes a second.
func (b *busy) ends(t *testing.T, status int) {
	t.Helper()
	end := make(chan struct{})
	go func() { _ = b.Wait(); close(end) }()
	select {
	case <-end:
	case <-time.After(time.Minute):
		t.Fatal("it does not end")
	}
	assert.Equal(t, status, b.ProcessState.ExitCode(), b.stderr.String())
	said := strings.Split(strings.TrimSpace(b.stderr.String()), "\n")
	last := said[len(said)-1]
	kept, _ := filepath.Glob(filepath.Join(b.place, "failsim-out", ".*.runs"))
	if len(kept) > 0 { // runs were done: nothing else is left, and it says what to do with them
		assert.Regexp(t, `^failsim: interrupted with \d+ of \d+ runs done; missing: .*; what is done is kept in .*, and the same command with --resume goes on with it$`, last)
		require.NoError(t, os.RemoveAll(filepath.Join(b.place, "failsim-out")))
	} else if !strings.HasPrefix(last, "failsim: interrupted with ") { // where a verb prints what it has
		assert.Equal(t, wasInterrupted, last)
	}
	assertNothing(t, b.place)
}

// aLongScenario is one run of hours.
func aLongScenario(t *testing.T) string {
	t.Helper()
	text := content(t, tiny)
	require.Contains(t, text, "rate: 2/s")
	return tempFile(t, "long.yaml", strings.Replace(text, "rate: 2/s", "rate: 1M/s", 1))
}

const aLongQueue = `queueing: long
requests: 1000000000
warm-up: 100s
arrivals:
  - {stream: web, rate: 80/s, to: front}
stations:
  - {station: front, servers: 2, service: {exponential: {mean: 20ms}}}
`

func TestASignalEndsEveryVerb(t *testing.T) {
	long, queue := aLongScenario(t), tempFile(t, "queue.yaml", aLongQueue)
	pipe := filepath.Join(t.TempDir(), "pipe.yaml")
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	verbs := []string{
		"run " + long + " --design single",
		"compare " + long + " --replications 1 --jobs 1",
		"compare --replications 100000",
		"year --episodes 100000",
		"queue " + queue,
		"validate --jobs 1",
		"check " + pipe,
		"trace info -",
		"trace fit -",
		"trace convert - -o new.fst",
		"trace cut - --first 1h -o new.log.zst",
		"trace split - --by status -o parts",
		"trace scale - --by 2 -o new.csv",
		"trace anonymise - -o new.csv.gz",
		"trace generate --rate 1000000/s --length 3000d -o new.fst",
	}
	signals := map[syscall.Signal]int{syscall.SIGINT: statusInterrupted, syscall.SIGTERM: statusTerminated, syscall.SIGHUP: statusHungUp}
	for signal, status := range signals {
		var all []*busy
		for i, verb := range verbs {
			if i%len(signals) == int(signal)%len(signals) || i < 2 { // each of them by one signal, runs by all
				all = append(all, start(t, strings.Fields(verb)...))
			}
		}
		time.Sleep(2 * time.Second) // they are at work
		for _, b := range all {
			require.NoError(t, b.Process.Signal(signal), b.stderr.String())
		}
		for _, b := range all {
			t.Run(strings.Join(b.Args[1:], " "), func(t *testing.T) { b.ends(t, status) })
		}
	}
}

// What is done when a study is interrupted is not done again, and the end is the same.
func TestAnInterruptedStudyGoesOn(t *testing.T) {
	folder := t.TempDir()
	whole, out := filepath.Join(folder, "whole"), filepath.Join(folder, "out")
	args := []string{"compare", tiny, "--replications", "40", "--as-exact-as", "0", "--quiet"}
	failsim(append(args, "--out", whole)...).requireDone(t)
	c := program(t, append(args, "--out", out)...)
	var said bytes.Buffer
	c.Stderr = &said
	require.NoError(t, c.Start())
	require.Eventually(t, func() bool {
		b, _ := os.ReadFile(filepath.Join(folder, ".out.runs"))
		return len(b) > 0 || c.ProcessState != nil
	}, 20*time.Second, time.Millisecond)
	require.NoError(t, c.Process.Signal(syscall.SIGINT))
	_ = c.Wait()
	require.Equal(t, statusInterrupted, c.ProcessState.ExitCode())
	assert.Regexp(t, `interrupted with [1-9]\d* of 160 runs done; missing: .*state-loss.*--resume goes on with it`, said.String())
	o := failsim(append(args, "--resume", "--out", out)...).requireDone(t)
	assert.Regexp(t, `going on with [1-9]\d* runs of an earlier try`, o.stderr)
	assert.Equal(t, files(t, whole), files(t, out))
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	assert.Len(t, entries, 2, "no runs are left")
}

// What verbs without a result have found out is printed, and the rest is named.
func TestAnInterruptedSweepKeepsItsPoints(t *testing.T) {
	folder := t.TempDir()
	c := program(t, "sweep", absolute(t, tiny), "--vary", "clients/resolvers=1..200/200", "--quiet", "--designs", "single", "--replications", "40") // more than any machine does meanwhile
	c.Dir = folder
	var said bytes.Buffer
	c.Stderr = &said
	require.NoError(t, c.Start())
	time.Sleep(2 * time.Second)
	require.NoError(t, c.Process.Signal(syscall.SIGTERM))
	_ = c.Wait()
	require.Equal(t, statusTerminated, c.ProcessState.ExitCode())
	if !strings.Contains(said.String(), "no result was written") { // the machine was too slow for one point
		assert.Regexp(t, `interrupted with \d+ of 200 points done, which are in .*; missing: those after \[\d+\]`, said.String())
		assert.NotEmpty(t, rowsOf(t, filepath.Join(folder, "failsim-out", "tiny-sweep", "sweep.csv")))
	}
}

// Runs end by themselves, too, where no signal ends the program: they look
// within the run, also where nothing happens in it but arrivals.
func TestACancelledContextEndsARunFromWithin(t *testing.T) {
	for _, args := range [][]string{{"run", aLongScenario(t), "--design", "single"}, {"compare", aLongScenario(t), "--replications", "1", "--out", outIn(t)}} {
		ctx, cancel := context.WithTimeoutCause(context.Background(), time.Second, interrupted{syscall.SIGTERM})
		var stdout, stderr string
		assert.Equal(t, statusTerminated, run(ctx, args, &sink{&stdout}, &sink{&stderr}))
		assert.True(t, strings.HasSuffix(stderr, wasInterrupted+"\n"), stderr)
		cancel()
	}
}

// A kernel may hand over two signals that wait in any order, and of two that are
// the same only one: which of them ends the program is another test's matter.
func TestASecondSignalLeavesNothing(t *testing.T) {
	b := start(t, "trace", "convert", "-", "-o", "new.fst")
	time.Sleep(time.Second)
	require.NoError(t, b.Process.Signal(syscall.SIGINT))
	require.NoError(t, b.Process.Signal(syscall.SIGINT))
	b.ends(t, statusInterrupted)
}

func TestASecondSignalEndsAtOnceAndTheFirstAfterTheGrace(t *testing.T) {
	for _, c := range []struct {
		name    string
		signals []os.Signal
		grace   time.Duration
		want    os.Signal
	}{
		{"a second signal does not wait for the grace", []os.Signal{syscall.SIGTERM, syscall.SIGINT}, time.Hour, syscall.SIGINT},
		{"one signal waits for the grace", []os.Signal{syscall.SIGTERM}, time.Millisecond, syscall.SIGTERM},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(context.Background())
			signals := make(chan os.Signal, 2)
			for _, s := range c.signals {
				signals <- s
			}
			assert.Equal(t, interrupted{c.want}, waitToEnd(signals, cancel, c.grace))
			assert.Equal(t, interrupted{c.signals[0]}, context.Cause(ctx), "work is asked to end by the first")
		})
	}
}

func TestNohupIsHeeded(t *testing.T) {
	place := t.TempDir()
	p := program(t, "compare", absolute(t, tiny), "--replications", "3", "--out", "out")
	p.Args = append([]string{"sh", "-c", `trap '' HUP; exec "$0" "$@"`, p.Path}, p.Args[1:]...)
	p.Path, p.Dir = shell(t), place
	require.NoError(t, p.Start())
	time.Sleep(100 * time.Millisecond)
	_ = p.Process.Signal(syscall.SIGHUP)
	require.NoError(t, p.Wait())
	assert.NotEmpty(t, manifest(t, filepath.Join(place, "out")).Files)
}
