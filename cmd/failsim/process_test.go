//go:build unix

package main

import (
	"bytes"
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

func TestASignalEndsARunWithItsStatusAndNoResult(t *testing.T) {
	for signal, status := range map[syscall.Signal]int{syscall.SIGINT: statusInterrupted, syscall.SIGTERM: statusTerminated} {
		place := t.TempDir()
		p := program(t, "compare", absolute(t, tiny), "--replications", "100000")
		var stderr bytes.Buffer
		p.Dir, p.Stderr = place, &stderr
		require.NoError(t, p.Start())
		time.Sleep(500 * time.Millisecond) // it is at work, and will be for minutes
		require.NoError(t, p.Process.Signal(signal))
		_ = p.Wait()
		assert.Equal(t, status, p.ProcessState.ExitCode())
		said := strings.Split(strings.TrimSpace(stderr.String()), "\n") // the last line, after how long it would have taken
		assert.Equal(t, "failsim: interrupted; no result was written", said[len(said)-1])
		assertNothing(t, place)
	}
}

// A limit on the size of files fails in the middle of a file, as a full disk
// does.
func TestADiskThatFillsUpIsAFailureThatLeavesNothing(t *testing.T) {
	var before syscall.Rlimit
	require.NoError(t, syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before))
	small := before
	small.Cur = 20_000
	require.NoError(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &small))
	defer func() { require.NoError(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before)) }()

	out := outIn(t)
	o := quickly(out)
	assert.Equal(t, statusFailed, o.status)
	assert.Empty(t, o.stdout)
	assert.True(t, strings.HasPrefix(o.stderr, "failsim: writing "), o.stderr)
	assert.Contains(t, o.stderr, " of "+out+": ")
	assert.True(t, strings.HasSuffix(o.stderr, ": file too large\n"), o.stderr)
	assert.Equal(t, 1, strings.Count(o.stderr, "\n"))
	assertNothing(t, filepath.Dir(out))
}
