package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"failsim/cmd/internal/kept"
	"failsim/cmd/internal/output"
	"failsim/cmd/internal/study"
	"failsim/models/world/scenario"
)

// keeping are runs that outlive a study that is stopped, or come from shards.
type keeping struct {
	resume bool
	shard  string
	shards []string // of merge
	file   *kept.File
}

func (k *keeping) add(f *pflag.FlagSet) {
	f.BoolVar(&k.resume, "resume", false, "keep each run in a file beside the result until that is there, and go on with those that a stopped study has kept")
	f.StringVar(&k.shard, "shard", "", "make one part of the runs, such as `3/10`, for failsim merge: --out is then the shard's directory; auto/10 takes the number that Kubernetes, Slurm or AWS Batch gave the task")
	f.StringSliceVar(&k.shards, "shards", nil, "")
	_ = f.MarkHidden("shards") // merge's
}

var shardOf = regexp.MustCompile(`^(auto|[0-9]{1,6})/([0-9]{1,6})$`)

// tasks are the variables in which a cluster tells a task its number, and the number
// of the first.
var tasks = []struct {
	variable string
	first    int
}{{"JOB_COMPLETION_INDEX", 0}, {"SLURM_ARRAY_TASK_ID", 1}, {"AWS_BATCH_JOB_ARRAY_INDEX", 0}}

// ofTask returns the number of the shard that a cluster's task is to make.
func ofTask() (int, error) {
	for _, t := range tasks {
		if text := os.Getenv(t.variable); text != "" {
			n, err := strconv.Atoi(text)
			if err != nil {
				return 0, usage("--shard auto: %s is %q", t.variable, text)
			}
			return n - t.first + 1, nil
		}
	}
	return 0, usage("--shard auto: none of %s, %s and %s is set, so this is no task of Kubernetes, Slurm or AWS Batch", tasks[0].variable, tasks[1].variable, tasks[2].variable)
}

// mostShards bounds what a wrong number asks for.
const mostShards = 100_000

// numbers reads --shard.
func (k *keeping) numbers() (number, of int, err error) {
	m := shardOf.FindStringSubmatch(k.shard)
	if m != nil {
		of, _ = strconv.Atoi(m[2])
		if number, err = strconv.Atoi(m[1]); err != nil {
			if number, err = ofTask(); err != nil {
				return 0, 0, err
			}
		}
	}
	if m == nil || number < 1 || number > of || of > mostShards {
		return 0, 0, usage("--shard %q: expected a number and how many there are, such as 3/10, at most %d", k.shard, mostShards)
	}
	return number, of, nil
}

// check refuses flags that do not go together.
func (k *keeping) check(f *compareFlags) error {
	if k.shard == "" {
		return nil
	}
	if _, _, err := k.numbers(); err != nil {
		return err
	}
	switch {
	case f.precision != "":
		return usage("--shard and --precision: how many runs a precision takes is known only when all are there")
	case len(f.expected.asked) > 0 || f.asJSON:
		return usage("--shard makes no result yet: --expect and --json go with failsim merge")
	}
	return nil
}

// open has a study keep its runs, or take those of shards.
func (k *keeping) open(c *cobra.Command, out string, id kept.Identity, o *study.Options) error {
	switch {
	case len(k.shards) > 0:
		shards, err := kept.Gather(k.shards)
		if err != nil {
			return badInput{err}
		}
		first := shards[0].Identity()
		if what := id.Differs(&first); what != "" {
			return usage("%s holds runs %s", k.shards[0], what)
		}
		o.Kept = shards
	case k.resume:
		file, err := kept.Open(filepath.Join(filepath.Dir(out), "."+filepath.Base(out)+".runs"), id)
		if err != nil {
			return badInput{err}
		}
		if n := file.Runs(); n > 0 {
			fmt.Fprintf(c.ErrOrStderr(), "going on with %d runs of an earlier try\n", n)
		}
		k.file, o.Kept = file, file
	}
	return nil
}

// done lets the runs go when the result is there.
func (k *keeping) done() {
	if k.file != nil {
		_ = k.file.Remove()
		k.file = nil
	}
}

func (k *keeping) close() {
	if k.file != nil {
		_ = k.file.Close()
	}
}

// identity says what runs depend on.
func (f *compareFlags) identity(s *scenario.Scenario, w *study.Workload, sampled bool) kept.Identity {
	id := kept.Identity{Version: version(), Scenario: s.Name, SHA256: s.SHA256, Seed: f.seed, Sampled: sampled, Inputs: []string{}, Command: f.command(s, f.replications)}
	for i := range w.Inputs {
		id.Inputs = append(id.Inputs, w.Inputs[i].SHA256)
	}
	return id
}

// runShard makes the runs of one shard.
func (f *compareFlags) runShard(c *cobra.Command, s *scenario.Scenario, sampled bool, incidents []string) error {
	number, of, err := f.keeping.numbers()
	if err != nil {
		return err
	}
	out := f.out
	if !c.Flags().Changed("out") {
		out = filepath.Join("failsim-out", fmt.Sprintf("%s-shard-%d-of-%d", s.Name, number, of))
	}
	if strings.TrimSpace(out) == "" {
		return usage("--out %q: it names no directory", out)
	}
	release, err := output.Hold(out)
	if err != nil {
		return usage("--out: %w", err)
	}
	defer release()
	if err := os.MkdirAll(out, 0o777); err != nil {
		return usage("--out: %w", err)
	}
	replay, err := f.replay()
	if err != nil {
		return err
	}
	work, err := study.Prepare(s, f.seed, replay)
	if err != nil {
		return err
	}
	work.Stop = stopOf(c.Context())
	id := f.identity(s, work, sampled)
	id.Shard, id.Of = number, of
	file, err := kept.Open(filepath.Join(out, shardFile), id)
	if err != nil {
		return badInput{err}
	}
	defer file.Close()
	if err := os.WriteFile(filepath.Join(out, "scenario.yaml"), []byte(s.Text), 0o666); err != nil {
		return err
	}
	bar := newProgress(c.ErrOrStderr(), f.quiet)
	o := study.Options{Designs: f.designs, Incidents: incidents, Sampled: sampled, Replications: f.replications, AsExactAs: f.exactness, Seed: f.seed, Jobs: f.jobs,
		Abreast: f.memory.abreast(work.Size(f.designs), f.jobs), Kept: file, Progress: bar.done}
	err = study.Shard(c.Context(), s, work, o, number, of)
	bar.close()
	if err != nil {
		return err
	}
	if err := file.Finish(); err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.OutOrStdout(), "shard %d of %d: %s%c\n", number, of, out, os.PathSeparator)
	return err
}

// shardFile holds a shard's runs.
const shardFile = "runs.failsim"
