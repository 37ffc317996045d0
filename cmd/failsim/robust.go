package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/robust"
	"failsim/models/file"
	"failsim/models/world/scenario"
	"failsim/results/page"
	"failsim/results/tables"
)

type robustFlags struct {
	varied
	only    []string
	factor  float64
	confirm int
	onPage  onPage
}

// What robust takes if nothing is asked for: four replications show what a factor of
// two turns, and sixteen have an interval.
const (
	robustScreen  = 4
	robustConfirm = 16
	robustFactor  = 2.0
	robustSteps   = 3
)

func newRobust() *cobra.Command {
	var f robustFlags
	c := &cobra.Command{
		Use:   "robust [SCENARIO]",
		Short: "Report which assumption would change a conclusion, at which value, and what knowing it is worth",
		Long: `Robust takes each number that a comment of the scenario marks with the word
assumption, halves and doubles it with all else as it is, and reports which
conclusions that changes, and between which values: whether a design meets the
availability objective, and which of two designs loses less. It does the same
with what the scenario does not say and a default decides that is an assumption,
such as how probes ask; of words each other one is tried.

Numbers are ordered by what it is worth to find them out: user-minutes that the
tenant would spare by choosing a design when the number is known, on average.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return f.run(c, nameOf(args)) },
	}
	f.add(c.Flags(), robustScreen)
	c.Flags().StringSliceVar(&f.only, "only", nil, "numbers whose path holds one of these `WORDS` (default: all that are marked)")
	c.Flags().Float64Var(&f.factor, "factor", robustFactor, "how far each number may be from what the scenario says, as a factor above 1")
	c.Flags().IntVar(&f.confirm, "confirm", robustConfirm, "replications that confirm a turn")
	f.onPage.add(c.Flags())
	return c
}

func (f *robustFlags) run(c *cobra.Command, name string) error {
	if !(f.factor > 1 && f.factor <= 1000) {
		return usage("--factor %g: above 1, such as 2", f.factor)
	}
	if f.replications < 2 || f.confirm < f.replications {
		return usage("--confirm %d and --replications %d: at least 2, and no fewer to confirm", f.confirm, f.replications)
	}
	lab, s, err := f.lab(c, name)
	if err != nil {
		return err
	}
	if err := f.onPage.check(s); err != nil {
		return err
	}
	marked, err := f.assumed(name, s)
	if err != nil {
		return err
	}
	bar := newProgressOf(c.ErrOrStderr(), f.quiet, "numbers")
	study := &robust.Study{Lab: lab, Options: robust.Options{Factor: f.factor, Screen: f.replications, Confirm: f.confirm, Steps: robustSteps, Progress: bar.done}}
	list, err := study.Run(c.Context(), marked)
	bar.close()
	var stop error
	if errors.Is(err, context.Canceled) && len(list) > 0 {
		stop = partial{fmt.Sprintf("interrupted with %d of %d numbers asked, which are printed; missing: %s and those after it in the file", len(list), len(marked), marked[len(list)].Path), err}
	} else if err != nil {
		return err
	}
	slices.SortStableFunc(list, func(a, b robust.Number) int {
		if a.Worth != b.Worth {
			return map[bool]int{true: -1, false: 1}[a.Worth > b.Worth]
		}
		return len(b.Turns) - len(a.Turns)
	})
	if stop == nil {
		if err := f.onPage.put(c, page.Answers[1], robustJSON(study, s, list)); err != nil {
			return err
		}
	}
	if f.asJSON {
		b, err := json.MarshalIndent(robustJSON(study, s, list), "", "  ")
		if err == nil {
			_, err = fmt.Fprintf(c.OutOrStdout(), "%s\n", b)
		}
		return cmp.Or(err, stop)
	}
	writeRobust(c.OutOrStdout(), study, list)
	if _, err = fmt.Fprintf(c.OutOrStdout(), "%s, %s requests\n", plural(lab.Runs, "run"), roundCount(float64(lab.Requests))); err != nil {
		return err
	}
	return stop
}

// assumed are what robust asks of: what comments mark, and the defaults that a scenario
// leaves as they are and that are assumptions.
func (f *robustFlags) assumed(name string, s *scenario.Scenario) ([]file.Marked, error) {
	said, err := file.Assumptions(name, []byte(s.Text))
	if err != nil {
		return nil, err
	}
	unsaid, err := file.Unsaid(name, []byte(s.Text), described())
	if err != nil {
		return nil, err
	}
	return f.chosen(s, append(said, unsaid...))
}

// marked are the numbers that comments mark.
func (f *robustFlags) marked(name string, s *scenario.Scenario) ([]file.Marked, error) {
	all, err := file.Assumptions(name, []byte(s.Text))
	if err != nil {
		return nil, err
	}
	return f.chosen(s, all)
}

// usersOf is how many users a population has whose number is left to the default, which
// follows from its rate; 0 of all else.
func usersOf(m file.Marked, s *scenario.Scenario) int {
	for i := range s.Workload {
		if p := &s.Workload[i]; p.AnyUsers && m.Path == "workload/"+p.Name+"/users" {
			return p.Users
		}
	}
	return 0
}

// replacedByTrace reports whether a path is of requests that --trace replaces. The rates of
// several populations are not: they say who gets which share of them.
func replacedByTrace(path string, s *scenario.Scenario) bool {
	words := strings.Split(path, "/")
	return len(s.Workload) == 1 && len(words) > 2 && words[0] == "workload" && (words[2] == "rate" || words[2] == "trace")
}

// chosen are those of all that are used, and whose path --only names.
func (f *robustFlags) chosen(s *scenario.Scenario, all []file.Marked) ([]file.Marked, error) {
	var list []file.Marked
	for _, m := range all {
		sampled := strings.Contains(m.Path, "/people/sampled/")
		if sampled && !slices.Contains(f.incident, "sampled") {
			continue // not used
		}
		if len(f.trace) > 0 && replacedByTrace(m.Path, s) {
			continue
		}
		if users := usersOf(m, s); users > 0 {
			if len(f.trace) > 0 {
				continue // as many as the log says
			}
			m.Value = strconv.Itoa(users)
		}
		if len(f.only) == 0 || slices.ContainsFunc(f.only, func(word string) bool { return strings.Contains(m.Path, word) }) {
			list = append(list, m)
		}
	}
	if len(list) == 0 {
		var paths []string
		for _, m := range all {
			paths = append(paths, m.Path)
		}
		if len(paths) == 0 {
			return nil, usage("scenario %s marks no number as a guess: write the comment \"# assumption\" behind those that are, as in time: 100ms # assumption", s.Name)
		}
		return nil, usage("--only %s: no marked number has that in its path%s", strings.Join(f.only, ","), hint(f.only[0], paths))
	}
	return list, nil
}

func writeRobust(w io.Writer, study *robust.Study, list []robust.Number) {
	turned, silent, defaults := 0, 0, 0
	for i := range list {
		if len(list[i].Turns) > 0 {
			turned++
		}
		if list[i].Line == 0 {
			defaults++
		}
	}
	fmt.Fprintf(w, "%s, of which the scenario leaves %d to defaults; %d turn a conclusion within a factor of %g\n\n", plural(len(list), "assumption"), defaults, turned, study.Factor)
	for i := range list {
		n := &list[i]
		if len(n.Turns) == 0 && n.Worth == 0 {
			silent++
			continue
		}
		worth := "knowing it changes no choice of the tenant's"
		if n.Worth > 0 {
			worth = fmt.Sprintf("worth %s user-minutes to know", tables.Count(n.Worth))
		}
		fmt.Fprintf(w, "%s = %s (tried %s): %s\n", n.Path, n.Value, valuesTried(n), worth)
		for k := range n.Turns {
			t := &n.Turns[k]
			fmt.Fprintf(w, "  %s %s: %s, no longer %s\n", t.Incident, t.Text(), study.Becomes(t), study.Was(t))
		}
		fmt.Fprintf(w, "  %s: %s\n", standsAt(n), n.Comment)
	}
	if silent > 0 {
		if silent < len(list) {
			fmt.Fprintf(w, "\nno conclusion turns with the other %d:\n", silent)
		} else {
			fmt.Fprintln(w, "no conclusion turns with these:")
		}
		for i := range list {
			if n := &list[i]; len(n.Turns) == 0 && n.Worth == 0 {
				fmt.Fprintf(w, "  %s = %s (tried %s)\n", n.Path, n.Value, valuesTried(n))
			}
		}
	}
	fmt.Fprintln(w)
}

// standsAt says where a number stands.
func standsAt(n *robust.Number) string {
	switch {
	case n.Line > 0:
		return fmt.Sprintf("line %d", n.Line)
	case len(n.Also) > 0:
		return fmt.Sprintf("a default, here and at %s", strings.Join(n.Also, ", "))
	}
	return "a default"
}

func valuesTried(n *robust.Number) string {
	switch {
	case len(n.Others) > 0:
		return strings.Join(n.Others, " and ")
	case n.Low != "" && n.High != "":
		return n.Low + " and " + n.High
	case n.Low+n.High != "" && n.Refused == "": // the other way is the same value, as all are there at 100 %
		return n.Low + n.High
	case n.Low+n.High != "":
		return n.Low + n.High + "; not the other way: " + n.Refused
	}
	return "nothing: " + n.Refused
}
