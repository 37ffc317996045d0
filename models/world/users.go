package world

import (
	"slices"
	"time"

	"failsim/models/caller"
	"failsim/models/client"
	"failsim/models/dns"
	"failsim/models/fault"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/world/scenario"
	"failsim/sim"
)

// crowds are populations by what identifies their users, which is the same under
// every design.
func (w *World) identities() []client.Population {
	var list []client.Population
	first := 0
	for _, p := range w.scenario.Workload {
		list = append(list, client.Population{Name: p.Name, Users: p.Users, FirstName: id.Name(first), Names: p.Names})
		first += p.Names
	}
	return list
}

func (w *World) populations() []client.Population {
	list := w.identities()
	for i, p := range w.scenario.Workload {
		c := w.scenario.ClientsOf(w.choice.Design, i)
		var holdings []dns.Holding
		for _, o := range c.Overstay {
			holdings = append(holdings, dns.Holding{Share: o.Share, Hold: o.Hold})
		}
		list[i].RTT, list[i].Rules = w.fixed.Locations[w.fixed.Location(p.Location)].RTT, w.rules(&c)
		list[i].Permits = permits(c.On, c.OnNonIdempotent, w.nonIdempotent(i))
		if p.Trace.Thinks != nil {
			list[i].Thinks, list[i].Rules.Follows = p.Trace.Thinks, true
		}
		if s := p.Trace.Session; s != nil {
			of := slices.IndexFunc(w.scenario.Workload, func(o scenario.Population) bool { return o.Name == s.Of })
			list[i].Session, list[i].Rules.Follows = &client.Session{Lasts: s.Lasts, Every: s.Every}, true
			list[of].Starts, list[of].Rules.Follows = append(list[of].Starts, i), true
		}
		key := w.key.Named("resolvers").Named(p.Name)
		list[i].Resolvers = dns.NewResolvers(key, c.Resolvers, w.choice.Design.TTL, holdings)
		if c.Quiet {
			list[i].Resolvers.BeQuiet(p.Names)
		}
		if c.HoldOff.For > 0 {
			list[i].Resolvers.HoldOff(dns.HoldOff(c.HoldOff), func(i int) time.Duration {
				return time.Duration(key.Named("forgets").Float64(uint64(i)) * float64(c.HoldOff.For))
			})
		}
		if r := w.steering.needs.Routes; r.Used {
			list[i].Resolvers = dns.NewRoutes(key, c.Resolvers, r.Converge, r.Pinned, r.PinnedFor)
		}
	}
	return list
}

// streams are the workload's, and those of demand surges.
func (w *World) streams(in Input) []client.Stream {
	streams := in.Streams
	for _, o := range w.choice.calendar() {
		for i, f := range o.Incident.Faults {
			if f.Kind != scenario.DemandSurge {
				continue
			}
			from, until := sim.Time(o.At+f.At), sim.Never
			if d := o.lasts(w.key, i); d > 0 {
				until = from.Add(d)
			}
			for p, pop := range w.scenario.Workload {
				if f.Population == "" || f.Population == pop.Name {
					key := o.faultKey(w.key, i).Named("surge").Named(pop.Name)
					arrivals := fault.Surge(in.Surge(p, key, f.Factor), from, until)
					streams = append(streams, client.Stream{Key: key, Arrivals: arrivals, Populations: []int{p}, Shares: []float64{1}})
				}
			}
		}
	}
	return w.stoppable(streams)
}

// rules makes the habits of a population.
func (w *World) rules(c *scenario.Clients) client.Rules {
	sending := strategies[any](c.Sending)
	var connecting policy.Connecting
	for _, made := range strategies[policy.Connecting](c.Connecting) {
		connecting = made
	}
	var returns *client.Returns
	if c.Returns.Share > 0 {
		returns = &client.Returns{Share: c.Returns.Share, After: c.Returns.After}
	}
	return client.Rules{Where: of[policy.Sending](sending)[0], Connecting: connecting, Next: client.NextResolver(c.Next), Returns: returns,
		Rules: caller.Rules{Events: w.choice.Events, Timeout: c.Timeout, Patience: c.Patience, Retrying: strategies[policy.Retrying](c.Retrying)[0], NextAddress: c.NextAddress.After, StaysRefused: c.NextAddress.Stays, Sending: sending}}
}
