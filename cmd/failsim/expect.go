package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/gate"
	"failsim/results/stored"
)

// ownObjectives is the word that asks for the scenario's objectives.
const ownObjectives = "objectives"

// expected are the flags that hold a result against expectations.
type expected struct {
	asked     []string
	undecided string
	junit     string
	github    bool

	own  bool // the scenario's objectives, too
	list []gate.Expectation
}

func (x *expected) add(f *pflag.FlagSet) {
	f.StringArrayVar(&x.asked, "expect", nil, "hold the result against this, and exit 1 if it is not met: 'availability >= 99.9%', a `FILE` of expectations, or the word objectives for the scenario's own; may be given again")
	f.StringVar(&x.undecided, "undecided", "fail", "what becomes of an expectation that too few runs leave open, as its 95 % interval reaches over the bound: fail (exit 1) or pass")
	f.StringVar(&x.junit, "junit", "", "write what became of expectations to this `FILE` as JUnit XML")
	f.BoolVar(&x.github, "github", false, "print expectations that are not met as GitHub annotations (default where GITHUB_ACTIONS is true)")
}

// prepare reads what is expected, before the work.
func (x *expected) prepare(c *cobra.Command, s *scenario.Scenario, designs, incidents []string) error {
	if len(x.asked) == 0 {
		for _, name := range []string{"undecided", "junit", "github"} {
			if c.Flags().Changed(name) {
				return usage("--%s goes with --expect", name)
			}
		}
		return nil
	}
	if x.undecided != "fail" && x.undecided != "pass" {
		return usage("--undecided %q: fail or pass", x.undecided)
	}
	if err := x.canWrite(); err != nil {
		return err
	}
	if !c.Flags().Changed("github") {
		x.github = os.Getenv("GITHUB_ACTIONS") == "true"
	}
	names := namesOf(s, designs, incidents)
	for _, text := range x.asked {
		if text == ownObjectives {
			x.own = true
			continue
		}
		list, err := expectations("expect", text, names)
		if err != nil {
			return err
		}
		x.list = append(x.list, list...)
	}
	return nil
}

// canWrite looks before the work whether there is a place for the JUnit XML.
func (x *expected) canWrite() error {
	if x.junit == "" {
		return nil
	}
	if info, err := os.Stat(x.junit); err == nil && info.IsDir() {
		return usage("--junit %s is a directory, not a file", x.junit)
	}
	if info, err := os.Stat(filepath.Dir(x.junit)); err != nil || !info.IsDir() {
		return usage("--junit %s: there is no directory %s", x.junit, filepath.Dir(x.junit))
	}
	return nil
}

// namesOf are the names of what is to be run.
func namesOf(s *scenario.Scenario, designs, incidents []string) *gate.Names {
	var populations []string
	for i := range s.Workload {
		populations = append(populations, s.Workload[i].Name)
	}
	if len(designs) == 0 {
		for _, d := range s.Designs {
			designs = append(designs, d.Name)
		}
	}
	if len(incidents) == 0 {
		for i := range s.Incidents {
			incidents = append(incidents, s.Incidents[i].Name)
		}
	}
	return gate.NewNames(populations, designs, incidents)
}

// expectations reads what a flag such as --expect says: an expectation, or a file of them.
func expectations(flag, text string, names *gate.Names) ([]gate.Expectation, error) {
	if strings.ContainsAny(text, "<>=") {
		list, err := gate.Parse(text, names)
		if err != nil {
			return nil, usage("--%s: %w", flag, err)
		}
		return list, nil
	}
	content, err := os.ReadFile(text)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usage("--%s %q: no such file, and no expectation such as 'availability >= 99.9%%'%s", flag, text, hint(text, []string{ownObjectives}))
	}
	if info, statErr := os.Stat(text); statErr == nil && info.IsDir() {
		return nil, usage("--%s %s is a directory, not a file of expectations", flag, text)
	}
	if err != nil {
		return nil, unreadable(text, err)
	}
	return gate.Read(text, content, names)
}

// arguments repeats what was expected, for the manifest: the expectations
// themselves and not the files that they come from.
func (x *expected) arguments() []string {
	var args []string
	if x.own {
		args = append(args, "--expect="+ownObjectives)
	}
	for i := range x.list {
		args = append(args, "--expect="+x.list[i].Text)
	}
	if len(args) > 0 && x.undecided != "fail" {
		args = append(args, "--undecided="+x.undecided)
	}
	return args
}

// judge holds the result against what is expected; nil if nothing is.
func (x *expected) judge(sum *results.Summary) ([]gate.Verdict, error) {
	if len(x.asked) == 0 {
		return nil, nil
	}
	list := x.list
	if x.own {
		list = append(gate.Objectives(sum.Objectives), list...)
	}
	figures, err := stored.Figures(sum)
	if err != nil {
		return nil, err
	}
	verdicts := gate.Judge(list, figures)
	sum.Expected = gate.Markdown(verdicts)
	return verdicts, nil
}

// tell prints verdicts for people, and for what runs the gate.
func (x *expected) show(c *cobra.Command, sum *results.Summary, verdicts []gate.Verdict, asJSON bool) error {
	if verdicts == nil {
		return nil
	}
	var to io.Writer = c.OutOrStdout()
	if asJSON {
		to = c.ErrOrStderr()
	} else {
		fmt.Fprintln(to)
	}
	if err := gate.WriteLines(to, verdicts); err != nil {
		return err
	}
	if n := gate.Tally(verdicts)[gate.Undecided]; n > 0 && x.undecided == "pass" {
		fmt.Fprintf(to, "%d undecided: let pass by --undecided pass, though nothing shows that they are met; more --replications decide more\n", n)
	}
	if x.github {
		if err := gate.WriteGitHub(c.ErrOrStderr(), verdicts, x.undecided == "pass"); err != nil {
			return err
		}
	}
	if x.junit != "" {
		var b bytes.Buffer
		if err := gate.WriteJUnit(&b, sum.Scenario, verdicts, x.undecided == "pass"); err != nil {
			return err
		}
		return os.WriteFile(x.junit, b.Bytes(), 0o666)
	}
	return nil
}

// answer is no if expectations are not met.
func (x *expected) answer(verdicts []gate.Verdict) error {
	n := gate.Tally(verdicts)
	failed := n[gate.Missed]
	if x.undecided == "fail" {
		failed += n[gate.Undecided]
	}
	if failed == 0 {
		return nil
	}
	return no{fmt.Errorf("%d of %d expectations are not met: %d missed, %d undecided%s", failed, len(verdicts), n[gate.Missed], n[gate.Undecided], wayOut(n[gate.Undecided]))}
}

func wayOut(undecided int) string {
	if undecided == 0 {
		return ""
	}
	return "; more --replications decide more, --undecided pass lets them pass"
}
