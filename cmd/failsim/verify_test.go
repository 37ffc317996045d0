package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestVerifyFindsTheSameBytes(t *testing.T) {
	out := outIn(t)
	quickly(out, "--seed", "7", "--expect", "availability >= 99.99%")
	o := failsim("verify", out, "--jobs", "1").requireDone(t)
	assert.Equal(t, out+": 20 files, each the same byte for byte\n", o.stdout)
}

// Files say which version made them, and that is no difference: verify writes them as
// the older one did, which may have said nothing.
func TestVerifyFindsTheSameBytesInAResultOfAnotherVersion(t *testing.T) {
	for by, says := range map[string]string{"v9.9.9 go1.99 plan9 mips": "failsim/summary-md/1, failsim v9.9.9", "v0.1 go1.20 linux amd64" + notSaid: ""} {
		out := outIn(t)
		quickly(out, "--made-by", by)
		summary := content(t, filepath.Join(out, "summary.md"))
		assert.Equal(t, says != "", strings.Contains(summary, "<!--"))
		assert.Contains(t, summary, says)
		o := failsim("verify", out).requireDone(t)
		assert.Contains(t, o.stdout, "made by failsim v")
		assert.Contains(t, o.stdout, "each the same byte for byte")
	}
}

func TestVerifyNamesAFileChangedByHand(t *testing.T) {
	out := outIn(t)
	quickly(out).requireDone(t)
	require.NoError(t, os.WriteFile(filepath.Join(out, "lost.csv"), []byte("nothing\n"), 0o600))
	o := failsim("verify", out)
	assert.Equal(t, statusNo, o.status)
	assert.Equal(t, filepath.Join(out, "lost.csv")+": not what the run wrote: changed by hand, or damaged\n", o.stdout)
	assert.Contains(t, o.stderr, "the run came out the same")
}

func TestVerifySeesAnotherRun(t *testing.T) {
	out := outIn(t)
	quickly(out).requireDone(t)
	path := filepath.Join(out, "scenario.yaml")
	text := content(t, path)
	require.NoError(t, os.WriteFile(path, []byte(text+"\n# more\n"), 0o600))
	o := failsim("verify", out)
	assert.Equal(t, statusNo, o.status)
	assert.Contains(t, o.stdout, "scenario.yaml: differs\n", "the run is that of the scenario that is there")
	assert.NotContains(t, o.stdout, "fingerprint", "a remark changes no run")
}

// A run that went otherwise is told by the first window in which it did.
func TestVerifySaysWhenRunsPart(t *testing.T) {
	out := outIn(t)
	quickly(out).requireDone(t)
	path := filepath.Join(out, "scenario.yaml")
	text := content(t, path)
	later := regexp.MustCompile(`at: (\d+)m`).ReplaceAllString(text, "at: ${1}m1s")
	require.NotEqual(t, text, later)
	require.NoError(t, os.WriteFile(path, []byte(later), 0o600))
	o := failsim("verify", out)
	assert.Equal(t, statusNo, o.status)
	assert.Regexp(t, `timeline.csv: differs, first in line \d+: incident \S+, design \S+, t_minutes_since_onset `, o.stdout)
	assert.Contains(t, o.stdout, "the runs themselves went otherwise")
	assert.Regexp(t, `\d+ of \d+ runs differ; they part first between minutes \d+ and \d+ of the run: incident \S+, design \S+, replication \d+; failsim run`, o.stdout)
}

func TestVerifyRefusesWhatIsNoResult(t *testing.T) {
	empty := t.TempDir()
	failsim("verify", empty).assertRefused(t, "failsim: "+empty+" is no result of failsim: manifest.json: no such file or directory", filepath.Join(empty, "x"))
}
