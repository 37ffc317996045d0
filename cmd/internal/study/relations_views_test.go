package study

import (
	"maps"
	"slices"
	"testing"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/world/scenario"
)

// What an LB chooses by is its own.
func TestRelationsOfViews(t *testing.T) {
	relations(t, []relation{
		// Catches one view of open requests, or one cursor, for all LBs before a
		// pool: what one sends then moves where another sends.
		{"an LB without traffic and one with it leave another's choices alone", 25, func(r *trial) {
			s := r.unshared()
			s.leave(scenario.DemandSurge) // which has others come too
			all, alone := recordPicks(), recordPicks()
			r.run(s, 0, all.by)
			r.run(s, 0, alone.by, func(w *Workload) { w.streams = w.streams[:1] })
			r.check(len(alone.picks) > 0 && len(alone.picks) <= len(all.picks), "%d and %d choices", len(alone.picks), len(all.picks))
			for u, b := range alone.picks {
				with, chosen := all.picks[u]
				r.check(chosen && with == b, "alone an LB sends to backend %d; beside others to %d (%v)", b, with, chosen)
			}
		}},
		// Catches a count of whom the client, not the LB, waits for: an LB then
		// prefers the backend whose answers go to near clients.
		{"clients twice as far away change no LB's choice", 25, func(r *trial) {
			s := r.clone()
			s.timeout, s.patience = 59, 60
			d := &s.designs[0]
			d.choosing, d.retrying = "", "" // or an error would come back later
			near, far := recordPicks(), recordPicks()
			r.run(s, 0, near.by)
			r.run(s, 0, far.by, func(w *Workload) {
				for i := range w.Fixed.Locations {
					for j := range w.Fixed.Locations[i].RTT {
						w.Fixed.Locations[i].RTT[j] *= 2
					}
				}
			})
			r.check(len(near.picks) > 0 && len(near.picks) == len(far.picks), "%d and %d choices", len(near.picks), len(far.picks))
			for u, b := range near.picks {
				from, chosen := far.picks[u]
				r.check(chosen && from == b, "an LB sends a near client to backend %d, a far one to %d (%v)", b, from, chosen)
			}
		}},
	})
}

// unshared leaves LBs nothing to share: never do their requests wait for one
// another's at a backend, nor their changes for a worker.
func (r *trial) unshared() *sketch {
	s := r.steady()
	for i := range s.designs {
		for _, list := range s.designs[i].serve {
			for j := range list {
				list[j].capacity *= 20
			}
		}
	}
	s.leave(scenario.DeleteState)
	return s
}

// leave takes out faults of a kind.
func (s *sketch) leave(kind string) {
	s.faults = slices.DeleteFunc(s.faults, func(f sketchFault) bool { return f.kind == kind })
	if len(s.faults) == 0 {
		s.faults = []sketchFault{s.lose(0, s.length*0.4, s.length*0.1)}
	}
}

// picks records which backend each attempt was sent to. An attempt is known by
// its draw, which is the same in every run.
type picks struct {
	policy.Balancing
	picks map[uint64]id.Member
}

func recordPicks() *picks { return &picks{picks: map[uint64]id.Member{}} }

// Pick implements policy.Balancing.
func (p *picks) Pick(t *policy.Targets, u uint64) id.Member {
	b := p.Balancing.Pick(t, u)
	p.picks[u] = b
	return b
}

// by has the first design choose as it does, on record.
func (p *picks) by(w *Workload) {
	d := &w.Scenario.Designs[0]
	chosen := d.Tenant[policy.BalancingSocket][0]
	recorded := *chosen.Strategy
	recorded.New = func(v policy.Values) any {
		p.Balancing = chosen.Strategy.New(v).(policy.Balancing)
		return p
	}
	d.Tenant = maps.Clone(d.Tenant)
	d.Tenant[policy.BalancingSocket] = []policy.Setting{{Strategy: &recorded, Values: chosen.Values}}
}
