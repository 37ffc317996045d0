package world

import (
	"cmp"
	"slices"
	"time"

	"failsim/models/balancer"
	"failsim/models/fault"
	"failsim/models/id"
	"failsim/models/request"
	"failsim/models/topology"
	"failsim/models/world/scenario"
	"failsim/sim"
)

// makers say of each kind of fault what makes it of what the scenario says, and what it
// takes of the capacity that a design has bought, or nothing.
var makers = map[string]struct {
	takes taking
	make  func(w *World, f scenario.Fault) fault.Fault
}{
	"delete-state": {itsLBs, func(w *World, f scenario.Fault) fault.Fault {
		return fault.DeleteState{Where: w, At: w.fixed.Region(f.Region), Share: f.Share}
	}},
	scenario.StaleState: {itsLBs, func(w *World, f scenario.Fault) fault.Fault {
		return fault.StaleState{Where: w, At: w.fixed.Region(f.Region), Share: f.Share, Age: f.By}
	}},
	"lose-zone": {itsZone, func(w *World, f scenario.Fault) fault.Fault {
		return fault.LoseZone{Where: w, At: w.fixed.Region(f.Region), Zone: f.Zone, As: deaths[f.As]}
	}},
	"lose-region": {allOfIt, func(w *World, f scenario.Fault) fault.Fault {
		return fault.LoseRegions{Where: w, Regions: []id.Region{w.fixed.Region(f.Region)}, Cause: request.RegionDown, As: deaths[f.As]}
	}},
	"lose-provider": {allOfIt, func(w *World, f scenario.Fault) fault.Fault {
		return fault.LoseRegions{Where: w, Regions: w.regionsOf(w.fixed.Provider(f.Provider), true), Cause: request.ProviderDown, As: deaths[f.As]}
	}},
	"gray": {itsSpeed, func(w *World, f scenario.Fault) fault.Fault {
		return fault.Gray{Where: w, At: w.fixed.Region(f.Region),
			Is: balancer.Gray{Errors: f.Share, Slow: max(1, f.Factor), ErrorAfter: f.ErrorAfter}}
	}},
	"fail": {someServers, func(w *World, f scenario.Fault) fault.Fault {
		b := fault.Backends{Where: w.data, At: w.fixed.Region(f.Region), Part: balancer.Part{Zone: f.Zone, First: f.First, Of: f.Of}}
		if f.Share > 0 || f.Factor > 1 {
			b.Is = &balancer.Gray{Errors: f.Share, Slow: max(1, f.Factor), ErrorAfter: f.ErrorAfter}
		}
		b.As = deaths[f.As]
		return b
	}},
	scenario.OfService: {nothing, func(w *World, f scenario.Fault) fault.Fault {
		s := fault.Service{Where: w.services, Name: f.Service, Which: w.services.number[f.Service], At: -1}
		if f.Region != "" {
			s.At = w.fixed.Region(f.Region)
		}
		if f.Share > 0 || f.Factor > 1 {
			s.Is = &fault.Ailment{Errors: f.Share, Slow: f.Factor, ErrorAfter: f.ErrorAfter}
		}
		return s
	}},
	scenario.OfHerd: {nothing, func(w *World, f scenario.Fault) fault.Fault {
		return fault.Herd{Where: w.services, Name: f.Herd, Share: f.Share}
	}},
	scenario.OfLB: {nothing, func(w *World, f scenario.Fault) fault.Fault {
		l := fault.LBs{Where: w.data, At: w.fixed.Region(f.Region), Names: f.LB, As: deaths[f.As]}
		l.Those = w.lbsOf(l.At, f.HitsLBOf)
		if f.Share > 0 || f.Factor > 1 {
			l.Is = &balancer.Gray{Errors: f.Share, Slow: max(1, f.Factor), ErrorAfter: f.ErrorAfter}
		}
		return l
	}},
	scenario.OfResolver: {nothing, func(w *World, f scenario.Fault) fault.Fault {
		return fault.Resolver{Where: w, Population: slices.IndexFunc(w.scenario.Workload, func(p scenario.Population) bool { return p.Name == f.Resolver }), Name: f.Resolver, Share: f.Share}
	}},
	"move-address": {nothing, func(w *World, f scenario.Fault) fault.Fault {
		m := &fault.MoveAddress{Kernel: &w.kernel, Where: w, At: w.fixed.Region(f.Region), Names: cmp.Or(f.LB, f.Region), Silent: f.Silent}
		m.Those = w.lbsOf(m.At, func(population string, number int) bool { return f.LB == "" || f.HitsLBOf(population, number) })
		return m
	}},
	scenario.Push:   {nothing, configured},
	scenario.Revert: {nothing, configured},
	scenario.RollingUpdate: {nothing, func(w *World, f scenario.Fault) fault.Fault {
		return fault.RollingUpdate{Where: w, At: w.fixed.Region(f.Region)}
	}},
	scenario.Maintenance: {nothing, func(w *World, f scenario.Fault) fault.Fault {
		return fault.Maintenance{Where: w, At: w.fixed.Region(f.Region)}
	}},
	"demand-surge": {nothing, func(w *World, f scenario.Fault) fault.Fault {
		return fault.DemandSurge{Factor: f.Factor, Where: w.services, Population: f.Population}
	}},
}

// deaths are the words for how hosts are lost.
var deaths = map[string]balancer.Death{"": balancer.Mixed, scenario.AsProcess: balancer.Process, scenario.AsMachine: balancer.Machine}

