package main

import (
	"embed"
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/study"
	"failsim/models/world/scenario"
)

// accountReplications are few: these incidents' figures vary little between runs.
const accountReplications = 8

//go:embed accounts/*.yaml
var embeddedAccounts embed.FS

// accountsOf returns what was published of the incidents of the library: one a file, in
// order of their names.
func accountsOf() ([]study.AccountOf, error) {
	entries, err := embeddedAccounts.ReadDir("accounts")
	if err != nil {
		return nil, err
	}
	var list []study.AccountOf
	for _, e := range entries {
		content, err := embeddedAccounts.ReadFile("accounts/" + e.Name())
		if err != nil {
			return nil, err
		}
		a, err := study.ReadAccount(e.Name(), content)
		if err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	return list, nil
}

// incidents holds the scenarios of real incidents against what was published of
// them, the founding one first.
func (f *validateFlags) incidents(c *cobra.Command) error {
	if f.oracles != "" || len(f.kinds) > 0 || f.computed {
		return usage("--incidents goes without --oracles, --kind and --computed: it answers no cases")
	}
	founding, err := f.published(c)
	if err != nil {
		return err
	}
	list := []study.Account{{Scenario: defaultScenario, Title: "24 December 2012, the founding incident", Figures: founding,
		Cannot: "the share deleted and the rate of changes, of which only the product is known, and the durations between phases: they are put in."}}
	library, err := accountsOf()
	if err != nil {
		return err
	}
	others, err := study.Incidents(c.Context(), func(name string) (*scenario.Scenario, error) { return load(name) }, library, 1, accountReplications)
	if err != nil {
		return err
	}
	list = append(list, others...)
	if err := f.printAccounts(c.OutOrStdout(), list); err != nil {
		return err
	}
	failed, judged := 0, 0
	for _, a := range list {
		for _, p := range a.Figures {
			if !p.Beside {
				judged++
			}
			if !p.Passed {
				failed++
			}
		}
	}
	if failed > 0 {
		return no{fmt.Errorf("%d of %d published figures failed", failed, judged)}
	}
	return nil
}

func (f *validateFlags) printAccounts(w io.Writer, list []study.Account) error {
	if f.asJSON {
		b, err := json.MarshalIndent(map[string]any{"schema": "failsim/incidents/1", "incidents": list}, "", "  ")
		if err == nil {
			_, err = w.Write(append(b, '\n'))
		}
		return err
	}
	for i, a := range list {
		if i > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "%s: %s\n\n", a.Scenario, a.Title)
		if err := printFigures(w, a.Figures); err != nil {
			return err
		}
		fmt.Fprintf(w, "\ncannot come out: %s\n", a.Cannot)
	}
	fmt.Fprintln(w, "\nput in: an input of the scenario in other words, so that it proves nothing; it fails if it does not come out\n"+
		"beside, in brackets: second-hand, or derived from the rules and not published; it is not judged")
	return nil
}
