package world

import (
	"failsim/models/balancer"
	"failsim/models/client"
	"failsim/models/dns"
	"failsim/models/fault"
	"failsim/models/id"
	"failsim/models/record"
	"failsim/models/topology"
	"failsim/models/world/scenario"
	"failsim/sim"
)

// New builds a run. It trusts the scenario: what can be wrong with one is
// found by scenario.Read and Check.
func New(s *scenario.Scenario, fixed *topology.Map, c Choice, in Input, sink record.Sink) (*World, error) {
	w := &World{scenario: s, choice: c, key: Root(c.Seed, c.Replication), fixed: fixed, sink: sink}
	if w.end = in.End; c.Calendar == nil {
		w.end = min(w.end, sim.Time(c.Incident.Length))
	}
	w.obey(in.Stop)
	w.nameAll()
	w.authority = w.newAuthority()
	w.zones = dns.NewZones(&w.kernel, w.key.Named("zones"), fixed, c.Design.Check.ProbeTiming)
	w.zones.Carry(c.Design.Addresses)
	tenant, err := chosen(s, c.Design)
	if err != nil {
		return nil, err
	}
	layout := w.layOut(in.PeakPerSecond, in.BurstPerSecond)
	w.data = balancer.New(&w.kernel, w.key.Named("data-plane"), fixed, layout.lbs, layout.pools, w.limits(), w.service(),
		tenant.balancing, tenant.filtering, w)
	w.data.TryAgain(tenant.retrying)
	if c.Design.Calls != nil {
		w.callBackends(c.Design.Calls)
	}
	calls := w.buildCalls()
	w.data.Admit(&w.kernel, tenant.admitting, calls.upstream())
	w.data.AdmitAtLBs(&w.kernel, tenant.atLBs)
	w.buildPlanes(layout)
	w.buildServices(calls)
	w.buildTeams()
	w.buildOperations(layout.pools)
	if w.steering = newSteering(w, tenant.steering, layout); w.steering.checks != nil {
		w.data.WatchedBy(0, w.steering.probes)
	}
	w.planEvacuations()
	var streams []client.Stream
	if in.Tape == nil {
		streams = w.streams(in)
	}
	w.clients = client.New(&w.kernel, w.key.Named("clients"), w.populations(), streams, w.authority, w.zones, w.data, w, w.edge(in, sink))
	if in.Tape != nil {
		w.clients.Play(in.Tape)
	}
	for i, n := range w.names {
		p := &s.Workload[n.population]
		w.clients.Before(id.Name(i), int(p.Trace.PerSecond/s.Weight/float64(p.Names)*c.Steady.Seconds()))
	}
	w.reportPath()
	fault.Schedule(&w.kernel, w.faults(), sink)
	return w, nil
}

// Run runs to the end and returns the first error of a trace.
func (w *World) Run() error {
	return w.RunTo(w.end)
}

// RunTo runs on to an instant, at most the end, so that the caller can see whether
// to go on.
func (w *World) RunTo(until sim.Time) error {
	if err := w.Step(until); err != nil {
		return err
	}
	until = min(until, w.end)
	w.clients.Settle(until)
	for _, p := range w.planes {
		p.Settle(until)
	}
	w.services.reportEnd(until)
	return w.clients.Err()
}

// Step runs on to an instant, at most the end, and settles nothing: what the sink
// has been told by then says little, and a run in steps is the same run.
func (w *World) Step(until sim.Time) error {
	w.kernel.Run(min(until, w.end))
	return w.stopped()
}

// End returns when the run ends.
func (w *World) End() sim.Time { return w.end }

// InFlight returns how many requests had no outcome where the run stopped.
func (w *World) InFlight() int { return w.clients.InFlight() }

// Arrived returns how many requests arrived: the sink was notified of so many,
// where the run stopped.
func (w *World) Arrived() int64 { return w.clients.Arrived() }

// Events returns how many events the kernel has handled.
func (w *World) Events() uint64 { return w.kernel.Fired() }

// reportPath reports how the engine takes requests, and why, once for populations
// that are alike.
func (w *World) reportPath() {
	reported := map[string]bool{}
	for i := range w.scenario.Workload {
		path := "how an attempt ends is known when it is sent: a client has one out at a time and learns only from failures, and servers take requests in turn"
		if why, events := w.clients.Events(i); events {
			path = "each attempt's end is an event: " + why
		}
		if !reported[path] {
			reported[path] = true
			w.narrate(0, "%s: %s", w.scenario.Workload[i].Name, path)
		}
	}
}
