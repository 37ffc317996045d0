package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"failsim/cmd/internal/output"
	"failsim/models/world/scenario"
	"failsim/results/page"
)

// onPage is a result whose page shall show an answer, too.
type onPage struct{ directory string }

func (p *onPage) add(f *pflag.FlagSet) {
	f.StringVar(&p.directory, "report", "", "show the answer on the review page of this result `DIRECTORY` of compare, too")
}

// check refuses a result of another scenario before the work.
func (p *onPage) check(s *scenario.Scenario) error {
	if p.directory == "" {
		return nil
	}
	m, err := output.Manifest(p.directory)
	switch {
	case err != nil:
		return usage("--report: %s is no result of compare: %w", p.directory, err)
	case len(m.Command) == 0 || m.Command[0] != "compare":
		return usage("--report: %s is a result of %v, not of compare", p.directory, m.Command)
	case m.Scenario.SHA256 != s.SHA256:
		return usage("--report: %s is a result of another scenario (%s, SHA-256 %.12s), or of this one before it was changed", p.directory, m.Scenario.Name, m.Scenario.SHA256)
	}
	return nil
}

// put writes an answer beside the result and makes its page again.
func (p *onPage) put(c *cobra.Command, name string, answer any) error {
	if p.directory == "" {
		return nil
	}
	b, err := json.MarshalIndent(answer, "", "  ")
	if err == nil {
		err = os.WriteFile(filepath.Join(p.directory, name), append(b, '\n'), 0o644)
	}
	if err == nil {
		err = renderAgain(p.directory)
	}
	if err == nil {
		_, err = fmt.Fprintf(c.ErrOrStderr(), "%s shows it\n", filepath.Join(p.directory, "report.html"))
	}
	return err
}

// renderAgain makes the page of a result from its other files.
func renderAgain(directory string) error {
	b, err := page.Render(func(name string) ([]byte, error) { return os.ReadFile(filepath.Join(directory, name)) })
	if err != nil {
		return usage("%s is no result of compare: %w", directory, err)
	}
	return output.Amend(directory, "report.html", b)
}
