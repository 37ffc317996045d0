package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sharded is a study that can be made in shards, and in how many.
type sharded struct {
	args   []string
	shards int
}

// at is the study in whichever folder.
func (s sharded) at(t *testing.T) sharded {
	args := append([]string(nil), s.args...)
	if strings.HasSuffix(args[1], ".yaml") {
		args[1] = absolute(t, args[1])
	}
	return sharded{args[:len(args):len(args)], s.shards}
}

var studies = map[string]sharded{
	"built on another": {[]string{"compare", "founding-edge", "--replications", "1", "--as-exact-as", "0", "--designs", "all-in-region"}, 1},
	"year":             {[]string{"year", smallYear, "--episodes", "9", "--designs", "single,standby"}, 3},
	"sweep": {[]string{"sweep", tiny, "--vary", shareOfState + "=20%,70%", "--figures", "availability,median(recovery)", "--replications", "2",
		"--incident", "state-loss"}, 3},
	"plan": {[]string{"plan", tiny, "--designs", "single,standby", "--incident", "region-loss", "--require", "availability >= 85%",
		"--vary", "DESIGN/dns/ttl=1m,30s", "--most", "12"}, 2},
}

func TestShardsOfEveryVerbMakeTheSameBytes(t *testing.T) {
	for name, study := range studies {
		t.Run(name, func(t *testing.T) {
			study := study.at(t)
			t.Chdir(t.TempDir())
			writes := study.args[0] != "plan"
			one := append(study.args, "--quiet")
			if writes {
				one = append(one, "--out", "whole")
			}
			whole := failsim(one...)
			for n := range study.shards {
				shard := failsim(append(study.args, "--quiet", "--shard", numbered(n+1, study.shards), "--out", filepath.Join("shards", numbered(n+1, study.shards)[:1]))...)
				shard.requireDone(t)
			}
			merge := []string{"merge", "shards", "--quiet"}
			if writes {
				merge = append(merge, "--out", "merged")
			}
			merged := failsim(merge...)
			assert.Equal(t, whole.status, merged.status, merged.stderr)
			assert.Equal(t, whole.stdout, strings.ReplaceAll(merged.stdout, "merged", "whole"))
			if writes {
				assert.Equal(t, files(t, "whole"), files(t, "merged"))
			}
			if study.shards > 1 {
				require.NoError(t, os.RemoveAll(filepath.Join("shards", "1")))
				assert.Equal(t, "failsim: shard 1 of "+numbered(1, study.shards)[2:]+" is missing\n", failsim(merge...).stderr)
			}
		})
	}
}

func numbered(n, of int) string { return string(rune('0'+n)) + "/" + string(rune('0'+of)) }

// What --resume keeps of a verb is what it would make: the second try makes no run.
func TestEveryVerbGoesOnWithTheRunsThatItHasKept(t *testing.T) {
	for _, name := range []string{"year", "sweep", "plan"} {
		t.Run(name, func(t *testing.T) {
			args := studies[name].at(t).args
			t.Chdir(t.TempDir())
			study := append(args, "--quiet")
			whole := failsim(study...)
			journals, err := filepath.Glob("failsim-out/.*.runs")
			require.NoError(t, err)
			require.Empty(t, journals)

			resumed := failsim(append(study, "--resume")...)
			assert.Equal(t, whole.stdout, resumed.stdout)
			journals, err = filepath.Glob("failsim-out/.*.runs")
			require.NoError(t, err)
			assert.Empty(t, journals, "what they were kept for is there")
		})
	}
}

// However a shard's file is damaged, merge names the shard, and its command mends it.
func TestADamagedShardIsNamedAndMended(t *testing.T) {
	study := append(studies["plan"].at(t).args, "--quiet")
	t.Chdir(t.TempDir())
	for _, n := range []string{"1", "2"} {
		failsim(append(study, "--shard", n+"/2", "--out", n)...).requireDone(t)
	}
	path := filepath.Join("2", shardFile)
	whole := content(t, path)
	merged := failsim("merge", "1", "2", "--quiet")
	head := strings.Index(whole, "\n") + 1
	head += strings.Index(whole[head:], "\n") + 1
	for name, damaged := range map[string]string{
		"a bit of a run":             flipped(whole, len(whole)/2),
		"a bit near the end":         flipped(whole, len(whole)-3),
		"zeros that a cut left":      whole[:len(whole)*2/3] + strings.Repeat("\x00", len(whole)/3),
		"zeros instead of the end":   whole[:len(whole)-20] + strings.Repeat("\x00", 20),
		"the end is not there":       whole[:len(whole)-20],
		"nothing but the head":       whole[:head],
		"a length beyond all bounds": whole[:head] + "\xff\xff\xff\x7f" + whole[head+4:],
	} {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, os.WriteFile(path, []byte(damaged), 0o600))
			o := failsim("merge", "1", "2")
			assert.Equal(t, statusBadInput, o.status)
			assert.Regexp(t, "^failsim: shard 2 of 2 is (damaged|not finished): run its command again, which ", o.stderr)
			failsim(append(study, "--shard", "2/2", "--out", "2")...).requireDone(t)
			assert.Equal(t, merged, failsim("merge", "1", "2", "--quiet"))
		})
	}
	require.NoError(t, os.WriteFile(path, []byte(flipped(whole, 17)), 0o600))
	assert.Regexp(t, "its head is damaged, so that the study that it belongs to is unknown: remove it", failsim("merge", "1", "2").stderr)
}

func flipped(text string, at int) string {
	b := []byte(text)
	b[at] ^= 0x10
	return string(b)
}

// Shards of one study differ in their numbers alone.
func TestShardsOfOtherStudiesAreRefusedByName(t *testing.T) {
	folder := t.TempDir()
	first := filepath.Join(folder, "1")
	study := []string{"sweep", tiny, "--vary", shareOfState + "=20%,70%", "--replications", "1", "--incident", "state-loss", "--quiet"}
	failsim(append(study, "--shard", "1/2", "--out", first)...).requireDone(t)
	for says, args := range map[string][]string{
		"is of seed 2, not 1":                        append(study, "--seed", "2"),
		"is of failsim compare, not failsim sweep":   {"compare", tiny, "--replications", "1", "--quiet"},
		"is of another text of scenario tiny":        append([]string{"sweep", edited(t, "share: 50%", "share: 70%")}, study[2:]...),
		"is of failsim sweep scenario.yaml --seed=1": append(study, "--replications", "2"),
		"is of scenario small-year, not tiny":        {"sweep", smallYear, "--vary", "clients/timeout=2s,3s", "--replications", "1", "--designs", "single", "--quiet"},
	} {
		other := filepath.Join(t.TempDir(), "2")
		failsim(append(args, "--shard", "2/2", "--out", other)...).requireDone(t)
		o := failsim("merge", first, other, "--out", filepath.Join(folder, "none"))
		assert.Equal(t, statusBadInput, o.status)
		assert.Contains(t, o.stderr, says)
		o = failsim(append(study, "--shard", "1/2", "--out", other)...)
		assert.Equal(t, statusBadInput, o.status, "nor does one go on where another was")
	}
	o := failsim(append(study, "--shard", "1/3", "--out", first)...)
	assert.Equal(t, "failsim: "+filepath.Join(first, shardFile)+" holds runs of a study in 2 shards, not in 3: remove it, or give another place\n", o.stderr)
	o = failsim("plan", tiny, "--designs", "single", "--shard", "1/2", "--out", filepath.Join(folder, "plan"))
	assert.Equal(t, "failsim: --shard 1/2: plan searches design by design, and there is one: only 1/1\n", o.stderr)
}
