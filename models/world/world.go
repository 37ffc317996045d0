// Package world turns a scenario into a running world: it is the only package
// that knows every model, and it implements what faults act on.
//
// The world is the superset: every provider, region and fault of the scenario
// exists in every run, keyed by name; a design uses a part of it. So faults,
// users and other customers' changes are the same whatever the design.
package world

import (
	"fmt"
	"time"

	"failsim/models/balancer"
	"failsim/models/client"
	"failsim/models/control"
	"failsim/models/dns"
	"failsim/models/fault"
	"failsim/models/id"
	"failsim/models/operations"
	"failsim/models/people"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/models/store"
	"failsim/models/topology"
	"failsim/models/world/scenario"
	"failsim/sim"
)

// Input is the workload of one run.
type Input struct {
	Streams []client.Stream
	// Tape, if set, has the requests of Streams and of demand surges; it stands for
	// both. Its maker has the world go on with Step, within each block.
	Tape *client.Tape
	// PeakPerSecond is each population's highest rate, over a minute; the
	// tenant sizes its posture by it.
	PeakPerSecond []float64
	// BurstPerSecond is how much higher the workload's rate gets within a
	// client's time-out. One client may be behind it, so every place, and every
	// LB, is sized to take all of it; 0 for Poisson arrivals.
	BurstPerSecond float64
	// Surge makes a population's extra arrivals for a demand surge: those
	// above the usual rate, over the whole run.
	Surge func(population int, key sim.Key, factor float64) request.Arrivals
	// End is when the workload ends; the run ends there at the latest.
	End sim.Time
	// Stop, if set, is asked now and then whether to end the run early, and
	// says why.
	Stop func() error
}

// Choice says which run of a scenario this is.
type Choice struct {
	Design      *scenario.Design
	Incident    *scenario.Incident
	Sampled     bool // people's durations are drawn, not as published
	Seed        uint64
	Replication int
	// Calendar, if set, is what happens instead of Incident: several incidents,
	// or one more than once, in order of time; or none at all. The run ends
	// with its workload.
	Calendar []Occurrence
	// Spared: nothing of the incident happens, as when a gate stops the operator error that
	// begins it.
	Spared bool
	// Steady is how long the world has been steady before the run: clients have
	// sent requests at their mean rate all that time.
	Steady time.Duration
	// Events has every attempt of a client be an event, though its fate is known
	// where it is sent: slower, and to no other effect.
	Events bool
}

// World is one run.
type World struct {
	kernel   sim.Kernel
	scenario *scenario.Scenario
	choice   Choice
	key      sim.Key
	fixed    *topology.Map
	sink     record.Sink
	end      sim.Time
	stop     func() error

	names     []name
	lbOf      []id.LB // first LB of each name; endpoints follow
	data      *balancer.DataPlane
	zones     *dns.Zones
	authority *dns.Authority
	clients   *client.Clients
	planes    []*control.Plane
	teams     []*people.Teams // by region; nil where nobody would act
	steering  *steering
	services  *services // nil where nothing needs anything, and nothing hits one

	operations *operations.Operations // nil where servers are let be
	operated   []*operations.Pool     // by pool
}

// name is one of the tenant's service names.
type name struct {
	id         uint64 // see nameID
	number     int    // within its population
	population int
	place      id.Location
	endpoints  []scenario.Endpoint
}

// Root returns the key of all draws of a replication.
func Root(seed uint64, replication int) sim.Key { return sim.NewKey(seed, replication) }

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
	w.data.Admit(&w.kernel, tenant.admitting)
	w.buildPlanes(layout)
	w.buildServices()
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
	w.tellPath()
	fault.Schedule(&w.kernel, w.faults(), sink)
	return w, nil
}

// Run runs to the end and returns the first error of a trace.
func (w *World) Run() error {
	return w.RunTo(w.end)
}

