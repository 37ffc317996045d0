package main

import (
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/importer"
	"failsim/cmd/internal/study"
	"failsim/models/file"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/traces"
)

// trials run drills of scenarios that import makes.
type trials struct {
	c      *cobra.Command
	folder string
}

// drillRuns is how many runs a figure of a finding is the mean of.
const drillRuns = 2

func (t *trials) read(text string) (*scenario.Scenario, error) {
	s, err := scenario.Read("imported.yaml", []byte(text), allStrategies(), traces.Names()...)
	if err != nil {
		return nil, atItsSource(err)
	}
	for i := range s.Workload {
		if at := &s.Workload[i].Trace; at.File != "" && !filepath.IsAbs(at.File) {
			at.File = filepath.Join(t.folder, at.File)
		}
	}
	return s, nil
}

// madeOf is a line of a scenario that was made, with where its value comes from.
var madeOf = regexp.MustCompile(`^\s*(.*?)\s+# ([^;#]+:\d+)(;|$|\s)`)

// atItsSource says of what is wrong with the scenario that was made where the value comes
// from: a configuration may hold one that no program takes. All else is failsim's error.
func atItsSource(err error) error {
	var all *file.Errors
	if !errors.As(err, &all) {
		all = &file.Errors{}
	}
	var list []error
	for _, p := range all.Problems {
		if from := madeOf.FindStringSubmatch(p.Source); from != nil {
			list = append(list, fmt.Errorf("%s: %s, in %s, which failsim makes of it", from[2], p.Message, from[1]))
		}
	}
	if len(list) == 0 || len(list) < len(all.Problems) {
		return fmt.Errorf("the scenario that was made is refused, which is an error in failsim import: %w", err)
	}
	return usage("%w", errors.Join(list...))
}

// size tells plans how many servers the peak keeps busy, which is of the load and of the
// work, and so of all plans alike.
func (t *trials) size(plans []*importer.Plan) error {
	s, err := t.read(plans[0].Scenario(nil))
	if err != nil {
		return err
	}
	work, err := study.Prepare(s, 1, nil)
	if err != nil {
		return err
	}
	busy := float64(work.Servers(&s.Designs[0])[0].Busy)
	for _, p := range plans {
		p.Sized(busy)
	}
	return nil
}

// play runs designs against a drill.
func (t *trials) play(text, drill string, runs int, designs ...string) ([]*results.Sample, error) {
	s, err := t.read(text)
	if err != nil {
		return nil, err
	}
	work, err := study.Prepare(s, 1, nil)
	if err != nil {
		return nil, err
	}
	work.Stop = stopOf(t.c.Context())
	st, err := study.Compare(t.c.Context(), s, work, study.Options{Designs: designs, Incidents: []string{drill}, Replications: runs, Seed: 1})
	if err != nil {
		return nil, err
	}
	return st.Incidents[0].Samples, nil
}

// price finds what findings cost in the drills that show them.
func (t *trials) price(findings []importer.Finding) error {
	texts := map[*importer.Plan]string{}
	for i := range findings {
		f := &findings[i]
		if !f.Priced() {
			continue
		}
		text, there := texts[f.Plan()]
		if !there {
			text = f.Plan().Scenario(findings)
			texts[f.Plan()] = text
		}
		changed := text
		if f.With != nil {
			changed = f.WithChange()
		}
		drills := [][2]string{{f.Drill, f.Then}}
		if f.Or != "" {
			drills = append(drills, [2]string{f.Or, f.Or})
		}
		for _, d := range drills {
			cost, err := t.cost(f, text, changed, d[0], d[1])
			if err != nil {
				return err
			}
			f.Take(d[0], cost)
		}
	}
	return nil
}

// cost is what a finding costs in a drill, against the change in the same or another.
func (t *trials) cost(f *importer.Finding, text, changed, drill, then string) (*importer.Cost, error) {
	as, err := t.play(text, drill, drillRuns, f.Was)
	if err != nil {
		return nil, err
	}
	with, err := t.play(changed, then, drillRuns, f.Design)
	if err != nil {
		return nil, err
	}
	c := &importer.Cost{Lost: lostOf(as[0]), Then: lostOf(with[0])}
	c.Recovery, c.Censored = recoveryOf(as[0])
	c.ThenRecovery, c.ThenCensored = recoveryOf(with[0])
	return c, nil
}

func lostOf(sample *results.Sample) (sum float64) {
	by := sample.LostByCause()
	for _, n := range by[1:] { // the first are the answered
		sum += n
	}
	return sum
}

// recoveryOf is the mean time to recover of the runs that were harmed.
func recoveryOf(sample *results.Sample) (mean time.Duration, censored bool) {
	times := sample.RecoveryTimes()
	for _, r := range times {
		mean += r.Took / time.Duration(len(times))
		censored = censored || r.Censored
	}
	return mean, censored
}

// decide finds out how much hangs on each question: how far another answer moves the
// share of requests that any drill loses. The answers that cannot be tried
// stand behind those that can, in their usual order.
func (t *trials) decide(p *importer.Plan, findings []importer.Finding) error {
	text := p.Scenario(findings)
	as, err := t.shares(text)
	if err != nil {
		return err
	}
	type weight struct {
		key   string
		moves float64
	}
	var all []weight
	for _, trial := range p.Trials(findings) {
		if _, err := t.read(trial.Text); err != nil { // no answer beside the others, as random beside slow start
			continue
		}
		now, err := t.shares(trial.Text)
		if err != nil {
			return err
		}
		w := weight{key: trial.Key}
		for i := range as {
			w.moves = max(w.moves, math.Abs(now[i]-as[i]))
		}
		all = append(all, w)
	}
	slices.SortStableFunc(all, func(a, b weight) int {
		switch {
		case a.moves > b.moves:
			return -1
		case a.moves < b.moves:
			return 1
		}
		return 0
	})
	var keys []string
	moves := map[string]float64{}
	for _, w := range all {
		keys, moves[w.key] = append(keys, w.key), w.moves
	}
	p.Order(keys, moves)
	return nil
}

// shares are what some drills of a scenario lose as it is configured, one run each.
func (t *trials) shares(text string) (list []float64, err error) {
	s, err := t.read(text)
	if err != nil {
		return nil, err
	}
	var drills []string
	for i := range s.Incidents {
		switch name := s.Incidents[i].Name; name {
		case "server-slow", "zone-lost":
			drills = append(drills, name)
		default:
			if strings.HasSuffix(name, "-down") && len(drills) < 2 { // one of the other pools stands for all
				drills = append(drills, name)
			}
		}
	}
	work, err := study.Prepare(s, 1, nil)
	if err != nil {
		return nil, err
	}
	work.Stop = stopOf(t.c.Context())
	st, err := study.Compare(t.c.Context(), s, work, study.Options{Designs: []string{"as-configured"}, Incidents: drills, Replications: 1, Seed: 1})
	if err != nil {
		return nil, err
	}
	for i := range st.Incidents {
		for _, r := range st.Incidents[i].Samples[0].Runs() {
			list = append(list, float64(r.Requests.Failed())/float64(max(1, r.Requests.Settled())))
		}
	}
	return list, nil
}
