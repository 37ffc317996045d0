package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The nested module .import decodes the manifests strictly with Kubernetes' own types.
func TestJobsAreAsTheyWere(t *testing.T) {
	for name, args := range map[string][]string{
		"job-kubernetes": {"job", "kubernetes", "testdata/preset.yaml", "--shards", "100", "--at-once", "20", "--image", "registry.example/failsim:1", "--", "--replications", "100000", "--seed", "7"},
		"job-embedded":   {"job", "kubernetes", "--shards", "10"},
		"job-slurm":      {"job", "slurm", "elb-2012", "--shards", "100", "--at-once", "20", "--memory", "512Mi", "--out", "a b's", "--", "--replications", "100000"},
		"job-plan":       {"job", "kubernetes", "--verb", "plan", "--shards", "2", "--", "--designs", "single-provider,active-passive"},
		"job-year":       {"job", "slurm", "--verb", "year", "--shards", "100", "--", "--episodes", "100000"},
		"job-sweep":      {"job", "kubernetes", "--verb", "sweep", "testdata/preset.yaml", "--", "--vary", "clients/timeout=2s,3s"},
	} {
		requireGolden(t, name, failsim(args...).requireDone(t).stdout)
	}
}

// What a cluster runs is the command that the job says, with the numbers that it gives.
func TestAJobsShardsMergeToTheWhole(t *testing.T) {
	folder := t.TempDir()
	script := failsim("job", "slurm", tiny, "--shards", "3", "--out", filepath.Join(folder, "shards"), "--", "--replications", "3").requireDone(t).stdout
	assert.Contains(t, script, "#SBATCH --array=1-3%3\n")
	assert.Contains(t, script, absolute(t, tiny)+" --replications 3 ")
	for n, variables := range [][2]string{{"JOB_COMPLETION_INDEX", "0"}, {"SLURM_ARRAY_TASK_ID", "2"}, {"AWS_BATCH_JOB_ARRAY_INDEX", "2"}} {
		t.Run(variables[0], func(t *testing.T) {
			t.Setenv(variables[0], variables[1])
			failsim("compare", tiny, "--replications", "3", "--quiet", "--shard", "auto/3", "--out", filepath.Join(folder, "shards", "shard-"+string(rune('1'+n)))).requireDone(t)
		})
	}
	failsim("merge", filepath.Join(folder, "shards"), "--quiet", "--out", filepath.Join(folder, "merged")).requireDone(t)
	failsim("compare", tiny, "--replications", "3", "--quiet", "--out", filepath.Join(folder, "whole")).requireDone(t)
	assert.Equal(t, files(t, filepath.Join(folder, "whole")), files(t, filepath.Join(folder, "merged")))
}

func TestWhatIsNoJobIsRefused(t *testing.T) {
	for args, says := range map[string]string{
		"job nomad":                                                     `there is no job for "nomad"; there are kubernetes, slurm`,
		"job slurm --shards 0":                                          "--shards 0: from 1 to 100000",
		"job slurm --shards 2 --at-once 3":                              "--at-once 3: from 1 to the number of shards, 2",
		"job slurm --memory 1.5Gi":                                      `--memory "1.5Gi": a whole number of Mi or Gi, such as 512Mi`,
		"job slurm -- --shard 1/2":                                      "--shard: not of a shard in a job",
		"job slurm -- --replications 0":                                 "--replications 0: from 1 to 1000000",
		"job slurm -- --replication 3":                                  "after --: unknown flag: --replication",
		"job slurm -- more":                                             `"more" after --: only flags of compare`,
		"job slurm --verb robust":                                       "--verb robust: not made in shards; there are compare, year, sweep, plan",
		"job slurm --verb sweep":                                        "--vary PATH=VALUES says what to vary",
		"job slurm --verb sweep -- --vary a=1":                          "--vary",
		"job slurm --verb year -- --episodes 0":                         "--episodes 0: from 1 to",
		"job slurm --verb plan --shards 3 -- --designs single-provider": "plan searches design by design, and there is one: only 1/1",
		"job slurm absent.yaml":                                         "absent.yaml",
		"compare --shard auto/3 --out absent":                           "--shard auto: none of JOB_COMPLETION_INDEX, SLURM_ARRAY_TASK_ID and AWS_BATCH_JOB_ARRAY_INDEX is set, so this is no task of Kubernetes, Slurm or AWS Batch",
	} {
		o := failsim(strings.Fields(args)...)
		assert.Equal(t, statusBadInput, o.status, args)
		require.Contains(t, o.stderr, says, args)
	}
}
