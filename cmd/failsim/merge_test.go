package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestShardsMakeTheSameBytes(t *testing.T) {
	folder := t.TempDir()
	whole, merged := filepath.Join(folder, "whole"), filepath.Join(folder, "merged")
	study := []string{"compare", tiny, "--replications", "3", "--as-exact-as", "5", "--quiet"}
	failsim(append(study, "--out", whole)...).requireDone(t)
	var shards []string
	for _, n := range []string{"1/3", "2/3", "3/3"} {
		shards = append(shards, filepath.Join(folder, "shard"+n[:1]))
		failsim(append(study, "--shard", n, "--out", shards[len(shards)-1])...).requireDone(t)
	}
	failsim(append([]string{"merge", "--out", merged, "--quiet"}, shards[2], shards[0], shards[1])...).requireDone(t)
	assert.Equal(t, files(t, whole), files(t, merged), "whatever their order")

	for _, c := range []struct {
		of   []string
		says string
	}{
		{[]string{shards[0], shards[2]}, "failsim: shard 2 of 3 is missing"},
		{[]string{shards[1]}, "failsim: shards 1, 3 of 3 are missing"},
		{[]string{shards[0], shards[0], shards[1]}, "failsim: shard 1 of 3 is there twice: …"},
		{[]string{filepath.Join(folder, "absent")}, "failsim: …"},
	} {
		o := failsim(append([]string{"merge", "--out", filepath.Join(folder, "none")}, c.of...)...)
		assert.Equal(t, statusBadInput, o.status)
		assert.True(t, strings.HasPrefix(o.stderr, strings.TrimSuffix(c.says, "…")), o.stderr)
	}
	other := filepath.Join(folder, "other")
	failsim(append(study, "--seed", "2", "--shard", "2/3", "--out", other)...).requireDone(t)
	o := failsim("merge", shards[0], other, shards[2], "--out", filepath.Join(folder, "none"))
	assert.Equal(t, statusBadInput, o.status)
	assert.Contains(t, o.stderr, "is of seed 2, not 1, as ")
}

func TestAStoppedStudyGoesOnToTheSameBytes(t *testing.T) {
	folder := t.TempDir()
	whole, resumed := filepath.Join(folder, "whole"), filepath.Join(folder, "resumed")
	study := []string{"compare", tiny, "--replications", "4", "--jobs", "1", "--quiet"}
	failsim(append(study, "--out", whole)...).requireDone(t)

	journal := filepath.Join(folder, ".resumed.runs")
	ctx, stop := context.WithCancel(t.Context())
	go func() {
		for ctx.Err() == nil {
			if info, err := os.Stat(journal); err == nil && info.Size() > 4000 {
				stop()
			}
			time.Sleep(time.Millisecond)
		}
	}()
	var discard strings.Builder
	run(ctx, append(study, "--resume", "--out", resumed), &discard, &discard)
	stop()
	if content, err := os.ReadFile(journal); err == nil { // stopped in time: and the last record was being written
		require.NoError(t, os.WriteFile(journal, content[:len(content)-7], 0o600))
	}
	o := failsim(append(study, "--resume", "--out", resumed)...).requireDone(t)
	assert.Contains(t, o.stderr, "runs of an earlier try\n")
	assert.Equal(t, files(t, whole), files(t, resumed))
	assert.NoFileExists(t, journal, "what it was kept for is there")
}

func TestResumeRefusesRunsOfAnotherStudy(t *testing.T) {
	folder := t.TempDir()
	out := filepath.Join(folder, "out")
	other := filepath.Join(folder, "shard")
	quickly(other, "--shard", "1/1", "--seed", "9").requireDone(t)
	runs := content(t, filepath.Join(other, shardFile))
	require.NoError(t, os.WriteFile(filepath.Join(folder, ".out.runs"), []byte(runs), 0o600))
	o := quickly(out, "--resume")
	assert.Equal(t, statusBadInput, o.status)
	assert.Contains(t, o.stderr, "holds runs of seed 9, not 1: remove it, or give another place")
	require.NoError(t, os.WriteFile(filepath.Join(folder, ".out.runs"), []byte(strings.Replace(runs, "runs/2", "runs/1", 1)), 0o600))
	assert.Contains(t, quickly(out, "--resume").stderr, "is of a failsim that keeps runs in another form: remove it, or go on with that version")
	require.NoError(t, os.WriteFile(filepath.Join(folder, ".out.runs"), []byte("notes of mine"), 0o600))
	assert.Contains(t, quickly(out, "--resume").stderr, "is no file of runs of failsim")
}

func TestShardsAreNumbered(t *testing.T) {
	for _, n := range []string{"0/3", "4/3", "1", "a/b", "1/0", "-1/3"} {
		out := outIn(t)
		quickly(out, "--shard", n).assertRefused(t, `failsim: --shard "`+n+`": expected a number and how many there are, such as 3/10, at most 100000`, out)
	}
}
