package control

import (
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/station"
	"failsim/models/store"
	"failsim/sim"
)

// begin reads the record of a workflow's LB and, if the strategies have it go
// on, files its write. It reports whether the call looks well to who made it.
// draw numbers the draw of its duration.
func (p *Plane) begin(now sim.Time, w workflow, draw uint64) bool {
	if p.dead() || p.paused() || p.failsCall(draw) {
		return false
	}
	lb, ok := w.lb, true
	if p.store.Plain(lb) {
		w.right = true
		p.store.Rewrite(1)
	} else if state := p.store.Read(lb); state == store.Missing || p.store.Older(lb) {
		switch p.decide(now, lb) {
		case policy.Refuse:
			return false
		case policy.Adopt:
			if !p.adopt(now, lb) {
				return false
			}
			w.right = p.store.Read(lb) == store.Right
		default:
			w.unrecorded = state == store.Missing
			ok = !w.unrecorded
			if w.right = state == store.Right; ok {
				p.store.Write(lb, state)
			}
		}
	} else if w.right = state == store.Right; w.right {
		p.store.Write(lb, state)
	}
	if p.queue != nil {
		if w.scaling >= 0 {
			p.scaled[w.scaling].busy = true
		}
		return p.put(now, w, draw) && ok
	}
	end := p.work(now, draw)
	if w.right && w.nodes == 0 && !p.misconfigured[lb] {
		p.quiet.keep(now, lb, end)
		return ok
	}
	if w.scaling >= 0 { // also one that overwrites, though its caller sees an error
		p.scaled[w.scaling].busy = true
	}
	slot := p.takeWorkflow(w)
	p.kernel.Schedule(end, sim.Change, p.owner, sim.Event{Kind: finish, Arg: uint64(slot)})
	return ok
}

func (p *Plane) decide(now sim.Time, lb id.Record) policy.Verdict {
	view := policy.RecordView{Now: now, Missing: p.store.Read(lb) == store.Missing, Older: p.store.Older(lb), Restored: p.store.Restored(lb), Fleet: p.fleet}
	for _, h := range p.healing {
		if v := h.OnRecord(view); v != policy.NoOpinion {
			return v
		}
	}
	return policy.Overwrite
}

// finish has a workflow that workers have done write its LB.
func (p *Plane) finish(now sim.Time, slot int) {
	w := p.pending[slot]
	p.freePending = append(p.freePending, slot)
	p.write(now, w)
}

// write writes the LB.
func (p *Plane) write(now sim.Time, w workflow) {
	if w.scaling >= 0 {
		p.scaled[w.scaling].busy = false
	}
	if p.dead() || p.paused() && int(w.lb) < p.fleet {
		return
	}
	if w.nodes > 0 {
		p.data.Resize(now, p.tenant[w.lb], int(w.nodes))
	}
	if w.unrecorded {
		p.store.Outrun(w.lb)
	}
	// A workflow writes what it knows: a right record also mends an LB.
	p.hold(now, w.lb, w.right)
}

// hold makes an LB hold a right configuration, or one without targets.
func (p *Plane) hold(now sim.Time, lb id.Record, right bool) {
	tenant, own := p.tenant[lb]
	if own {
		p.data.Configure(now, tenant, right)
	}
	if p.misconfigured[lb] == !right {
		return
	}
	p.misconfigured[lb] = !right
	if right {
		p.store.Agree(lb)
	}
	if own {
		p.ownMisconfigured += sign(!right)
	}
	if right {
		p.misconfiguredCount--
		p.after(now, p.spec.Alarm, clearing, uint64(lb))
	} else {
		p.misconfiguredCount++
		p.after(now, p.spec.Alarm, alarm, uint64(lb))
		p.wake(now, lb)
	}
	p.report(now)
	p.watcher.Held(now, p.region, lb, right)
}

// wake has the quiet workflows of an LB write it after all.
func (p *Plane) wake(now sim.Time, lb id.Record) {
	p.workOff(now)
	p.quiet.take(lb, func(end sim.Time) {
		if end > now {
			slot := p.takeWorkflow(workflow{lb: lb, right: true, scaling: -1})
			p.kernel.Schedule(end, sim.Change, p.owner, sim.Event{Kind: finish, Arg: uint64(slot)})
		}
	})
}

// adopt takes a live LB's configuration as its record. It reports whether
// there was a configuration to take. Reading can go wrong: then the record is
// wrong, and the next write of it does harm.
func (p *Plane) adopt(now sim.Time, lb id.Record) bool {
	if p.misconfigured[lb] {
		return false
	}
	state := store.Right
	if p.misreads.Float64(p.store.Number(lb)) < p.spec.Misread {
		state = store.Wrong
	}
	p.adopted++
	p.store.Write(lb, state)
	return true
}

// The classes of workflows in a work queue in order of classes.
const (
	scalingClass uint8 = iota // what an LB's demand wants
	changeClass               // what customers ask for
)

// Through has workflows be jobs of a work queue from now on, by its rules, instead of
// those of workers that take them first come, first served. What each takes is the
// queue's matter. When one is done is unknown before, so that every call is an event.
func (p *Plane) Through(q *station.WorkQueue) {
	p.catchUp(p.kernel.Now())
	p.queue = q
	p.file()
}

// job is a workflow in a work queue.
type job struct {
	plane       *Plane
	workflow    workflow
	asking      bool // it is being put in
	over, wrote bool
}

// put puts a workflow into the queue. It reports false if that turns it away at once.
func (p *Plane) put(now sim.Time, w workflow, draw uint64) bool {
	j := &job{plane: p, workflow: w, asking: true}
	class := changeClass
	if w.scaling >= 0 {
		class = scalingClass
	}
	p.queue.Put(now, j, draw, class)
	j.asking = false
	return !j.over || j.wrote
}

// Ended implements station.Asker: a workflow writes, or nothing comes of it, which the caller
// sees unless it was told so at once.
func (j *job) Ended(now sim.Time, _ uint64, done bool) {
	p := j.plane
	if !j.asking {
		p.catchUp(now)
		defer p.file()
	}
	j.over, j.wrote = true, done
	if done {
		p.write(now, j.workflow)
		return
	}
	if s := j.workflow.scaling; s >= 0 {
		p.scaled[s].busy = false
	}
	if !j.asking && !p.dead() && !p.paused() {
		p.watcher.CallFailed(now, p.region)
	}
}

// putNew puts in the first change of an LB that is new.
func (p *Plane) putNew(now sim.Time, lb id.Record, draw uint64) {
	p.put(now, workflow{lb: lb, right: true, scaling: -1}, draw)
}
