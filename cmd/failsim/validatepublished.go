package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"failsim/cmd/internal/study"
	"failsim/models/world/scenario"

	"github.com/spf13/cobra"
)

// publishedReplications tell a share of 6.8 % of 20,000 LBs to 0.04 points.
const publishedReplications = 20

// published holds the founding incident against its accounts, unless only
// some cases, others, or no simulation are asked for.
func (f *validateFlags) published(c *cobra.Command) ([]study.Published, error) {
	if f.computed || f.oracles != "" || len(f.kinds) > 0 {
		return nil, nil
	}
	return study.Founding(c.Context(), func() (*scenario.Scenario, error) { return load(defaultScenario) }, 1, publishedReplications)
}

func printPublished(w io.Writer, list []study.Published) error {
	if len(list) == 0 {
		return nil
	}
	fmt.Fprintf(w, "\n24 December 2012 (%s, %d replications): what emerges, compared with what was published\n\n", defaultScenario, publishedReplications)
	return printFigures(w, list)
}

func printFigures(w io.Writer, list []study.Published) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "figure\tpublished\tsimulated\t\tsource")
	for _, p := range list {
		verdict := "passed"
		switch {
		case p.Beside:
			verdict = "beside"
		case !p.Passed:
			verdict = "FAILED"
		case p.PutIn:
			verdict = "put in"
		}
		published := fmt.Sprintf("%.4g to %.4g %s", p.Low, p.High, p.Unit)
		if p.Beside {
			published = "(" + published + ")"
		}
		fmt.Fprintf(t, "%s\t%s\t%.4g %s\t%s\t%s\n", p.What, published, p.Simulated, p.Unit, verdict, p.Source)
	}
	return t.Flush()
}
