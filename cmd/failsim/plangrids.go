package main

import (
	"slices"
	"strings"
	"time"

	"failsim/cmd/internal/experiment"
	"failsim/cmd/internal/plan"
	"failsim/models/file"
	"failsim/models/policy"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/gate"
	"failsim/results/statistics"
)

type planFlags struct {
	varied
	vary    []string
	require []string
	lose    []string
	most    int
}

func (f *planFlags) required(s *scenario.Scenario, incidents []string) ([]gate.Expectation, error) {
	own := gate.Objectives(results.Objectives{Availability: statistics.Number(s.Objectives.Availability), RecoveryS: statistics.Number(s.Objectives.Recovery.Seconds())})
	if len(f.require) == 0 {
		return own, nil
	}
	var list []gate.Expectation
	for _, text := range f.require {
		if text == ownObjectives {
			list = append(list, own...)
			continue
		}
		more, err := expectations("require", text, namesOf(s, f.designs, incidents))
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	return list, nil
}

// grids are the designs with their axes.
func (f *planFlags) grids(lab *experiment.Lab, s *scenario.Scenario) ([]plan.Grid, error) {
	var grids []plan.Grid
	for i := range s.Designs {
		d := &s.Designs[i]
		if len(f.designs) > 0 && !slices.Contains(f.designs, d.Name) || len(f.designs) == 0 && d.Buyer != policy.Tenant {
			continue
		}
		g := plan.Grid{Design: d.Name, Levers: plan.Levers(s, d)}
		if len(f.vary) > 0 {
			g.Levers = nil
		}
		for _, text := range f.vary {
			l, err := leverOf(lab, d.Name, text)
			if err != nil {
				return nil, err
			}
			g.Levers = append(g.Levers, l)
		}
		grids = append(grids, g)
	}
	if len(grids) == 0 {
		return nil, usage("the scenario has no design that a tenant can buy: --designs names others")
	}
	return grids, nil
}

// leverOf reads an axis that is asked for.
func leverOf(lab *experiment.Lab, design, text string) (plan.Lever, error) {
	paths, values, ok := strings.Cut(text, "=")
	if !ok {
		_, err := file.ParseAxis(text)
		return plan.Lever{}, usage("--vary %w", err)
	}
	l := plan.Lever{}
	for _, path := range strings.Split(paths, "+") {
		if rest, own := strings.CutPrefix(strings.TrimSpace(path), "DESIGN/"); own {
			path = "designs/" + design + "/" + rest
		}
		axes, err := axesOf(lab, []string{path + "=" + values})
		if err != nil {
			return l, err
		}
		l.Paths, l.Values = append(l.Paths, axes[0].Path), axes[0].Values
	}
	words := strings.Split(l.Paths[0], "/")
	l.Name = words[len(words)-1]
	if len(words) > 1 {
		l.Name = words[len(words)-2] + "/" + l.Name
	}
	return l, nil
}

// losing adds to every reading of the scenario the loss of one part at the peak.
func (f *planFlags) losing(lab *experiment.Lab, s *scenario.Scenario) error {
	if len(f.lose) == 0 {
		return nil
	}
	scales := []string{plan.LoseZone, plan.LoseRegion, plan.LoseProvider}
	for _, word := range f.lose {
		if !slices.Contains(scales, word) {
			return usage("--lose: unknown word %q%s", word, hint(word, scales))
		}
	}
	at, err := lab.At(nil, lab.Options)
	if err != nil {
		return err
	}
	first := &at.Study().Incidents[0]
	peak := first.Offered.BusiestAt.Sub(first.Layout.Start)
	peak = min(max(peak, time.Minute), s.Length-time.Minute)
	load, names := lab.Load, lab.Options.Incidents
	lab.Load = func(edits []file.Edit) (*scenario.Scenario, error) {
		s, err := load(edits)
		if err == nil {
			for _, scale := range f.lose {
				plan.Lose(s, scale, peak)
			}
		}
		return s, err
	}
	if len(names) > 0 { // those that were asked for, and the losses
		longer, err := lab.Load(nil)
		if err != nil {
			return err
		}
		for i := len(s.Incidents); i < len(longer.Incidents); i++ {
			lab.Options.Incidents = append(lab.Options.Incidents, longer.Incidents[i].Name)
		}
	}
	return nil
}
