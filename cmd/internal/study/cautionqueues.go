package study

import (
	"math"
	"slices"
	"time"

	"failsim/models/file"
	"failsim/models/policy"
	"failsim/models/world/scenario"
)

// cautionQueues says of queues of work, stocks and herds of a design what can be known before
// anything runs: that work which is asked for again is late for ever, that a stock is too small.
func cautionQueues(s *scenario.Scenario, d *scenario.Design, incidents []*scenario.Incident, note func(format string, args ...any)) {
	for i := range d.Queues {
		q := &d.Queues[i]
		most := *q
		if add := stepOn(incidents, q.Name, policy.Add); add != nil {
			most.Workers += add.Workers
		}
		lateForEver(&most, d.Herds, incidents, note)
		if least := q.Work.Quantile(0); q.Deadline > 0 && least > q.Deadline && asked(s, d, q.Name) {
			note("queue %s: each of its jobs takes at least %s, longer than its deadline of %s, so that none is ever done in time", q.Name, file.FormatDuration(least), file.FormatDuration(q.Deadline))
		}
		if !asked(s, d, q.Name) {
			for _, do := range []policy.Action{policy.PauseQueue, policy.ResumeQueue, policy.Throttle, policy.Add} {
				if step := stepOn(incidents, q.Name, do); step != nil {
					note("step %s does nothing: no herd, order or checker asks queue %s for anything", step.Name, q.Name)
				}
			}
		}
	}
	for _, stock := range s.World.Stocks {
		members := 0
		for i := range d.Herds {
			if h := &d.Herds[i]; h.Stock == stock.Name {
				members += atMost(h, incidents)
			}
		}
		units := stock.Units
		if add := stepOn(incidents, stock.Name, policy.Add); add != nil {
			units += add.Units
		}
		if members > units {
			note("stock %s has %d units, and keeps none that a job has taken: of the %d members that lose what they hold and need one each, at most %d ever get it back", stock.Name, units, members, units)
		}
	}
}

// atMost is how many members of a herd lose what they hold at a time: those that a fault takes
// it from, or all, if they hold it by a service.
func atMost(h *scenario.Herd, incidents []*scenario.Incident) (members int) {
	if h.Needs != "" {
		return h.Members
	}
	for _, i := range incidents {
		share := 0.0
		for _, f := range i.Faults {
			switch {
			case f.Herd != h.Name:
			case f.Share > 0:
				share += f.Share
			default:
				share = 1
			}
		}
		members = max(members, int(min(1, share)*float64(h.Members)))
	}
	return members
}

// asked reports whether anything asks a queue.
func asked(s *scenario.Scenario, d *scenario.Design, queue string) bool {
	return slices.ContainsFunc(d.Herds, func(h scenario.Herd) bool { return h.Queue == queue }) ||
		ordered(d, queue) ||
		d.Monitoring != nil && slices.ContainsFunc(d.Monitoring.Checkers, func(c scenario.Checker) bool { return c.Queue == queue })
}

// ordered reports whether what a design grows by is ordered through a queue.
func ordered(d *scenario.Design, queue string) bool {
	for _, endpoints := range d.Serve {
		for _, e := range endpoints {
			if e.Orders != nil && e.Orders.Through == queue {
				return true
			}
		}
	}
	return false
}

// stepOn returns a step that people do on something, nil if they do none.
func stepOn(incidents []*scenario.Incident, on string, do policy.Action) *policy.Step {
	for _, i := range incidents {
		for k := range i.People.Playbook {
			if step := &i.People.Playbook[k]; step.On == on && step.Do == do {
				return step
			}
		}
	}
	return nil
}

// lateForEver says where work that is late and asked for again is late for ever, first come
// first served: once so many wait that the last of them is late, whatever back-off they are
// spread by. Of N that ask at once, workers that do m a second have the first m d done within
// the deadline d. Of the rest as many as m x (mean of the back-off) are away at a time, and the
// others wait: all of them late, if they are more than m d.
func lateForEver(q *scenario.WorkQueue, herds []scenario.Herd, incidents []*scenario.Incident, note func(format string, args ...any)) {
	members, spread := 0.0, time.Duration(0)
	for i := range herds {
		if h := &herds[i]; h.Queue == q.Name {
			if h.Handshake != nil {
				return // its round trips keep members away too, as long as places are apart
			}
			members += float64(atMost(h, incidents))
			spread = max(spread, h.Jitter, h.Renew)
		}
	}
	mean, finite := q.Work.Mean()
	if !finite || q.Deadline == 0 || scenario.LateWays[q.Late] != "requeued" || scenario.QueueOrders[q.Order] != "fifo" || q.Patience > 0 || q.QueueCapacity > 0 {
		return
	}
	perSecond := float64(q.Workers) / mean.Seconds()
	done := perSecond * q.Deadline.Seconds()
	if asks := members / spread.Seconds(); spread > 0 && asks <= perSecond {
		return // they come no faster than they are served
	} else if spread > 0 {
		done /= 1 - perSecond/asks
	}
	away := q.Cap
	if q.Jitter {
		away /= 2
	}
	rest := members - done
	if rest <= float64(perSecond*(away+q.Deadline).Seconds()) {
		return
	}
	needs := time.Duration(math.Ceil(rest/perSecond-q.Deadline.Seconds())) * time.Second
	helps := "it has none"
	if q.Base > 0 {
		helps = "it keeps " + file.FormatDuration(away) + " between two tries"
	}
	note("queue %s: if all %.0f members that may lose what they hold ask there, its workers have %.0f done by the deadline of %s; the rest ask again, wait longer than that for the %.4g a second that are done, and so are late for ever. Back-off helps if it keeps more than about %s between two tries on average, and %s; a patience below the deadline or more workers do too",
		q.Name, members, done, file.FormatDuration(q.Deadline), perSecond, file.FormatDuration(needs), helps)
}
