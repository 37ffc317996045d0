package study

import (
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// naiveWorkflow is a change under way.
type naiveWorkflow struct {
	lb      int
	right   bool
	nodes   int
	scaling *naiveLB
}

func (n *naive) called(r *naiveRegion, ok bool) {
	r.calls = append(r.calls, naiveCall{n.now, ok})
	if !ok && r.down() == request.None && !r.byPeople { // what people switch off is no news to them
		n.suspect(r)
	}
}

// begin reads a record, and has a worker write the LB.
func (n *naive) begin(r *naiveRegion, w *naiveWorkflow, draw uint64) bool {
	if r.down() != request.None || r.paused() && w.lb < r.fleet {
		return false
	}
	ok := true
	switch r.records[w.lb] {
	case gone:
		switch r.verdict(n.now) {
		case policy.Refuse:
			return false
		case policy.Adopt:
			if !n.adopt(r, w.lb) {
				return false
			}
			w.right = r.records[w.lb] == inOrder
		default:
			ok = false
		}
	case inOrder:
		w.right = true
	}
	if w.scaling != nil {
		w.scaling.busy = true
	}
	takes := n.scenario.World.ControlPlane.Work.Quantile(r.key.Named("work").Float64(draw))
	r.queue = append(r.queue, func() {
		n.after(takes, sim.Change, func() {
			r.busy--
			n.nextWorkflow(r)
			n.write(r, w)
		})
	})
	n.nextWorkflow(r)
	return ok
}

func (n *naive) nextWorkflow(r *naiveRegion) {
	for r.busy < n.scenario.World.ControlPlane.Workers && len(r.queue) > 0 {
		r.busy++
		start := r.queue[0]
		r.queue = r.queue[1:]
		start()
	}
}

func (r *naiveRegion) verdict(now sim.Time) policy.Verdict {
	for _, h := range r.healing {
		if v := h.OnRecord(policy.RecordView{Now: now, Missing: true, Fleet: r.fleet}); v != policy.NoOpinion {
			return v
		}
	}
	return policy.Overwrite
}

func (n *naive) adopt(r *naiveRegion, lb int) bool {
	if r.misconfigured[lb] {
		return false
	}
	r.records[lb] = inOrder
	if r.key.Named("misread").Float64(r.number(lb)) < n.scenario.World.ControlPlane.Misread {
		r.records[lb] = wrong
	}
	return true
}

// write is the end of a workflow.
func (n *naive) write(r *naiveRegion, w *naiveWorkflow) {
	if w.scaling != nil {
		w.scaling.busy = false
	}
	if r.down() != request.None || r.paused() && w.lb < r.fleet {
		return
	}
	if w.nodes > 0 {
		w.scaling.flow(n.now)
		w.scaling.nodes = w.nodes
	}
	n.hold(r, w.lb, w.right)
}

func (n *naive) hold(r *naiveRegion, lb int, right bool) {
	if t := r.tenant[lb]; t != nil {
		t.targets = right
	}
	if r.misconfigured[lb] == !right {
		return
	}
	r.misconfigured[lb] = !right
	by := 1
	if right {
		by = -1
	}
	n.after(n.scenario.World.ControlPlane.Alarm, sim.Change, func() { r.alarmed, r.alarms[lb] = r.alarmed+by, r.alarms[lb]+by })
	n.damage = append(n.damage, misconfigured{n.now, r.index, r.misconfiguredLBs()})
	if !right {
		n.suspect(r)
	}
}

func (r *naiveRegion) misconfiguredLBs() (count int) {
	for _, d := range r.misconfigured {
		if d {
			count++
		}
	}
	return count
}
