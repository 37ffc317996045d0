package study

import (
	"fmt"
	"time"

	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/sim"
	"failsim/traces"
)

// Prepare scans the traces of a scenario, or the one that replaces them.
func Prepare(s *scenario.Scenario, seed uint64, replay *Replay) (*Workload, error) {
	w := &Workload{Scenario: s, Fixed: world.Fixed(s), length: s.Length, start: s.Start}
	w.Peaks = make([]float64, len(s.Workload))
	w.means = make([]float64, len(s.Workload))
	w.days = make([]float64, len(s.Workload))
	w.counted = make([][]float64, len(s.Workload))
	w.profiles = make([]*traces.Profile, len(s.Workload))
	for i := range s.Workload {
		w.stated = append(w.stated, s.Workload[i].Trace)
	}
	if replay != nil {
		return w, w.replace(seed, replay)
	}
	sources := make(map[string]traces.Source)
	if err := w.beginOwn(sources, seed); err != nil {
		return nil, err
	}
	for i := range s.Workload {
		p := &s.Workload[i]
		if p.Trace.Steady() {
			w.scale(i, traces.Steady())
			continue
		}
		source, err := w.open(sources, p, seed)
		if err != nil {
			return nil, err
		}
		if p.Trace.Scaled() {
			var profile *traces.Profile
			if profile, err = traces.ProfileOf(source); err == nil {
				w.scale(i, profile)
			}
		} else {
			window := w.window(p, source)
			window.Repeat = p.Trace.Repeat
			err = w.play(stream{name: p.Name, source: source, populations: []int{i}, shares: []float64{1}, window: window})
		}
		if err != nil {
			return nil, err
		}
	}
	return w, nil
}

// beginOwn has a scenario that states no start begin in the first log that it
// replays request by request.
func (w *Workload) beginOwn(known map[string]traces.Source, seed uint64) error {
	for i := range w.Scenario.Workload {
		if p := &w.Scenario.Workload[i]; w.Scenario.AnyStart && !p.Trace.Steady() && !p.Trace.Scaled() {
			source, err := w.open(known, p, seed)
			if err == nil {
				w.begin(p, source, time.Time{})
			}
			return err
		}
	}
	return nil
}

func (w *Workload) open(known map[string]traces.Source, p *scenario.Population, seed uint64) (traces.Source, error) {
	name, key := p.Trace.Name, sim.NewKey(seed, 0).Named("trace")
	file := p.Trace.File
	if s, ok := known[name+"\x00"+file]; ok {
		return s, nil
	}
	var source traces.Source
	var err error
	if file != "" {
		source, err = traces.Open([]string{file}, traces.Options{SkipBad: p.Trace.SkipBad, Key: key})
	} else {
		source, err = traces.Named(name, key)
	}
	if err != nil && p.Trace.Place != "" {
		err = fmt.Errorf("%s: trace: %w", p.Trace.Place, err)
	}
	if err != nil {
		return nil, err
	}
	known[name+"\x00"+file] = source
	w.Inputs = append(w.Inputs, ledgers(source)...)
	return source, nil
}
