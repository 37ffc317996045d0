package main

import (
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"failsim/cmd/internal/study"
	"failsim/models/world/scenario"
	"failsim/sim"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// common are the flags of every verb that runs something.
type common struct {
	trace                []string
	from                 string
	reading              reading
	whole, repeat, quiet bool
	asJSON               bool
	asWork               bool
	seed                 uint64
	incident             []string
	out                  string
	force                bool
	tracesIn             string
	memory               memory
	madeBy               string
}

// addTrace adds the flags that replay a log in place of the scenario's workload.
func (c *common) addTrace(f *pflag.FlagSet) {
	f.StringArrayVar(&c.trace, "trace", nil, "replay this `FILE` at its own rate instead of the scenario's workload; also a folder, a pattern, or - for standard input; given again, merged by time")
	c.reading.add(f)
	c.reading.addSpread(f)
	f.StringVar(&c.from, "from", "", "start the trace on this day (2006-01-02), at the scenario's clock time")
	f.BoolVar(&c.whole, "whole", false, "play the whole trace from its first request; the run is as long as the trace")
	f.BoolVar(&c.asWork, "durations-as-work", false, "servers work as long as the trace says that they took, instead of by the scenario's distribution; the waiting of that day is in it")
	f.BoolVar(&c.repeat, "repeat", false, "play a trace of at most a day again until the scenario ends")
}

func (c *common) add(f *pflag.FlagSet) {
	c.addTrace(f)
	f.BoolVar(&c.asJSON, "json", false, "print summary.json instead of tables")
	f.BoolVar(&c.quiet, "quiet", false, "no progress and no notes on standard error")
	f.Uint64Var(&c.seed, "seed", 1, "seed of all random draws")
	f.StringSliceVar(&c.incident, "incident", nil, "published or sampled durations of what people do, and the incidents to run (names or patterns, comma-separated or given again)")
}

// addOut adds the flags of the verbs that write a result directory.
func (c *common) addOut(f *pflag.FlagSet, byDefault string) {
	f.StringVar(&c.out, "out", "", "result directory (default: failsim-out/"+byDefault+"); what you put into it is kept")
	f.StringVar(&c.tracesIn, "traces-in", "", "folder from which relative paths of traces in the scenario start (default: the scenario's)")
	_ = f.MarkHidden("traces-in") // verify's, whose scenario lies in the result
	f.StringVar(&c.madeBy, "made-by", "", "what made the result that is made again, as its files say so")
	_ = f.MarkHidden("made-by") // verify's
	f.BoolVar(&c.force, "force", false, "replace the result of another scenario that --out holds")
}

// afford is that of a verb, which says on standard error what is large. The
// collector of garbage keeps to the limit, too.
func (c *common) afford(command *cobra.Command, name string, size study.Size, runs, jobs int) error {
	said, err := c.memory.afford(name, size, runs, jobs)
	if err == nil && said != "" && !c.quiet {
		fmt.Fprintln(command.ErrOrStderr(), said)
	}
	if limit, _ := c.memory.bytes(); limit > 0 && err == nil {
		debug.SetMemoryLimit(int64(limit))
	}
	return err
}

// replay returns what --trace and its companions ask for; nil without it.
func (c *common) replay() (*study.Replay, error) {
	if len(c.trace) == 0 {
		set := c.reading.pairs()
		for _, f := range []struct {
			name string
			set  bool
		}{{"from", c.from != ""}, {"whole", c.whole}, {"repeat", c.repeat}, {"durations-as-work", c.asWork}} {
			if f.set {
				set = append(set, [2]string{f.name})
			}
		}
		if len(set) > 0 {
			return nil, usage("--%s goes with --trace FILE", set[0][0])
		}
		return nil, nil
	}
	options, err := c.reading.options(sim.NewKey(c.seed, 0).Named("trace"))
	if err != nil {
		return nil, err
	}
	r := &study.Replay{Files: c.trace, Options: options, Whole: c.whole, Repeat: c.repeat, AsWork: c.asWork}
	if c.from != "" {
		day, err := time.Parse(time.DateOnly, c.from)
		if err != nil {
			return nil, usage("--from %q: not a day such as 1998-06-30", c.from)
		}
		r.From = day
	}
	return r, nil
}

// incidents splits --incident into its words: a mode, and names of the scenario.
func (c *common) incidents(on *cobra.Command, s *scenario.Scenario) (sampled bool, names []string, err error) {
	known := []string{"published", "sampled"}
	for i := range s.Incidents {
		known = append(known, s.Incidents[i].Name)
	}
	published := false
	for _, word := range c.incident {
		switch word = strings.TrimSpace(word); word {
		case "":
		case "published":
			published = true
		case "sampled":
			sampled = true
		default:
			if now := scenario.IncidentNow(word); slices.Contains(known, now) && !slices.Contains(known, word) {
				reportOlder(on, fmt.Sprintf("--incident: %s is now called %s", word, now), c.quiet)
				word = now
			}
			found, err := matching(word, known[2:], "incident")
			if err != nil {
				return false, nil, usage("--incident: unknown word %q%s", word, hint(word, known))
			}
			names = append(names, found...)
		}
	}
	if published && sampled {
		return false, nil, usage("--incident: people's durations are either published or sampled, not both")
	}
	return sampled, names, nil
}

// incidentWords returns what --incident says, however often it was given.
func (c *common) incidentWords() string { return strings.Join(c.incident, ",") }

// arguments returns what repeats a run, for the manifest.
func (c *common) arguments(verb, scenario string, more ...string) []string {
	args := []string{verb, scenario, fmt.Sprintf("--seed=%d", c.seed)}
	add := func(name, value string) {
		if value != "" {
			args = append(args, "--"+name+"="+value)
		}
	}
	for _, path := range c.trace {
		add("trace", path)
	}
	args = append(args, c.playing()...)
	add("incident", c.incidentWords())
	return append(args, more...)
}

// playing returns how traces are read and played.
func (c *common) playing() []string {
	args := []string{}
	for _, p := range c.reading.pairs() {
		if p[1] != "" {
			args = append(args, "--"+p[0]+"="+p[1])
		}
	}
	if c.from != "" {
		args = append(args, "--from="+c.from)
	}
	for _, f := range []struct {
		set  bool
		name string
	}{{c.whole, "whole"}, {c.asWork, "durations-as-work"}, {c.repeat, "repeat"}} {
		if f.set {
			args = append(args, "--"+f.name+"=true")
		}
	}
	return args
}
