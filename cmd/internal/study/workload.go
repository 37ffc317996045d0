package study

import (
	"errors"
	"fmt"
	"time"

	"failsim/models/client"
	"failsim/models/distribution"
	"failsim/models/request"
	"failsim/models/topology"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/sim"
	"failsim/traces"
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
	start    time.Time         // the scenario's, or where it states none that of its log: see begin
	from     time.Time         // of the log, where begin chose it
	stated   []scenario.Trace  // by population; of the scenario, though a log replaces them
	replaced bool              // by a log
	bound    bool              // to its log: the scenario's times or work follow from it
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

// thinks returns how long its users think; nil if they do not.
func (s *stream) thinks(of *scenario.Scenario) distribution.Distribution {
	return of.Workload[s.populations[0]].Trace.Thinks
}

// thinking returns how many of them are simulated.
func (s *stream) thinking(of *scenario.Scenario) int {
	return max(1, int(float64(of.Workload[s.populations[0]].Users)/of.Weight))
}

// End returns when the workload ends.
func (w *Workload) End() time.Duration { return w.length }

// clock returns a place's local time of day at the start of its traces.
func (w *Workload) clock(place string) time.Duration {
	return sinceMidnight(w.start.UTC().Add(w.Fixed.Locations[w.Fixed.Location(place)].UTCOffset))
}

func sinceMidnight(t time.Time) time.Duration {
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute + time.Duration(t.Second())*time.Second + time.Duration(t.Nanosecond())
}

func (w *Workload) note(format string, args ...any) {
	w.Notes = append(w.Notes, fmt.Sprintf(format, args...))
}

// input opens the workload for one replication. The caller closes what it returns.
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
		if t := s.thinks(w.Scenario); t != nil {
			c.Arrivals = client.NewThinking(k.Named("thinking"), s.thinking(w.Scenario), t, in.End)
		} else if p := &w.Scenario.Workload[s.populations[0]]; p.Trace.Session != nil {
			playing := int(p.Trace.PerSecond*meanSeconds(p.Trace.Session.Every)/w.Scenario.Weight + 0.5)
			c.Arrivals = client.NewThinking(k.Named("playing"), playing, p.Trace.Session.Every, in.End)
		} else if s.profile != nil {
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

func meanSeconds(d distribution.Distribution) float64 {
	mean, _ := d.Mean()
	return mean.Seconds()
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
