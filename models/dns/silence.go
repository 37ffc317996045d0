package dns

import (
	"failsim/models/id"
	"failsim/sim"
)

// Silence has the authority leave a share of resolvers' questions unanswered from
// now on; 0: none. A resolver that holds an answer goes on with it until it asks
// again. One that gets none asks again with each client's request, so it has an
// answer as soon as there is one, or holds off (see HoldOff); it serves nothing stale.
func (a *Authority) Silence(now sim.Time, share float64) {
	a.silences = append(a.silences, silence{now, share})
	for i := range a.primary { // it matters when a resolver asked
		a.primary[i] = false
	}
}

// Silent reports whether the authority has ever left a question unanswered.
func (a *Authority) Silent() bool { return len(a.silences) > 0 }

// Heard returns when a resolver got the answer for a name that it holds now, given
// when it last asked by its clock and the number of that question; ok is false if
// it got none.
func (a *Authority) Heard(name id.Name, r *Resolvers, resolver int, asked, now sim.Time, question uint64) (at sim.Time, ok bool) {
	draw := a.names[name].pick.Named("unanswered").Float64(sim.Mix(uint64(resolver)) + question)
	since, until, silent := sim.Never, sim.Time(0), false // it hears nothing from since to until
	for _, s := range a.silences {
		if s.from > now {
			break
		}
		if silent == (draw < s.share) {
			continue
		}
		if silent = !silent; !silent {
			until = r.holdOff.again(resolver, since, s.from)
			continue
		}
		if s.from >= until { // else it had not asked since
			if since <= asked && asked < until {
				return until, true
			}
			since = s.from
		}
	}
	switch {
	case asked < since || !silent && asked >= until:
		return asked, true
	case silent || until > now:
		return asked, false
	}
	return until, true
}
