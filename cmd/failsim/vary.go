package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"failsim/cmd/internal/experiment"
	"failsim/cmd/internal/kept"
	"failsim/cmd/internal/output"
	"failsim/cmd/internal/study"
	"failsim/models/file"
	"failsim/models/world/scenario"
	"failsim/results/gate"
)

// varied are the flags of verbs that run a scenario at many points.
type varied struct {
	common
	designs      named
	replications int
	jobs         int
	keeping      keeping
}

func (v *varied) add(f *pflag.FlagSet, replications int) {
	v.common.add(f)
	v.memory.add(f)
	v.designs.add(f, "all")
	f.IntVar(&v.replications, "replications", replications, "how many times to run each design at each point, with other users and random draws")
	f.IntVar(&v.jobs, "jobs", 0, "runs at the same time (default: one for each core); results do not depend on it")
}

// lab opens a scenario with edits that all points share.
func (v *varied) lab(c *cobra.Command, name string) (*experiment.Lab, *scenario.Scenario, error) {
	if v.replications < 1 || v.replications > mostReplications {
		return nil, nil, usage("--replications %d: from 1 to %d", v.replications, mostReplications)
	}
	if v.jobs < 0 {
		return nil, nil, usage("--jobs %d: at least 1, or 0 for one for each core", v.jobs)
	}
	folder := v.tracesIn
	if folder == "" {
		folder = filepath.Dir(name)
	}
	s, err := loadIn(name, folder, nil)
	if err != nil {
		return nil, nil, err
	}
	reportOlder(c, s.Older, v.quiet)
	if err := v.designs.resolve(s); err != nil {
		return nil, nil, err
	}
	sampled, incidents, err := v.incidents(c, s)
	if err != nil {
		return nil, nil, err
	}
	replay, err := v.replay()
	if err != nil {
		return nil, nil, err
	}
	o := study.Options{Designs: v.designs, Incidents: incidents, Sampled: sampled, Replications: v.replications, Seed: v.seed, Jobs: v.jobs}
	load := func(edits []file.Edit) (*scenario.Scenario, error) { return loadIn(name, folder, edits) }
	return &experiment.Lab{Load: load, Replay: replay, Options: o, Stop: stopOf(c.Context())}, s, nil
}

// identified says what the runs of a lab depend on.
func (v *varied) identified(lab *experiment.Lab, s *scenario.Scenario, command []string) (kept.Identity, error) {
	inputs, err := lab.Inputs()
	return v.identity(s, command, lab.Options.Sampled, inputs), err
}

// keep has a lab keep its runs, or take those of shards, if that was asked for.
func (v *varied) keep(c *cobra.Command, lab *experiment.Lab, out string, identified func() (kept.Identity, error)) error {
	if !v.keeping.resume && len(v.keeping.shards) == 0 {
		return nil
	}
	id, err := identified()
	if err == nil {
		lab.Options.Kept, err = v.keeping.open(c, out, id)
	}
	return err
}

// keepPrinted is keep of a verb that writes no result: its runs lie where that would.
func (v *varied) keepPrinted(c *cobra.Command, lab *experiment.Lab, name string, identified func() (kept.Identity, error)) error {
	out := filepath.Join("failsim-out", name)
	if v.keeping.resume {
		release, err := output.Hold(out)
		if err != nil {
			return err
		}
		v.keeping.lock = release
	}
	return v.keep(c, lab, out, identified)
}

// axesOf reads --vary, and has every path resolved before the work: a mistake is
// shown where it stands.
func axesOf(lab *experiment.Lab, asked []string) ([]file.Axis, error) {
	var axes []file.Axis
	for _, text := range asked {
		a, err := file.ParseAxis(text)
		if err != nil {
			return nil, usage("--vary %w", err)
		}
		for _, b := range axes {
			if b.Path == a.Path {
				return nil, usage("--vary %s is given twice: write its values in one list", a.Path)
			}
		}
		axes = append(axes, a)
	}
	var all file.Errors
	for _, a := range axes {
		for _, value := range a.Values {
			_, err := lab.Load([]file.Edit{{Path: a.Path, Value: value, From: "--vary"}})
			var bad *file.Errors
			if errors.As(err, &bad) {
				all.Problems = append(all.Problems, bad.Problems...)
			} else if err != nil {
				return nil, err
			}
		}
	}
	if len(all.Problems) > 0 {
		return nil, &all
	}
	return axes, nil
}

// reached narrows what is run to the designs that axes reach, if they reach some and
// not all, and says so.
func (v *varied) reached(c *cobra.Command, lab *experiment.Lab, s *scenario.Scenario, axes []file.Axis) error {
	if len(v.designs) > 0 {
		return nil
	}
	found := map[string]bool{}
	for _, a := range axes {
		for _, value := range a.Values {
			other, err := lab.Load([]file.Edit{{Path: a.Path, Value: value, From: "--vary"}})
			if err != nil {
				return err
			}
			names := experiment.Reached(s, other)
			if names == nil {
				return nil
			}
			for _, n := range names {
				found[n] = true
			}
		}
	}
	if len(found) == 0 || len(found) == len(s.Designs) {
		return nil
	}
	for i := range s.Designs {
		if found[s.Designs[i].Name] {
			lab.Options.Designs = append(lab.Options.Designs, s.Designs[i].Name)
		}
	}
	if !v.quiet {
		fmt.Fprintf(c.ErrOrStderr(), "only %v differ at these values, so only they are run (--designs runs others)\n", lab.Options.Designs)
	}
	return nil
}

// figuresOf reads a list of figures, by the words that expectations have.
func figuresOf(flag string, asked []string, names *gate.Names) (map[string]bool, error) {
	want := map[string]bool{}
	for _, word := range asked {
		name, err := names.Figure(word)
		if err != nil {
			return nil, usage("--%s: %w", flag, err)
		}
		want[name] = true
	}
	return want, nil
}
