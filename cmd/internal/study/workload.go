package study

import (
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"failsim/models/client"
	"failsim/models/request"
	"failsim/models/topology"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/sim"
	"failsim/traces"
	"failsim/traces/format"
)

// Workload is what clients will ask for, scanned and ready to be opened once
// for every run. It is safe for concurrent use.
type Workload struct {
	Scenario *scenario.Scenario
	Fixed    *topology.Map
	streams  []stream
	Peaks    []float64         // by population, a second, simulated
	means    []float64         // of the run where its trace is replayed, of a day where it is scaled
	days     []float64         // mean rates of a day
	burst    float64           // a second, above the highest peak
	profiles []*traces.Profile // by population; nil if the trace makes none
	counted  [][]float64       // by population, minute: requests of a replay; nil where a trace is scaled
	length   time.Duration     // when the workload ends
	Inputs   []results.Input
	Notes    []string
	Logged   []results.Logged
	// Stop, if set, is asked within runs whether to end them, and says why.
	Stop func() error
}

// stream is one source of arrivals for one population or several.
type stream struct {
	name        string // key of its draws
	source      traces.Source
	window      traces.Window
	profile     *traces.Profile // set if the trace is scaled to a rate
	clock       time.Duration
	perSecond   float64
	populations []int
	shares      []float64
}

// Prepare scans the traces of a scenario, or the one that replaces them.
func Prepare(s *scenario.Scenario, seed uint64, replay *Replay) (*Workload, error) {
	w := &Workload{Scenario: s, Fixed: world.Fixed(s), length: s.Length}
	w.Peaks = make([]float64, len(s.Workload))
	w.means = make([]float64, len(s.Workload))
	w.days = make([]float64, len(s.Workload))
	w.counted = make([][]float64, len(s.Workload))
	w.profiles = make([]*traces.Profile, len(s.Workload))
	if replay != nil {
		return w, w.replace(seed, replay)
	}
	sources := make(map[string]traces.Source)
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
		if p.Trace.PerSecond > 0 || p.Trace.PeakPerSecond > 0 {
			var profile *traces.Profile
			if profile, err = traces.ProfileOf(source); err == nil {
				w.scale(i, profile)
			}
		} else {
			err = w.play(stream{name: p.Name, source: source, populations: []int{i}, shares: []float64{1},
				window: traces.Window{Clock: w.clock(p.Location), Length: s.Length, Repeat: p.Trace.Repeat}})
		}
		if err != nil {
			return nil, err
		}
	}
	return w, nil
}

// End returns when the workload ends.
func (w *Workload) End() time.Duration { return w.length }

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
	if err != nil {
		return nil, err
	}
	known[name+"\x00"+file] = source
	w.Inputs = append(w.Inputs, ledgers(source)...)
	return source, nil
}

// scale makes a population's course of a day an intensity at the scenario's rate.
func (w *Workload) scale(i int, profile *traces.Profile) {
	p := &w.Scenario.Workload[i]
	if p.Trace.PeakPerSecond > 0 {
		p.Trace.PerSecond = profile.MeanForPeak(p.Trace.PeakPerSecond)
	}
	perSecond := p.Trace.PerSecond / w.Scenario.Weight
	w.Peaks[i], w.means[i], w.days[i], w.profiles[i] = perSecond*profile.PeakToMean(), perSecond, perSecond, profile
	w.streams = append(w.streams, stream{name: p.Name, profile: profile, clock: w.clock(p.Location), perSecond: perSecond,
		populations: []int{i}, shares: []float64{1}})
}

