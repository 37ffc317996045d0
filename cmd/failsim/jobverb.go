package main

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"failsim/models/world/scenario"
)

// job is a study in shards, as another program is to run it.
type job struct {
	shards, atOnce       int
	memory, image, claim string
	out, verb            string
}

// inShards are the verbs whose studies are made in shards.
var inShards = []string{"compare", "year", "sweep", "plan"}

// forShards reads flags that every shard shall have, and looks at all that can be seen
// of them here.
func (j *job) forShards(c *cobra.Command, name string, flags []string) (*scenario.Scenario, error) {
	var compare compareFlags
	set := pflag.NewFlagSet("compare", pflag.ContinueOnError)
	compare.flags(set)
	if j.verb != "compare" {
		set = j.study().Flags()
	}
	set.Usage = func() {}
	if err := set.Parse(flags); err != nil {
		return nil, badInput{fmt.Errorf("after --: %w", err)}
	}
	if set.NArg() > 0 {
		return nil, usage("%q after --: only flags of %s", set.Arg(0), j.verb)
	}
	for _, own := range []string{"shard", "shards", "only-check", "out", "resume", "precision", "expect", "json", "jobs", "force"} {
		if set.Changed(own) {
			return nil, usage("--%s: not of a shard in a job", own)
		}
	}
	from := ""
	if f := set.Lookup("traces-in"); f != nil {
		from = f.Value.String()
	}
	s, err := loadFrom(name, from)
	if err != nil {
		return nil, err
	}
	if j.verb == "compare" {
		return s, compare.check()
	}
	if set.Changed("trace") { // it lies where the shards are made
		return s, nil
	}
	trial := j.study()
	trial.SetArgs(append([]string{name, "--quiet", "--only-check", "--shard", fmt.Sprintf("%d/%d", j.shards, j.shards)}, flags...))
	trial.SetOut(io.Discard)
	trial.SetErr(io.Discard)
	trial.SilenceErrors, trial.SilenceUsage = true, true
	return s, trial.ExecuteContext(c.Context())
}

// study returns the command of the job's verb.
func (j *job) study() *cobra.Command {
	switch j.verb {
	case "year":
		return newYear()
	case "sweep":
		return newSweep()
	case "plan":
		return newPlan()
	}
	return newCompare()
}

// label names a job, and the folder of its shards.
func (j *job) label(scenario string) string {
	if j.verb == "compare" {
		return labelOf(scenario)
	}
	return labelOf(scenario) + "-" + j.verb
}

var noLabel = regexp.MustCompile(`[^a-z0-9]+`)

// labelOf makes of a scenario's name one that Kubernetes takes, with room for a verb,
// -merge and an index.
func labelOf(name string) string {
	s := strings.Trim(noLabel.ReplaceAllString(strings.ToLower(name), "-"), "-")
	if len(s) > 36 {
		s = strings.TrimRight(s[:36], "-")
	}
	return "failsim-" + s
}
