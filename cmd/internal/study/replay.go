package study

import (
	"fmt"

	"path/filepath"
	"time"

	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/sim"
	"failsim/traces"
)

// Replay says that a user's own trace replaces the workload.
type Replay struct {
	Files   []string       // or folders, patterns, "-": see traces.Open
	Options traces.Options // how to read them; the key is that of the seed
	From    time.Time      // start here instead of at the first day; zero: no
	Whole   bool           // play all of it, from its first request
	Repeat  bool           // play a trace of at most a day again and again
	AsWork  bool           // servers work as long as the trace says that they took
}

// replace has a user's trace stand for the whole workload: every population
// gets the share of clients that it has in the scenario.
func (w *Workload) replace(seed uint64, r *Replay) error {
	for _, p := range w.Scenario.Workload {
		if p.Trace.Thinks != nil {
			return fmt.Errorf("%s takes the place of all requests, and users of %s ask when they have thought: give that population a rate or a trace", r.Files[0], p.Name)
		}
		if p.Trace.Session != nil {
			return fmt.Errorf("%s takes the place of all requests, and users of %s ask as long as they play: give that population a rate or a trace", r.Files[0], p.Name)
		}
	}
	o := r.Options
	o.Key = sim.NewKey(seed, 0).Named("trace")
	source, err := traces.Open(r.Files, o)
	if err != nil {
		return err
	}
	w.Inputs = append(w.Inputs, ledgers(source)...)
	if r.AsWork {
		served, note, err := serveAsLogged(w.Scenario, source, o.Key.Named("durations"))
		if err != nil {
			return err
		}
		w.Scenario = served
		w.note("%s", note)
	}
	if r.Whole && w.Scenario.AnyStart {
		w.start = w.startAt(source.Info().First, &w.Scenario.Workload[0])
	} else if !r.Whole {
		w.begin(&w.Scenario.Workload[0], source, r.From)
	}
	s := stream{name: "replay", source: source}
	total := 0.0
	w.bound = r.Whole || r.AsWork
	for i := range w.Scenario.Workload {
		p := &w.Scenario.Workload[i]
		share := p.Trace.PerSecond
		if share == 0 {
			share = 1
		}
		s.populations, s.shares = append(s.populations, i), append(s.shares, share)
		total += share
	}
	for i := range s.shares {
		s.shares[i] /= total
	}
	s.window = w.window(&w.Scenario.Workload[0], source)
	s.window.Whole, s.window.Repeat = r.Whole, r.Repeat
	if s.window.From.IsZero() {
		s.window.From = r.From
	}
	if r.Whole {
		info := source.Info()
		w.length = info.Span()
		s.window.Length = w.length
		for i := range w.Scenario.Incidents {
			w.Scenario.Incidents[i].Length = w.length
		}
	}
	w.replaced = true
	err = w.play(s)
	w.settle()
	return err
}

// settle has populations whose requests a log replaced ask as often as the log says, and be
// as many as usually ask so often, unless the scenario says how many they are: else the
// rate that is replaced would still tell.
func (w *Workload) settle() {
	if !w.replaced {
		return
	}
	for i := range w.Scenario.Workload {
		p := &w.Scenario.Workload[i]
		p.Trace.PerSecond, p.Trace.PeakPerSecond = w.days[i]*w.Scenario.Weight, 0
		if p.AnyUsers {
			p.Users = scenario.UsualUsers(p.Trace.PerSecond)
		}
	}
}

// ledgers returns the ledger of each file of a trace.
func ledgers(s traces.Source) []results.Input {
	var all []results.Input
	info := s.Info()
	for i := range info.Files {
		f := &info.Files[i]
		input := results.Input{Name: filepath.Base(f.Name), Format: f.Format, SHA256: f.SHA256, Read: f.Ledger.Read,
			Accepted: f.Ledger.Accepted, Skipped: f.Ledger.Skipped, SetAside: f.Ledger.SetAside, Refused: f.Ledger.Refused}
		for _, r := range f.Ledger.Reasons {
			input.Reasons = append(input.Reasons, results.Reason{Reason: r.Reason, Count: r.Count, Lines: r.Lines})
		}
		all = append(all, input)
	}
	return all
}
