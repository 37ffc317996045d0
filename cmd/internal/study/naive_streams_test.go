package study

import (
	"fmt"

	"failsim/models/client"
	"failsim/models/request"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/sim"
)

// streams are the workload's, and those of surges of demand: more users than
// usual, as requests of their own.
func (n *naive) streams(w *Workload, in world.Input, c world.Choice) []client.Stream {
	list := in.Streams
	like := map[string]uint64{}
	for _, f := range c.Incident.Faults {
		what := fmt.Sprintf("%s %s %s %d %s", f.Kind, f.Region, f.Provider, f.Zone, f.Population)
		key := n.key.Named("incident/" + c.Incident.Name).Named(what).At(like[what]).Named("surge")
		like[what]++
		if f.Kind != scenario.DemandSurge {
			continue
		}
		for i, p := range n.scenario.Workload {
			if f.Population != "" && f.Population != p.Name {
				continue
			}
			until := sim.Never
			if f.For != nil {
				until = sim.Time(f.At).Add(f.For.Quantile(0.5))
			}
			var those []request.Arrival
			k := key.Named(p.Name)
			for _, a := range drain(client.Stream{Arrivals: w.surge(i, k, f.Factor)}) {
				if a.At >= sim.Time(f.At) && a.At < until {
					those = append(those, a)
				}
			}
			list = append(list, client.Stream{Key: k, Populations: []int{i}, Shares: []float64{1}, Arrivals: &played{list: those}})
		}
	}
	return list
}

// played is a stream of given arrivals.
type played struct{ list []request.Arrival }

func (p *played) Next(a []request.Arrival) int {
	n := copy(a, p.list)
	p.list = p.list[n:]
	return n
}

func (p *played) Err() error { return nil }
