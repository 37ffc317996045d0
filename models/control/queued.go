package control

import (
	"failsim/models/id"
	"failsim/models/station"
	"failsim/sim"
)

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
