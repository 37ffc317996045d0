package dns

import "failsim/sim"

// BeQuiet has resolvers ask for each of so many names only when a client does whose
// answer has run out, as is so of a name that few ask for. So the answer's age is a
// matter of when its clients ask: of those that keep connections, when they lose these.
// If that is before the name moves, all clients of a resolver are told the old address,
// and wait for the whole TTL; if it is after, none of it.
func (r *Resolvers) BeQuiet(names int) {
	if r.Ask() {
		r.quiet = make([]sim.Time, names*r.Len())
		for i := range r.quiet {
			r.quiet[i] = never
		}
	}
}

// never is long before anything.
const never = -1 << 62

// Quiet reports whether they ask only when a client does.
func (r *Resolvers) Quiet() bool { return r.quiet != nil }

// AskedFor is Asked of a quiet resolver: when it last asked for the nth name of the
// population, of which a client wants to know at now.
func (r *Resolvers) AskedFor(nth, i int, now sim.Time) (at sim.Time, question uint64) {
	last := &r.quiet[nth*r.Len()+i]
	if now.Sub(*last) >= r.periods[i] {
		*last = now
	}
	return *last, uint64(*last)
}
