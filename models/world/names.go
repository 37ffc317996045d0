package world

import (
	"failsim/models/dns"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

// nameID returns the number by which draws for a name are keyed: a population
// that is added, wherever it stands, leaves those of all others as they are.
func nameID(population string, number int) uint64 {
	return uint64(sim.Key(0).Named(population).At(uint64(number)))
}

func (w *World) nameAll() {
	for i, p := range w.scenario.Workload {
		place := w.fixed.Location(p.Location)
		for j := range p.Names {
			w.names = append(w.names, name{id: nameID(p.Name, j), number: j, population: i, place: place, endpoints: w.choice.Design.Serve[p.Location]})
		}
	}
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