// RunTo runs on to an instant, at most the end, so that whoever asked can see
// whether to go on.
func (w *World) RunTo(until sim.Time) error {
	if err := w.Step(until); err != nil {
		return err
	}
	until = min(until, w.end)
	w.clients.Settle(until)
	for _, p := range w.planes {
		p.Settle(until)
	}
	w.services.tellEnd(until)
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

// Arrived returns how many requests arrived: the sink was told of so many,
// where the run stopped.
func (w *World) Arrived() int64 { return w.clients.Arrived() }

// Events returns how many events the kernel has handled.
func (w *World) Events() uint64 { return w.kernel.Fired() }

// LB implements client.Directory.
func (w *World) LB(name id.Name, endpoint int) id.LB { return w.lbOf[name] + id.LB(endpoint) }

func (w *World) nameAll() {
	for i, p := range w.scenario.Workload {
		place := w.fixed.Location(p.Location)
		for j := range p.Names {
			w.names = append(w.names, name{id: nameID(p.Name, j), number: j, population: i, place: place, endpoints: w.choice.Design.Serve[p.Location]})
		}
	}
}

// nameID returns the number by which draws for a name are keyed: a population
// that is added, wherever it stands, leaves those of all others as they are.
func nameID(population string, number int) uint64 {
	return uint64(sim.Key(0).Named(population).At(uint64(number)))
}

func (w *World) newAuthority() *dns.Authority {
	byPlace := make(map[id.Location][]policy.Endpoint)
	list, picks := make([][]policy.Endpoint, len(w.names)), make([]sim.Key, len(w.names))
	for i, n := range w.names {
		picks[i] = w.key.Named("dns").At(n.id)
		if byPlace[n.place] == nil {
			for _, e := range n.endpoints {
				byPlace[n.place] = append(byPlace[n.place], policy.Endpoint{Region: w.fixed.Region(e.Region), Rank: e.Rank, Weight: e.Weight,
					RTT: w.fixed.Locations[n.place].RTT[w.fixed.Region(e.Region)]})
			}
		}
		list[i] = byPlace[n.place]
	}
	return dns.NewAuthority(picks, list)
}

func (w *World) limits() balancer.Limits {
	lb := &w.scenario.World.LB
	return balancer.Limits{Burst: lb.Burst, SurgeCapacity: float64(lb.SurgeQueue) / w.scenario.Weight, Check: w.choice.Design.Check}
}

func (w *World) service() balancer.Service {
	k := w.key.Named("service")
	return balancer.Service{Distribution: w.scenario.Service.Time, Time: k.Named("time"), Gray: k.Named("gray"), Weight: w.scenario.Weight}
}

func (w *World) buildPlanes(l layout) {
	cp, st := &w.scenario.World.ControlPlane, &w.scenario.World.Store
	spec := control.Spec{TouchesPerHour: cp.TouchesPerHour, CreationsPerHour: cp.CreationsPerHour, Workers: cp.Workers, Work: cp.Work,
		ScaleEvery: cp.ScaleEvery, ScaleSamples: max(1, int(cp.ScaleWindow/max(1, cp.ScaleEvery))), Target: w.scenario.World.LB.Target,
		Alarm: cp.Alarm, Misread: cp.Misread}
	region := id.Region(0)
	for _, p := range w.scenario.World.Providers {
		for _, r := range p.Regions {
			healing := strategies[policy.Healing](w.choice.Design.Provider[p.Name][policy.HealingSocket])
			key := w.key.Named("region/" + w.fixed.Regions[region].Name)
			records := store.New(r.Fleet, st.Snapshots, st.Retention)
			w.planes = append(w.planes, control.New(&w.kernel, key, spec, region, records, w.data, l.managed[region], healing, w.sink, w))
			region++
		}
	}
}

// describe names a region for people.
func (w *World) describe(region id.Region) string {
	if region < 0 {
		return "everywhere"
	}
	return w.fixed.Regions[region].Name
}

// tellPath tells how the engine takes requests, and why, once for populations
// that are alike.
func (w *World) tellPath() {
	told := map[string]bool{}
	for i := range w.scenario.Workload {
		path := "how an attempt ends is known when it is sent: a client has one out at a time and learns only from failures, and servers take requests in turn"
		if why, events := w.clients.Events(i); events {
			path = "each attempt's end is an event: " + why
		}
		if !told[path] {
			told[path] = true
			w.narrate(0, "%s: %s", w.scenario.Workload[i].Name, path)
		}
	}
}

// narrate tells a line to who follows the run.
func (w *World) narrate(now sim.Time, format string, args ...any) {
	if w.sink.Follows() {
		w.sink.Narrate(now, fmt.Sprintf(format, args...))
	}
}
