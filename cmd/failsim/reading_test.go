package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// halves deals an access log out to two files, line by line.
func halves(t *testing.T) (folder string) {
	t.Helper()
	var parts [2]string
	k := 0
	for line := range strings.Lines(accessLog()) {
		parts[k%2] += line
		k++
	}
	folder = t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "a.log.zst"), []byte(zstandard(t, parts[0])), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "b.log"), []byte(parts[1]), 0o600))
	return folder
}

func TestSeveralFilesAreReplayedAsOneTrace(t *testing.T) {
	folder := halves(t)
	one := outIn(t)
	quickly(one, "--trace", tempFile(t, "site.log", accessLog()), "--skip-bad", "20").requireDone(t)
	want := summary(t, one)
	for _, given := range [][]string{
		{"--trace", folder},
		{"--trace", filepath.Join(folder, "*.log*")},
		{"--trace", filepath.Join(folder, "a.log.zst"), "--trace", filepath.Join(folder, "b.log")},
	} {
		out := outIn(t)
		o := quickly(out, append(given, "--skip-bad", "2%")...).requireDone(t)
		assert.Contains(t, o.stdout, "a.log.zst (clf): 1440 lines read = ")
		assert.Contains(t, o.stdout, "b.log (clf): 1440 lines read = ")
		sum := summary(t, out)
		require.Len(t, sum.Inputs, 2, "each file has its ledger")
		assert.Equal(t, int64(2860), sum.Inputs[0].Accepted+sum.Inputs[1].Accepted)
		assert.Equal(t, int64(20), sum.Inputs[0].Skipped+sum.Inputs[1].Skipped)
		assert.Equal(t, sum.Inputs, manifest(t, out).Inputs)
		assert.Equal(t, want.Designs[0].Requests.Arrived, sum.Designs[0].Requests.Arrived, "the same requests")
	}
}

func TestAShareOfMalformedLinesIsTolerated(t *testing.T) {
	path := tempFile(t, "site.log", accessLog()) // 20 of 2880 lines are malformed: 0.69 %
	failsim("trace", "info", path, "--skip-bad", "0.7%").requireDone(t)
	o := failsim("trace", "info", path, "--skip-bad", "0.6%")
	assert.Equal(t, statusBadInput, o.status)
	assert.Contains(t, o.stderr, "(20 malformed lines of 2880, more than the 0.6% that --skip-bad allows)")
	assert.Contains(t, o.stderr, "lines: 2880 read = 2860 accepted + 17 skipped + 3 refused\n")
}

func TestFlagsThatMakeNoSenseOfATraceAreRefused(t *testing.T) {
	path := tempFile(t, "FILE", accessLog())
	for args, message := range map[string]string{
		"--skip-bad 101%":      "--skip-bad 101%: a share of lines is between 0% and 100%",
		"--skip-bad few":       "--skip-bad few: neither a number of lines nor a share such as 1%",
		"--zone Berlin":        `--zone "Berlin": not a time zone such as Europe/Berlin or UTC`,
		"--spread uniform":     "unknown flag --spread; failsim trace info --help lists the flags",
		"--fields time":        `--fields: "time" does not say which column it is: write time=COLUMN`,
		"--fields class=route": "FILE: class=route: this format knows the classes method, path, path:2 to path:9, and none",
	} {
		o := failsim(append([]string{"trace", "info", path}, strings.Fields(args)...)...)
		assert.Equal(t, statusBadInput, o.status)
		assert.Equal(t, "failsim: "+message, strings.ReplaceAll(strings.TrimSpace(o.stderr), path, "FILE"))
	}
	o := failsim("trace", "speed-up", path, "--by", "2", "--spread", "bursts", "-o", "-")
	assert.Equal(t, statusBadInput, o.status)
	assert.Contains(t, o.stderr, `--spread: unknown way to spread requests "bursts"; did you mean "burst"? (known: sorted, poisson, uniform, burst)`)
}
