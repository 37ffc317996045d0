package study

import (
	"slices"

	"failsim/models/policy"
)

// end is when a step's time is over.
func (w *naiveWork) end(step int) {
	s, r := w.steps[step], w.region
	works := w.draw(step, "fails") >= s.Fails
	if s.Do == policy.Snapshot {
		works = works && w.n.now.Sub(w.kept()) <= w.n.scenario.World.Store.Retention
		w.snapshot = works
	}
	if works {
		switch s.Do {
		case policy.Notice:
			if r.idle() {
				w.resume()
				w.leave()
				return
			}
		case policy.Pause, policy.Contain:
			if s.Do == policy.Pause || r.missing() > 0 {
				r.byPeople, r.stopped = true, true
			}
		case policy.Resume:
			w.resume()
		case policy.Merge:
			w.snapshot = false
			for i, rec := range r.records {
				if rec == gone {
					r.records[i] = inOrder
				}
			}
		case policy.WatchOver:
			if !r.idle() {
				w.anew(r)
				return
			}
		}
	}
	w.finish(step, works)
	w.check()
}

// anew begins all anew in a region.
func (w *naiveWork) anew(r *naiveRegion) {
	c := w.naiveCrew
	c.visit(r)
	c.work.feel()
}

func (w *naiveWork) resume() {
	if w.region.stopped {
		w.region.byPeople, w.region.byHand, w.region.stopped = false, false, false
	}
}

// finish takes a job from the list of who did it, and asks for what follows.
func (w *naiveWork) finish(step int, works bool) {
	who := w.steps[step].Who
	w.jobs[who] = w.jobs[who][1:]
	w.done[step] = w.done[step] || works
	free := len(w.jobs[who]) > 0
	for i, s := range w.steps {
		all := !s.When.All || !slices.ContainsFunc(s.When.After, func(k int) bool { return !w.done[k] })
		switch {
		case works && all && slices.Contains(s.When.After, step):
			w.ask(i, false)
		case !works && (w.steps[step].Else == i || slices.Contains(s.When.Failed, step)):
			w.ask(i, true)
		}
	}
	if free && len(w.jobs[who]) > 0 {
		w.start(w.jobs[who][0].step, w.jobs[who][0].again)
	}
}

// check leaves where no server has anything to do.
func (w *naiveWork) check() {
	for _, jobs := range w.jobs {
		if len(jobs) > 0 {
			return
		}
	}
	if !w.gone() {
		w.leave()
	}
}

// leave turns to what has waited: steps whose time has come, then harm that nobody
// has given up on.
func (w *naiveWork) leave() {
	w.region.forsaken = !w.region.idle()
	c := w.naiveCrew
	c.work = nil
	overdue := w.n.overdue
	w.n.overdue = nil
	for _, begin := range overdue {
		begin()
	}
	for _, r := range w.n.regions {
		if _, there := w.n.crewAt(r); c.work == nil && !there && !r.forsaken && !r.idle() && w.n.fixed.Regions[r.index].Provider == c.provider {
			c.visit(r)
			c.work.feel()
		}
	}
}