// play takes a trace at its own rate, request by request.
func (w *Workload) play(s stream) error {
	extent, err := s.source.Extent(s.window)
	if err != nil {
		return err
	}
	info := s.source.Info()
	if extent.Requests == 0 {
		return &format.InputError{Path: info.Name, Reason: "no request falls into the scenario's time"}
	}
	burst, minutes, err := w.count(s)
	if err != nil {
		return err
	}
	w.burst = max(w.burst, burst-extent.PeakPerSecond)
	for k, i := range s.populations {
		w.Peaks[i] = extent.PeakPerSecond * s.shares[k]
		w.means[i] = extent.MeanPerSecond * s.shares[k]
		w.days[i] = w.means[i] // all that is known of a trace that spans no day
		if profile, err := traces.ProfileOf(s.source); err == nil {
			w.profiles[i] = profile
			w.days[i] = w.dayRate(i, w.means[i], time.Duration(extent.End))
		}
		w.counted[i] = w.countedOf(i, minutes, s.shares[k], &extent)
	}
	busiest := "minute"
	if info.Interval > time.Minute {
		busiest = "interval"
	}
	w.note("%s is replayed request by request at its own rate: %d requests from %s on, busiest %s %.3g/s",
		filepath.Base(info.Name), extent.Requests, extent.Start.Format("2006-01-02 15:04:05 -0700"), busiest, extent.PeakPerSecond)
	w.observe(&info, extent.Alignment, s.window.Repeat)
	if extent.Rotated && info.First.Before(extent.Start) {
		w.note("%s spans %s: it is played from the scenario's clock time on, and what lies before that follows, 24 hours after its stamps",
			filepath.Base(info.Name), round(info.Span()))
	}
	if extent.LeftOut > 0 {
		w.note("%d requests of %s lie outside the scenario's time and are left out; its busiest day is %s (%d requests): --from chooses a day",
			extent.LeftOut, filepath.Base(info.Name), info.BusiestDay.Date.Format(time.DateOnly), info.BusiestDay.Requests)
	}
	if end := time.Duration(extent.End); end < w.length {
		w.note("%s ends after %s; the run of %s ends there (repeat: daily, or --repeat, would play it again)",
			filepath.Base(info.Name), round(end), round(w.Scenario.Length))
		w.length = end
	}
	w.streams = append(w.streams, s)
	return nil
}

// clock returns a place's local time of day at the scenario's start.
func (w *Workload) clock(place string) time.Duration {
	t := w.Scenario.Start.UTC().Add(w.Fixed.Locations[w.Fixed.Location(place)].UTCOffset)
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute + time.Duration(t.Second())*time.Second
}

func (w *Workload) note(format string, args ...any) {
	w.Notes = append(w.Notes, fmt.Sprintf(format, args...))
}

// input opens the workload for one replication. Whoever calls it closes what
// it returns.
func (w *Workload) input(key sim.Key) (world.Input, func() error, error) {
	in := world.Input{PeakPerSecond: w.Peaks, BurstPerSecond: w.burst, End: sim.Time(w.length), Surge: w.surge, Stop: w.Stop}
	var readers []traces.Reader
	closeAll := func() error {
		var err error
		for _, r := range readers {
			err = errors.Join(err, r.Close())
		}
		return err
	}
	for i := range w.streams {
		s := &w.streams[i]
		k := key.Named("workload").Named(s.name)
		c := client.Stream{Key: k, Populations: s.populations, Shares: s.shares}
		if s.profile != nil {
			c.Arrivals = s.profile.Poisson(k.Named("arrivals"), s.clock, s.perSecond, in.End)
		} else {
			window := s.window
			window.Key = k.Named("spread")
			reader, err := s.source.Open(window)
			if err != nil {
				return in, nil, errors.Join(err, closeAll())
			}
			readers = append(readers, reader)
			c.Arrivals = reader
		}
		in.Streams = append(in.Streams, c)
	}
	return in, closeAll, nil
}

// surge makes the arrivals above the usual rate of a population: after its
// trace's profile where it makes one, else at its mean rate.
func (w *Workload) surge(population int, key sim.Key, factor float64) request.Arrivals {
	clock := w.clock(w.Scenario.Workload[population].Location)
	extra := w.means[population] * (factor - 1)
	if p := w.profiles[population]; p != nil {
		return p.Poisson(key, clock, extra, sim.Time(w.length))
	}
	return traces.Steady().Poisson(key, clock, extra, sim.Time(w.length))
}

func round(d time.Duration) string { return d.Round(time.Second).String() }
