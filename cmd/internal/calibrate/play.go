package calibrate

import (
	"runtime"
	"sync"
	"time"

	"failsim/models/client"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/sim"
)

// player plays a scenario with a log's requests.
type player struct {
	log          *Log
	windows      *windows
	began        time.Duration
	design       string
	incident     string
	seed         uint64
	replications int
	stop         func() error
}

// play returns how many requests of each window fail, over all replications, and how
// much more their number differs from one replication to the next, and so from the
// log to their mean, than chance among requests makes it.
func (p *player) play(s *scenario.Scenario) (sum []float64, draw float64, err error) {
	design, incident := p.chosen(s)
	all, errs := make([][]float64, p.replications), make([]error, p.replications)
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for r := range p.replications {
		wg.Go(func() {
			slots <- struct{}{}
			all[r], errs[r] = p.once(s, design, incident, r)
			<-slots
		})
	}
	wg.Wait()
	sum = make([]float64, len(p.windows.requests))
	totals := make([]float64, p.replications)
	for r := range all {
		if errs[r] != nil {
			return nil, 0, errs[r]
		}
		for i, n := range all[r] {
			sum[i] += n
			totals[r] += n
		}
	}
	return sum, p.noise(sum, totals), nil
}

func (p *player) noise(sum, totals []float64) float64 {
	n, mean, binomial, between := float64(len(totals)), 0.0, 0.0, 0.0
	for i, failed := range sum {
		mean += failed / n
		if requests := p.windows.requests[i]; requests > 0 {
			share := failed / n / requests
			binomial += float64(requests * share * (1 - share))
		}
	}
	for _, t := range totals {
		between += float64((t - mean) * (t - mean))
	}
	if n < 2 || binomial == 0 {
		return 1
	}
	return between / (n - 1) * (1 + 1/n) / binomial
}

// chosen returns the design and the incident, whose faults begin when the log's
// outage does.
func (p *player) chosen(s *scenario.Scenario) (*scenario.Design, *scenario.Incident) {
	var design *scenario.Design
	for i := range s.Designs {
		if s.Designs[i].Name == p.design {
			design = &s.Designs[i]
		}
	}
	var in scenario.Incident
	for i := range s.Incidents {
		if s.Incidents[i].Name == p.incident {
			in = s.Incidents[i]
		}
	}
	in.Length = p.log.Span() + time.Minute
	faults := make([]scenario.Fault, len(in.Faults))
	for i, f := range in.Faults {
		f.At += p.began - in.Faults[0].At
		faults[i] = f
	}
	in.Faults = faults
	return design, &in
}

func (p *player) once(s *scenario.Scenario, design *scenario.Design, in *scenario.Incident, replication int) ([]float64, error) {
	sink := &sink{windows: p.windows, failed: make([]float64, len(p.windows.requests))}
	return sink.failed, p.into(s, design, in, replication, sink)
}

// into plays one replication, of which a sink is told.
func (p *player) into(s *scenario.Scenario, design *scenario.Design, in *scenario.Incident, replication int, sink record.Sink) error {
	key := world.Root(p.seed, replication)
	stream := client.Stream{Key: key.Named("log"), Arrivals: &arrivals{log: p.log, key: key.Named("clients")}}
	var peaks []float64
	total := 0.0
	for i := range s.Workload {
		share := s.Workload[i].Trace.PerSecond
		if share == 0 {
			share = 1
		}
		stream.Populations, stream.Shares = append(stream.Populations, i), append(stream.Shares, share)
		total += share
	}
	for i := range stream.Shares {
		stream.Shares[i] /= total
		peaks = append(peaks, stream.Shares[i]*p.log.busiest())
	}
	w, err := world.New(s, world.Fixed(s), world.Choice{Design: design, Incident: in, Seed: p.seed, Replication: replication, Steady: time.Hour},
		world.Input{Streams: []client.Stream{stream}, PeakPerSecond: peaks, End: sim.Time(in.Length), Stop: p.stop}, sink)
	if err != nil {
		return err
	}
	return w.Run()
}

// arrivals are the log's requests. Where it names no clients each is drawn.
type arrivals struct {
	log  *Log
	key  sim.Key
	read int
}

func (a *arrivals) Next(list []request.Arrival) (n int) {
	n = min(len(list), len(a.log.At)-a.read)
	for i := range n {
		k := a.read + i
		list[i] = request.Arrival{At: sim.Time(a.log.At[k]), Client: a.key.Uint64(uint64(k))}
		if a.log.Clients != nil {
			list[i].Client = a.log.Clients[k]
		}
	}
	a.read += n
	return n
}

func (*arrivals) Err() error { return nil }

// sink counts what fails.
type sink struct {
	record.Nothing
	windows *windows
	failed  []float64
}

func (s *sink) Settled(one *record.Settlement) {
	if !one.Good() {
		s.failed[s.windows.of(time.Duration(one.Arrived))]++
	}
}
