package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/study"
	"failsim/models/file"
	"failsim/models/world/scenario"
	"failsim/results"
)

func newCheck() *cobra.Command {
	f := common{seed: 1}
	c := &cobra.Command{
		Use:   "check SCENARIO...",
		Short: "Read scenarios and report every error in them, without running anything",
		Long: `Check reads scenarios and their traces, or the log that --trace replays in their
place, reports every error at once, and says what follows from them: servers, what
keeps control planes busy, and what is asked for that comes to nothing.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			replay, err := f.replay()
			if err != nil {
				return err
			}
			var failed []error
			for _, name := range args {
				if said, older, is, err := checkSystem(name); is {
					if err != nil {
						failed = append(failed, err)
						continue
					}
					reportOlder(c, older, false)
					fmt.Fprint(c.OutOrStdout(), said)
					continue
				}
				s, err := load(name)
				if err != nil {
					failed = append(failed, err)
					continue
				}
				reportOlder(c, s.Older, false)
				said, err := checkScenario(name, s, replay, &f.memory)
				if err != nil {
					failed = append(failed, err)
					continue
				}
				fmt.Fprint(c.OutOrStdout(), said)
			}
			return errors.Join(failed...)
		},
	}
	f.addTrace(c.Flags())
	f.memory.add(c.Flags())
	return c
}

// checkScenario says what there is in a scenario that can be read, and what in
// it comes to nothing. Its traces are read too: what is bought follows from
// their peaks.
func checkScenario(name string, s *scenario.Scenario, replay *study.Replay, m *memory) (string, error) {
	w, err := study.Prepare(s, 1, replay)
	if err != nil {
		return "", err
	}
	large, err := m.afford(name, w.Size(nil), 1, 1)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: ok: scenario %s, %s, %s, %s\n", name, s.Name,
		plural(len(s.Workload), "population"), plural(len(s.Incidents), "incident"), plural(len(s.Designs), "design"))
	incidents, designs := pointers(s.Incidents), pointers(s.Designs)
	busiest := w.Busiest()
	fmt.Fprintf(&b, "  control planes: the busiest, of %s, has %.4g changes an hour, which keep %.3g of its %d workers busy (%.3g %%)\n",
		busiest.Region, busiest.PerHour, busiest.Busy, busiest.Workers, 100*busiest.Share())
	names, servers := make([]string, len(designs)), make([][]results.Servers, len(designs))
	for i, d := range designs {
		names[i], servers[i] = d.Name, w.Servers(d)
	}
	for _, line := range results.ServerLines(names, servers) {
		fmt.Fprintf(&b, "  servers: %s\n", line)
	}
	if large != "" {
		fmt.Fprintf(&b, "  size: %s\n", large)
	}
	for _, note := range w.CautionsOfRuns(designs, incidents, false) {
		fmt.Fprintf(&b, "  note: %s\n", note)
	}
	for i, q := range file.Questions(s.Text) {
		if i == 0 {
			b.WriteString("  open questions, the most decisive first; take the comment away once you know:\n")
		}
		fmt.Fprintf(&b, "    line %d: %s\n", q.Line, q.Text)
	}
	return b.String(), nil
}

func pointers[T any](list []T) []*T {
	all := make([]*T, len(list))
	for i := range list {
		all[i] = &list[i]
	}
	return all
}
