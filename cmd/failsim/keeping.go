package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"failsim/cmd/internal/kept"
	"failsim/cmd/internal/output"
	"failsim/cmd/internal/study"
	"failsim/models/world/scenario"
	"failsim/results"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// keeping are runs that outlive a study that is stopped, or come from shards. Every
// verb whose study may take hours has it.
type keeping struct {
	resume bool
	shard  string
	shards []string // of merge
	only   bool     // of job: to look at what a shard is asked for, and make nothing
	lock   func()   // lets go of the place where runs are kept
	file   *kept.File
	all    kept.Shards
	later  *kept.Later // where nothing is asked for
}

func (k *keeping) add(f *pflag.FlagSet) {
	f.BoolVar(&k.resume, "resume", false, "go on with the runs that a stopped study of the same command has kept beside the result")
	f.StringVar(&k.shard, "shard", "", "make one part of the runs, such as `3/10`, for failsim merge: --out is then the shard's directory; auto/10 takes the number that Kubernetes, Slurm or AWS Batch gave the task")
	f.StringSliceVar(&k.shards, "shards", nil, "")
	_ = f.MarkHidden("shards") // merge's
	f.BoolVar(&k.only, "only-check", false, "")
	_ = f.MarkHidden("only-check") // job's
}

// check refuses flags that do not go together.
func (k *keeping) check(asJSON bool) error {
	if k.shard == "" {
		return nil
	}
	if _, err := k.part(); err != nil {
		return err
	}
	if asJSON {
		return usage("--shard makes no result yet: --json goes with failsim merge")
	}
	return nil
}

// open has a study keep its runs, or take those of shards; nil if it shall do neither.
func (k *keeping) open(c *cobra.Command, out string, id kept.Identity) (study.Kept, error) {
	switch {
	case len(k.shards) > 0:
		shards, err := kept.Gather(k.shards)
		if err != nil {
			return nil, badInput{err}
		}
		k.all = shards
		first := shards[0].Identity()
		if what := id.Differs(&first); what != "" {
			return nil, usage("%s holds runs %s", k.shards[0], what)
		}
		return shards, nil
	case !k.resume:
		k.later = kept.Lazily(runsBeside(out), id)
		return k.later, nil
	default:
		file, err := kept.Open(runsBeside(out), id)
		if err != nil {
			return nil, badInput{err}
		}
		showKept(c, file)
		k.file = file
		return file, nil
	}
}

func showKept(c *cobra.Command, file *kept.File) {
	if err := file.Damage(); err != nil {
		fmt.Fprintf(c.ErrOrStderr(), "damaged runs of an earlier try are run again (%v)\n", err)
	}
	if n := file.Runs(); n > 0 {
		fmt.Fprintf(c.ErrOrStderr(), "going on with %d runs of an earlier try\n", n)
	}
}

// runsBeside is where the runs of a result lie until it is there.
func runsBeside(out string) string {
	return filepath.Join(filepath.Dir(out), "."+filepath.Base(out)+".runs")
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
	k.all.Close()
	if k.lock != nil {
		k.lock()
	}
	if k.later != nil {
		k.later.Remove()
	}
}

// stopped keeps the runs of a study that a signal ended, and says what is missing.
func (k *keeping) stopped(err error) error {
	var stop *study.Stopped
	if !errors.As(err, &stop) || stop.Done == 0 {
		return err
	}
	text := fmt.Sprintf("interrupted with %d of %d runs done; missing: %s", stop.Done, stop.Total, stop.Missing)
	switch {
	case k.file != nil:
		text += "; what is done is kept, and the same command goes on with it"
	case k.later != nil && k.later.Kept > 0:
		text += "; what is done is kept in " + k.later.Path() + ", and the same command with --resume goes on with it"
		k.later.Close()
		k.later = nil
	case k.later != nil:
		text += "; what is done is not kept: " + k.later.Why
	}
	return partial{text, err}
}

// identity says what the runs of a study depend on; command is what repeats it.
func (c *common) identity(s *scenario.Scenario, command []string, sampled bool, inputs []results.Input) kept.Identity {
	id := kept.Identity{Version: version(), Scenario: s.Name, SHA256: s.SHA256, Seed: c.seed, Sampled: sampled, Inputs: []string{}, Flags: c.playing(), Command: command}
	for i := range inputs {
		id.Inputs = append(id.Inputs, inputs[i].SHA256)
	}
	return id
}

// shardFile holds a shard's runs.
const shardFile = "runs.failsim"

// makeShard has the runs of a shard made, and keeps them in its directory.
func (k *keeping) makeShard(c *cobra.Command, f *common, s *scenario.Scenario, id kept.Identity, make func(study.Kept, *study.Part) error) error {
	part, err := k.part()
	if err != nil || k.only {
		return err
	}
	id.Shard, id.Of = part.Number, part.Of
	byDefault := fmt.Sprintf("%s-shard-%d-of-%d", s.Name, part.Number, part.Of)
	if verb := id.Command[0]; verb != "compare" {
		byDefault = s.Name + "-" + verb + byDefault[len(s.Name):]
	}
	out, err := f.place(c, byDefault)
	if err != nil {
		return err
	}
	release, err := output.Hold(out)
	if err != nil {
		return usage("--out: %w", err)
	}
	defer release()
	if err := os.MkdirAll(out, 0o777); err != nil {
		return usage("--out: %w", err)
	}
	file, err := kept.Open(filepath.Join(out, shardFile), id)
	if err != nil {
		return badInput{err}
	}
	defer file.Close()
	showKept(c, file)
	if err := os.WriteFile(filepath.Join(out, "scenario.yaml"), []byte(s.Text), 0o666); err != nil {
		return err
	}
	if err := make(file, part); err != nil {
		return err
	}
	if err := file.Finish(); err != nil {
		return err
	}
	if err := output.SyncFolders(out); err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.OutOrStdout(), "shard %d of %d: %s%c\n", part.Number, part.Of, out, os.PathSeparator)
	return err
}

// part reads --shard.
func (k *keeping) part() (*study.Part, error) {
	p := &study.Part{}
	m := shardOf.FindStringSubmatch(k.shard)
	if m != nil {
		p.Of, _ = strconv.Atoi(m[2])
		var err error
		if p.Number, err = strconv.Atoi(m[1]); err != nil {
			if p.Number, err = ofTask(); err != nil {
				return nil, err
			}
		}
	}
	if m == nil || p.Number < 1 || p.Number > p.Of || p.Of > mostShards {
		return nil, usage("--shard %q: expected a number and how many there are, such as 3/10, at most %d", k.shard, mostShards)
	}
	return p, nil
}
