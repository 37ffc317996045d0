package study

import (
	"math"
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// naiveRegion is what stands in a region, and its control plane.
type naiveRegion struct {
	index     id.Region
	key       sim.Key
	lostBy    []request.Cause
	processes int // of lostBy, those that leave hosts there
	lostZones []int
	refusing  []int         // by zone: of those faults, how many have its hosts refuse
	gone      []int         // and how many have them say nothing at all
	zones     []*naiveCheck // of DNS
	commons   int
	grays     []naiveGray
	pools     []*naivePool

	healing          []policy.Healing
	records          []naiveRecord
	misconfigured    []bool
	fleet            int
	tenant           map[int]*naiveLB // by record
	managed          []*naiveLB
	byPeople, byHand bool // workflows are switched off
	stopped          bool // by people with a playbook
	visits           uint64
	forsaken         bool // a playbook has ended and left harm
	alarmed          int
	alarms           map[int]int // by LB
	calls            []naiveCall
	busy             int
	queue            []func() // workflows that wait for a worker
	scan             []int
	order            []int // of records, in which people and reconciling go through them
	lostAt           sim.Time
}

type naiveRecord uint8

const (
	inOrder naiveRecord = iota
	gone
	wrong
)

type naiveCall struct {
	at sim.Time
	ok bool
}

func (n *naive) newRegion(i int) *naiveRegion {
	zones := n.fixed.Regions[i].Zones
	r := &naiveRegion{index: id.Region(i), key: n.key.Named("region/" + n.fixed.Regions[i].Name), lostZones: make([]int, zones), refusing: make([]int, zones), gone: make([]int, zones), tenant: map[int]*naiveLB{}, alarms: map[int]int{}}
	at := 0
	for _, p := range n.scenario.World.Providers {
		for _, q := range p.Regions {
			if at == i {
				r.fleet = q.Fleet
				r.records, r.misconfigured = make([]naiveRecord, q.Fleet), make([]bool, q.Fleet)
				for _, s := range n.design.Provider[p.Name][policy.HealingSocket] {
					r.healing = append(r.healing, s.Strategy.New(s.Values).(policy.Healing))
				}
			}
			at++
		}
	}
	return r
}

func (r *naiveRegion) down() request.Cause {
	if len(r.lostBy) == 0 {
		return request.None
	}
	return r.lostBy[len(r.lostBy)-1]
}

// cause is why a backend in it is down.
func (r *naiveRegion) cause() request.Cause {
	if c := r.down(); c != request.None {
		return c
	}
	return request.ZoneDown
}

// alive is the share of zones that are up.
func (r *naiveRegion) alive() float64 {
	up := 0
	for _, lost := range r.lostZones {
		if lost == 0 {
			up++
		}
	}
	return float64(up) / float64(len(r.lostZones))
}

func (r *naiveRegion) gray() (errors, slow float64) {
	slow = 1
	for _, g := range r.grays {
		errors, slow = 1-(1-errors)*(1-g.errors), slow*g.slow
	}
	return errors, slow
}

// failure draws whether any of a region's faults fails a request, and by which:
// the shares of those that fail it lie side by side below the share of all, in
// the order in which the faults began.
func (r *naiveRegion) failure(u float64) (by naiveGray, fails bool) {
	share := 0.0
	for _, g := range r.grays {
		if share = 1 - (1-share)*(1-g.errors); u < share {
			return g, true
		}
	}
	return by, false
}

func (n *naive) startPlane(r *naiveRegion) {
	cp := &n.scenario.World.ControlPlane
	n.every(r.key.Named("touches"), cp.TouchesPerHour/3600*float64(r.fleet), func(k uint64) {
		if lb := r.key.Named("picks").IntN(k, r.fleet); r.tenant[lb] == nil {
			n.called(r, n.begin(r, &naiveWorkflow{lb: lb}, k+1))
		}
	})
	for _, lb := range r.managed {
		n.everyFrom(lb.name.id, r.key.Named("touches"), cp.TouchesPerHour/3600, func(k uint64) {
			n.called(r, n.begin(r, &naiveWorkflow{lb: lb.record}, k+1))
		})
	}
	n.every(r.key.Named("creations"), cp.CreationsPerHour/3600, func(k uint64) {
		if r.down() != request.None {
			n.called(r, false)
			return
		}
		r.order = append(r.order, len(r.records))
		r.records, r.misconfigured = append(r.records, inOrder), append(r.misconfigured, false)
		n.called(r, true)
		n.called(r, n.begin(r, &naiveWorkflow{lb: len(r.records) - 1}, sim.Mix(k+1)))
	})
	if len(r.managed) > 0 && cp.ScaleEvery > 0 {
		n.repeat(cp.ScaleEvery, func() { n.measure(r) })
	}
	for _, h := range r.healing {
		if w, ok := h.(policy.Watching); ok {
			n.repeat(w.Period(), func() { w.Watch(naiveHands{n, r}, naiveHands{n, r}) })
		}
	}
}

// every is a Poisson process: event k of it.
func (n *naive) every(key sim.Key, perSecond float64, do func(k uint64)) {
	n.everyFrom(0, key, perSecond, do)
}

func (n *naive) everyFrom(k uint64, key sim.Key, perSecond float64, do func(k uint64)) {
	if perSecond <= 0 {
		return
	}
	var next func()
	gap := func() time.Duration {
		var draw [1]float64
		key.Exponentials(k, draw[:])
		return sim.FromSeconds(draw[0] / perSecond)
	}
	next = func() {
		k++
		n.after(gap(), sim.Change, next)
		do(k - 1)
	}
	n.after(gap(), sim.Change, next)
}

func (n *naive) repeat(period time.Duration, do func()) {
	n.after(period, sim.Change, func() {
		n.repeat(period, do)
		do()
	})
}

func (r *naiveRegion) deleteState(n *naive, share float64) {
	r.lostAt = n.now
	for i, rec := range r.records {
		if rec != gone && r.key.Named("deleted").Float64(r.number(i)) < share {
			r.records[i] = gone
		}
	}
}

// measure scales LBs by their demand.
func (n *naive) measure(r *naiveRegion) {
	cp := &n.scenario.World.ControlPlane
	samples := max(1, int(cp.ScaleWindow/cp.ScaleEvery))
	for _, lb := range r.managed {
		lb.samples = append(lb.samples, lb.measured)
		lb.measured = 0
		if len(lb.samples) < samples || lb.busy {
			continue
		}
		sum := 0
		for _, s := range lb.samples[len(lb.samples)-samples:] {
			sum += s
		}
		perSecond := float64(sum) / (float64(samples) * cp.ScaleEvery.Seconds())
		perNode := lb.perNode * n.scenario.World.LB.Target
		nodes := max(lb.least, int(math.Ceil(perSecond/perNode)))
		if nodes < lb.nodes && perSecond > float64(lb.nodes-1)*perNode*0.85 {
			nodes = lb.nodes
		}
		lb.stuck = false
		if nodes == lb.nodes {
			continue
		}
		draw := sim.Mix(lb.name.id) + uint64(len(lb.samples))
		if !n.begin(r, &naiveWorkflow{lb: lb.record, nodes: nodes, scaling: lb}, draw) && !r.paused() && r.down() == request.None {
			n.suspect(r)
		}
		lb.stuck = nodes > lb.nodes && !lb.busy
	}
}
