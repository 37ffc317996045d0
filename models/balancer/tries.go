package balancer

import (
	"slices"
	"time"

	"failsim/models/caller"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// TryAgain has every LB pass on once more what a backend has failed, as strategies
// say. It is called before time starts. An LB stops as soon as its client has
// gone, as nginx does (haproxy only with abortonclose); what a server has begun
// goes on. It leaves out methods: nginx does not repeat a POST that a backend may
// have taken in, haproxy's retry-on does.
func (d *DataPlane) TryAgain(list []policy.LBRetrying) {
	if len(list) == 0 {
		return
	}
	if d.hooks == nil {
		d.hook(newHooks(d, nil, true))
	}
	d.hooks.retrying = list
}

// TriesAgain tells whether LBs do.
func (d *DataPlane) TriesAgain() bool { return d.hooks != nil && len(d.hooks.retrying) > 0 }

// passOnce passes an attempt on until a backend has not refused it at once, and
// says when the next try is, if this one will have failed.
func (h *hooks) passOnce(now sim.Time, l *LB, zone id.Zone, draw uint64, takenIn bool) Answer {
	for {
		of := draw
		if h.hop.Tries > 0 {
			of = sim.Mix(draw) + uint64(h.hop.Tries)
		}
		a := h.try(now, l, zone, of, undrawn, takenIn)
		if h.last.backend == nobody || a.Silent || a.Queued {
			return a
		}
		if h.hop.Tries == 0 {
			h.hop.Since = now
		}
		h.hop.Last[h.hop.Tries%8] = h.last.backend
		h.hop.Tries++
		failing, failed := h.judge(now, &a)
		if !failed {
			return a
		}
		at, again := h.again(a.At, l, failing)
		if !again {
			return a
		}
		if a.Backend < 0 && at == now {
			takenIn = true
			continue
		}
		a.Queued, a.Start, a.At = true, a.At, at
		return a
	}
}

// judge says how a try will have failed, if it will, and when: that is then the
// answer's instant.
func (h *hooks) judge(now sim.Time, a *Answer) (how policy.Failing, failed bool) {
	connect, answer := h.timeOuts()
	switch {
	case a.Backend < 0:
		return policy.RefusedTry, true
	case a.Work == 0: // the backend is dead
		if connect > 0 {
			a.At = min(a.At, now.Add(connect))
			h.last.at = a.At
		}
		return policy.UnreachedTry, true
	case answer > 0 && a.At > now.Add(answer):
		if a.Cause = request.SlowResponse; a.Start > now.Add(a.Work) {
			a.Cause = request.TimedOutInQueue
		}
		a.At, a.Wasted = now.Add(answer), true
		h.last.at, h.last.outcome = a.At, policy.Unanswered
		return policy.LateTry, true
	case a.Cause != request.None:
		return policy.ErredTry, true
	}
	return 0, false
}

// timeOuts are the shortest of the strategies'.
func (h *hooks) timeOuts() (connect, answer time.Duration) {
	shorter := func(a, b time.Duration) time.Duration {
		if a == 0 || b > 0 && b < a {
			return b
		}
		return a
	}
	for _, r := range h.retrying {
		c, a := r.TimeOuts()
		connect, answer = shorter(connect, c), shorter(answer, a)
	}
	return connect, answer
}

// again asks the strategies about a try that has failed at an instant.
func (h *hooks) again(now sim.Time, l *LB, how policy.Failing) (at sim.Time, again bool) {
	t := &h.asked
	*t = policy.Try{Now: now, Since: h.hop.Since, Tries: int(h.hop.Tries), Failing: how}
	last := h.hop.Last[(h.hop.Tries-1)%8]
	for _, b := range l.view.Healthy {
		if !h.tried(b) {
			t.Untried++
		}
		if b != last {
			t.Others++
		}
	}
	for _, r := range h.retrying {
		if where, wait := r.Again(t); where != policy.NoTry && h.hop.Tries < 255 {
			h.hop.Where = where
			return now.Add(wait), true
		}
	}
	return 0, false
}

// lost asks about a try that a backend has lost.
func (h *hooks) lost(now sim.Time, l *LB, hop *caller.Hop) (at sim.Time, again bool) {
	if len(h.retrying) == 0 {
		return 0, false
	}
	h.hop = hop
	return h.again(now, l, policy.LostTry)
}

// tried tells whether a backend is among the last that the attempt was tried at.
func (h *hooks) tried(backend id.Member) bool {
	return slices.Contains(h.hop.Last[:min(h.hop.Tries, 8)], backend)
}

// leave leaves those backends in the choice that a further try may go to; all, if
// there is none of these.
func (h *hooks) leave(v *policy.Targets) {
	if len(h.filters) == 0 {
		h.healthy = append(h.healthy[:0], v.Healthy...)
	}
	last, same := h.hop.Last[(h.hop.Tries-1)%8], h.hop.Where == policy.SameBackend
	may := func(b id.Member) bool {
		if same {
			return b == last
		}
		return !h.tried(b)
	}
	if slices.ContainsFunc(h.healthy, may) {
		h.healthy = slices.DeleteFunc(h.healthy, func(b id.Member) bool { return !may(b) })
		h.same = same
	}
	v.Healthy = h.healthy
}
