package study

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// historical builds the program whose results are kept from the history, below
// a folder.
func historical(t *testing.T, dir string) player {
	t.Helper()
	source := filepath.Join(dir, "source")
	require.NoError(t, os.Mkdir(source, 0o755))
	if err := exec.Command("git", "-C", root, "rev-parse", "--verify", "--quiet", keptCommit+"^{commit}").Run(); err != nil {
		require.NoError(t, os.RemoveAll(dir))
		t.Fatalf("%s is not in the history here, so there is nothing to hold the worlds against: this is no clone of failsim's repository, or a shallow one (git fetch --unshallow mends that)",
			keptCommit)
	}
	archive := filepath.Join(dir, "source.tar")
	command(t, root, "git", "archive", "--output", archive, keptCommit)
	command(t, source, "tar", "-xf", archive)
	require.NoError(t, os.Remove(archive))
	p := built(t, source, filepath.Join(dir, "before"))
	p.old = true
	return p
}

// current builds this program below a folder.
func current(t *testing.T, dir string) player {
	t.Helper()
	return built(t, root, filepath.Join(dir, "now"))
}

func built(t *testing.T, source, program string) player {
	t.Helper()
	command(t, source, "go", "build", "-buildvcs=false", "-o", program, "./cmd/failsim")
	return player{program, false, func(file, design string, seed uint64) (keptRun, error) { return playedBy(program, file, design, seed) }}
}

// command runs a program in a folder, which may come with its own paths.
func command(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	c := exec.Command(name, args...)
	c.Dir = dir
	out, err := c.CombinedOutput()
	require.NoError(t, err, "%s\n%s", strings.Join(c.Args, " "), out)
}

// playedBy plays one design of a file by the command line, and reads of its
// JSON what keeps its place.
func playedBy(program, file, design string, seed uint64) (keptRun, error) {
	out, err := exec.Command(program, "run", file, "--design", design, "--seed", strconv.FormatUint(seed, 10), "--json", "--quiet").Output()
	if exit, ok := err.(*exec.ExitError); ok {
		return keptRun{}, fmt.Errorf("%w: %s", err, exit.Stderr)
	}
	if err != nil {
		return keptRun{}, err
	}
	var sum struct {
		Fingerprint string
		Designs     []json.RawMessage
	}
	if err := json.Unmarshal(out, &sum); err != nil {
		return keptRun{}, err
	}
	if len(sum.Fingerprint) != 16 {
		return keptRun{}, fmt.Errorf("its JSON holds no fingerprint")
	}
	run := keptRun{Fingerprint: sum.Fingerprint}
	if len(sum.Designs) != 1 {
		return run, nil
	}
	var of struct {
		Requests struct {
			Lost map[string]int `json:"failed_by_cause"`
		}
	}
	if err := json.Unmarshal(sum.Designs[0], &of); err != nil {
		return keptRun{}, err
	}
	run.Lost = of.Requests.Lost
	run.Figures, err = keptFiguresOf(sum.Designs[0])
	return run, err
}
