package world

import (
	"slices"
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/service"
	"failsim/models/station"
	"failsim/models/world/scenario"
	"failsim/sim"
)

func (j *services) buildWorks() {
	s, w := j.w.scenario, &j.works
	w.queues, w.stocks, w.herds = map[string]*station.WorkQueue{}, map[string]*service.Stock{}, map[string]*service.Herd{}
	w.of = make([][]*station.WorkQueue, len(j.acts))
	all := station.NewWorks(&j.w.kernel)
	for _, q := range j.w.choice.Design.Queues {
		made := all.Add(j.w.key.Named("queue/"+q.Name), rulesOf(q))
		if w.queues[q.Name] = made; q.Of != "" {
			w.of[j.number[q.Of]] = append(w.of[j.number[q.Of]], made)
		}
		if q.Workflows {
			j.w.planes[j.acts[j.number[q.Of]].region].Through(made)
		}
	}
	for _, st := range s.World.Stocks {
		w.stocks[st.Name] = service.NewStock(st.Units)
	}
	herds := service.NewHerds(&j.w.kernel, j.graph)
	for _, h := range j.w.choice.Design.Herds {
		spec := service.HerdSpec{Name: h.Name, Members: h.Members, Needs: id.NoService, Lease: h.Lease, Renew: h.Renew, Through: h.Through, Jitter: h.Jitter, Queue: w.queues[h.Queue],
			Class: uint8(h.Class), Stock: w.stocks[h.Stock], Of: id.NoService, Slows: h.Slows, After: h.ErrorAfter}
		if s := h.Handshake; s != nil {
			spec.Away = time.Duration(s.RoundTrips) * j.w.roundTrip(s.From, s.To)
		}
		if h.Needs != "" {
			spec.Needs = j.number[h.Needs]
		}
		if h.Of != "" {
			spec.Of = j.number[h.Of]
		}
		w.herds[h.Name] = herds.Add(j.w.key.Named("herd/"+h.Name), spec)
	}
}

func rulesOf(q scenario.WorkQueue) station.Rules {
	r := station.Rules{Name: q.Name, Workers: q.Workers, QueueCapacity: station.Unlimited, Order: station.Order(q.Order), Classes: scenario.Classes, Work: q.Work,
		Deadline: q.Deadline, Patience: q.Patience, Late: station.Late(q.Late), Backoff: station.Backoff{Base: q.Base, Cap: q.Cap, Jitter: q.Jitter}}
	if q.QueueCapacity > 0 {
		r.QueueCapacity = q.QueueCapacity
	}
	return r
}

// serve has the queues of a service be served as that is.
func (w *works) serve(now sim.Time, i id.Service, s *service.State) {
	for _, q := range w.of[i] {
		q.Serve(now, s.Running, s.Slow(), s.Errors())
	}
}

// Strike implements fault.HerdStriker.
func (j *services) Strike(now sim.Time, herd string, share float64) {
	j.works.herds[herd].Strike(now, share)
}

// pull does what a step of a playbook does to a queue or a stock.
func (w *works) pull(now sim.Time, s *policy.Step, over time.Duration) {
	q := w.queues[s.On]
	switch s.Do {
	case policy.PauseQueue:
		q.Pause(now)
	case policy.ResumeQueue:
		q.Resume(now, over)
	case policy.Throttle:
		q.Throttle(now, s.PerSecond)
	case policy.Add:
		if s.Workers > 0 {
			q.Hire(now, s.Workers)
		} else {
			w.stocks[s.On].Add(now, s.Units)
		}
	}
}

// reportEnd narrates which herds are not whole when a run ends, and what waits: a queue in which
// all work is late says nothing else.
func (w *works) reportEnd(now sim.Time, all *World) {
	for _, h := range all.choice.Design.Herds {
		if lost := w.herds[h.Name].Lost(); lost > 0 {
			all.narrate(now, "%s: at the end of the run %d of %d members are without what they held", h.Name, lost, h.Members)
		}
	}
	for _, q := range all.choice.Design.Queues {
		if inside, away := w.queues[q.Name].Backlog(); inside+away > 0 {
			all.narrate(now, "%s: at the end of the run %d jobs wait or are done, and %d are away and come again", q.Name, inside, away)
		}
	}
}

// roundTrip is that of a location's clients to a region.
func (w *World) roundTrip(location, region string) time.Duration {
	i := slices.IndexFunc(w.scenario.World.Locations, func(l scenario.Location) bool { return l.Name == location })
	return w.scenario.World.Locations[i].RTT[region]
}
