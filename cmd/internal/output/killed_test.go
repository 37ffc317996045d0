package output

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// killed is a kill -9: nothing runs after it, and the system lets go of locks.
type killed struct{}

// killAt returns a disk on which a run is killed at its n-th step, before or
// after the step is done, and reports whether it came so far.
func killAt(n int, after, canExchange bool) (disk, *bool) {
	dead := new(bool)
	step := func(do func() error) error {
		n--
		if n == 0 && !after {
			*dead = true
			panic(killed{})
		}
		err := do()
		if n == 0 {
			*dead = true
			panic(killed{})
		}
		return err
	}
	d := disk{
		write:    func(path string, data []byte) error { return step(func() error { return writeFile(path, data) }) },
		rename:   func(a, b string) error { return step(func() error { return os.Rename(a, b) }) },
		exchange: func(a, b string) error { return step(func() error { return exchange(a, b) }) },
		sync:     syncFolder,
	}
	if !canExchange {
		d.exchange = func(string, string) error { return errors.ErrUnsupported }
	}
	return d, dead
}

// runUntilKilled makes a run that ends as a kill ends it.
func runUntilKilled(t *testing.T, path string, seed uint64, on disk) {
	d, err := claim(path, Options{Kind: tiny}, on)
	require.NoError(t, err)
	defer func() {
		if p := recover(); p != nil {
			require.Equal(t, killed{}, p)
			d.lock.file.Close() // the lock file stays, as of a process that is gone
		}
	}()
	require.NoError(t, fill(d, seed))
}

// Wherever a run is killed, the next one finds a whole result, the older or the
// newer, keeps what people put there, and leaves nothing lying about.
func TestAKillBetweenAnyTwoStepsLosesNothing(t *testing.T) {
	for _, canExchange := range []bool{true, false} {
		if canExchange && runtime.GOOS != "linux" {
			continue
		}
		for _, older := range []bool{false, true} {
			for _, after := range []bool{false, true} {
				replaced := 0
				for n := 1; ; n++ {
					parent := t.TempDir()
					path := filepath.Join(parent, "out")
					mine := []string{}
					if older {
						requireSaved(t, path, 1)
						put(t, filepath.Join(path, "REVIEW.md"), "mine")
						put(t, filepath.Join(path, "plots", "mine.png"), "mine")
						mine = []string{"REVIEW.md", "plots/mine.png"}
					}
					on, dead := killAt(n, after, canExchange)
					runUntilKilled(t, path, 2, on)
					if !*dead {
						break
					}
					var notes []string
					d, err := Claim(path, Options{Kind: tiny, Note: func(line string) { notes = append(notes, line) }})
					require.NoError(t, err)
					d.Discard()
					if !older && !slices.Contains(listing(t, parent), "out") {
						require.Empty(t, listing(t, parent))
						continue
					}
					seed := requireWhole(t, path, mine...)
					assert.Contains(t, []uint64{1, 2}, seed)
					assert.Equal(t, []string{"out"}, listing(t, parent))
					if seed == 2 {
						replaced++
					} else {
						assert.NotEmpty(t, notes, "a run that came to nothing is explained")
					}
				}
				assert.Positive(t, replaced, "a whole result of a killed run is not thrown away (%v %v %v)", canExchange, older, after)
			}
		}
	}
}

func TestAKilledRunsResultDoesNotReplaceWhatHasComeMeanwhile(t *testing.T) {
	parent := t.TempDir()
	path := filepath.Join(parent, "out")
	on, dead := killAt(5, false, false) // four files are written: before it is in place
	runUntilKilled(t, path, 2, on)
	require.True(t, *dead)
	put(t, filepath.Join(path, "thesis.tex"), "mine")
	_, err := saved(path, 3, realDisk)
	require.ErrorContains(t, err, "is not replaced")
	assert.Equal(t, "mine", all(t, path)["thesis.tex"])
	require.NoError(t, os.Rename(path, filepath.Join(parent, "moved")))
	d, err := Claim(path, Options{Kind: tiny})
	require.NoError(t, err)
	d.Discard()
	assert.EqualValues(t, 2, requireWhole(t, path), "it waited")
}

func TestOneRunAtATimeWritesToAPlace(t *testing.T) {
	parent := t.TempDir()
	path := filepath.Join(parent, "out")
	first, err := Claim(path, Options{Kind: tiny})
	require.NoError(t, err)
	_, err = Claim(path, Options{Kind: tiny})
	var held *Held
	require.ErrorAs(t, err, &held)
	assert.Regexp(t, `out: another failsim is writing to it \(process \d+ on .+ since .+Z\); wait for it, or give another place`, err.Error())
	require.NoError(t, fill(first, 1))
	requireWhole(t, path)
	requireSaved(t, path, 2)
}

// Many runs at once, each with file descriptions of its own: every one that
// says that it is done was whole when it was.
func TestRunsThatRaceForAPlaceLeaveAWholeResult(t *testing.T) {
	parent := t.TempDir()
	path := filepath.Join(parent, "out")
	type end struct {
		seed uint64
		err  error
	}
	ends := make(chan end)
	for seed := range uint64(16) {
		go func() {
			for range 20 {
				if _, err := saved(path, seed, realDisk); err != nil {
					ends <- end{seed, err}
					return
				}
			}
			ends <- end{seed, nil}
		}()
	}
	done := 0
	for range 16 {
		if e := <-ends; e.err == nil {
			done++
		} else {
			var held *Held
			assert.ErrorAs(t, e.err, &held, "seed %d", e.seed)
		}
	}
	requireWhole(t, path)
	assert.Equal(t, []string{"out"}, listing(t, parent))
}