// faults plans the faults of all incidents, and what providers share.
func (w *World) faults() []fault.Planned {
	var list []fault.Planned
	for _, o := range w.choice.calendar() {
		for i, f := range o.Incident.Faults {
			list = append(list, fault.Planned{Fault: makers[f.Kind].make(w, f), At: sim.Time(o.At + f.At), For: o.lasts(w.key, i), When: w.services.when(f.When)})
		}
		if at, provider := o.origin(w.fixed); joins(w.fixed, w.choice.Design, provider) && o.sharesFate(w.key, w.scenario) {
			others := w.regionsOf(provider, false)
			list = append(list, fault.Planned{Fault: fault.CommonMode{Where: w, Regions: others}, At: sim.Time(at), For: o.sharedFor(w.key, w.scenario)})
		}
	}
	return list
}

// joins reports whether a design serves something at a provider and something at
// another: what providers share for a tenant (its identity, deploy tool,
// certificates) is what the tenant has joined, so the failure of a provider
// that it does not use cannot reach it at another.
func joins(m *topology.Map, d *scenario.Design, provider int) bool {
	at, elsewhere := false, false
	for _, endpoints := range d.Serve {
		for _, e := range endpoints {
			if m.Regions[m.Region(e.Region)].Provider == provider {
				at = true
			} else {
				elsewhere = true
			}
		}
	}
	return at && elsewhere
}

// SharesFate reports whether the failure of what providers share would reach a
// design in an incident.
func SharesFate(m *topology.Map, d *scenario.Design, i *scenario.Incident) bool {
	_, provider := Occurrence{Incident: i}.origin(m)
	return i.FailsProvider() && joins(m, d, provider)
}

// CommonMode reports whether a provider's failure takes along what it shares
// with others in this replication, if the design joins them.
func CommonMode(s *scenario.Scenario, i *scenario.Incident, seed uint64, replication int) bool {
	return Occurrence{Incident: i}.sharesFate(Root(seed, replication), s)
}

// DeleteState implements fault.StateDeleter.
func (w *World) DeleteState(now sim.Time, region id.Region, share float64) {
	w.deleteState(now, region, share)
}

// AgeState implements fault.StateAger.
func (w *World) AgeState(now sim.Time, region id.Region, share float64, age time.Duration) {
	w.planes[region].Age(now, w.key.Named("region/"+w.fixed.Regions[region].Name).Named("stale"), share, age)
}

// RefreshState implements fault.StateAger.
func (w *World) RefreshState(now sim.Time, region id.Region) { w.planes[region].Refresh(now) }

// LoseRegion implements fault.RegionLoser. Each that has something in the region hears
// of it once: the data plane, which lets its callers and its probes know, what stands
// there of services and data, the record of what is lost, and the control plane.
func (w *World) LoseRegion(now sim.Time, region id.Region, cause request.Cause, as balancer.Death, lost bool) {
	w.data.LoseRegion(now, region, cause, as, lost)
	w.services.loseRegion(now, region, lost)
	w.reportZones(now, region)
	w.planes[region].SetDown(now, w.data.Down(region))
}

// LoseZone implements fault.ZoneLoser.
func (w *World) LoseZone(now sim.Time, region id.Region, zone id.Zone, as balancer.Death, lost bool) {
	w.data.LoseZone(now, region, zone, as, lost)
	w.reportZones(now, region)
	w.zones.Changed(now, region, zone, !w.data.ZoneLost(region, zone), w.data.ZoneRefuses(region, zone))
}

// reportZones reports how many zones of a region are lost.
func (w *World) reportZones(now sim.Time, region id.Region) {
	zones := w.fixed.Regions[region].Zones
	lost := 0
	for z := range id.Zone(zones) {
		if !w.data.ZoneUp(region, z) {
			lost++
		}
	}
	w.sink.ZonesLost(now, region, lost, zones)
}

// lbsOf returns the LBs in a region of those names of which a function says so.
func (w *World) lbsOf(region id.Region, is func(population string, number int) bool) (list []id.LB) {
	for i := range id.LB(w.data.LBs()) {
		n := &w.names[w.steering.nameOf[i]]
		if w.data.LB(i).Region == region && is(w.scenario.Workload[n.population].Name, n.number) {
			list = append(list, i)
		}
	}
	return list
}

// FailResolvers implements fault.ResolverFailer.
func (w *World) FailResolvers(population int, share float64, lost bool) {
	w.clients.FailResolvers(population, share, lost)
}

// LoseLB implements fault.AddressMover.
func (w *World) LoseLB(now sim.Time, lb id.LB, as balancer.Death, lost bool) {
	w.data.LoseLB(now, lb, as, lost)
}

// MoveAddress implements fault.AddressMover.
func (w *World) MoveAddress(now sim.Time, lb id.LB) { w.data.MoveLB(now, lb) }

// Cut implements fault.AddressMover.
func (w *World) Cut(now sim.Time, lb id.LB) { w.clients.Cut(now, lb) }

// Gray implements fault.Grayer.
func (w *World) Gray(now sim.Time, region id.Region, fault balancer.Gray, lost bool) {
	w.data.Gray(now, region, fault, lost)
}

// ShareFate implements fault.FateSharer.
func (w *World) ShareFate(now sim.Time, region id.Region, lost bool) {
	w.data.ShareFate(now, region, lost)
}
