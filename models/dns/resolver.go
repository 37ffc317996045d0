package dns

import (
	"slices"
	"time"

	"failsim/models/distribution"
	"failsim/sim"
)

// Holding is a share of resolvers that hold answers longer than the TTL.
type Holding struct {
	Share float64
	Hold  distribution.Distribution
}

// Resolvers are the resolvers of one population. Each asks again the moment
// its answer has run out, so at any time the age of its answer follows from
// its period and phase alone: there is no cache to look up, and a population
// is spread evenly over all ages. Resolvers of names for which little asks are
// quiet (see BeQuiet).
type Resolvers struct {
	periods []time.Duration
	phases  []time.Duration
	lags    []time.Duration // not nil: of routes, see NewRoutes
	faults  []float64       // shares of what clients ask that are left unanswered
	silent  float64         // all of them together
	quiet   []sim.Time      // not nil: by name and resolver, when it last asked
	holdOff holdOffs
}

// NewResolvers returns n resolvers of which some hold answers longer than ttl.
// The draws are keyed by the resolver's number.
func NewResolvers(key sim.Key, n int, ttl time.Duration, holdings []Holding) *Resolvers {
	r := &Resolvers{periods: make([]time.Duration, n), phases: make([]time.Duration, n)}
	kind, hold, phase := key.Named("kind"), key.Named("hold"), key.Named("phase")
	for i := range n {
		period := ttl
		u := kind.Float64(uint64(i))
		for _, h := range holdings {
			if u < h.Share {
				period = max(ttl, h.Hold.Quantile(hold.Float64(uint64(i))))
				break
			}
			u -= h.Share
		}
		r.periods[i] = max(period, 1)
		r.phases[i] = time.Duration(phase.Float64(uint64(i)) * float64(r.periods[i]))
	}
	return r
}

// NewRoutes returns n networks whose clients know one address and are taken to
// where routes say: a network follows what is published after a time of its own,
// up to converge, evenly spread. A share of networks is pinned by connections
// that stay open: it follows later by up to pinnedFor, evenly spread.
func NewRoutes(key sim.Key, n int, converge time.Duration, pinned float64, pinnedFor time.Duration) *Resolvers {
	r := &Resolvers{lags: make([]time.Duration, n)}
	lag, kind, stays := key.Named("lag"), key.Named("pinned"), key.Named("stays")
	for i := range n {
		r.lags[i] = time.Duration(lag.Float64(uint64(i)) * float64(converge))
		if kind.Float64(uint64(i)) < pinned {
			r.lags[i] += time.Duration(stays.Float64(uint64(i)) * float64(pinnedFor))
		}
	}
	return r
}

// HoldOff has resolvers ask a silent authority ever more rarely. forgets says when each
// first forgets, of a time of For.
func (r *Resolvers) HoldOff(h HoldOff, forgets func(resolver int) time.Duration) {
	r.holdOff = holdOffs{h, make([]time.Duration, r.Len())}
	for i := range r.holdOff.forgets {
		r.holdOff.forgets[i] = forgets(i)
	}
}

// Fail has resolvers leave a share of what clients ask them unanswered, whatever they
// hold: they say so at once, and clients keep no answers of their own beside their
// connections. Each fault is a matter of chance by itself. A client that goes where
// routes say sends no request.
func (r *Resolvers) Fail(share float64, lost bool) {
	if lost {
		r.faults = append(r.faults, share)
	} else {
		i := slices.Index(r.faults, share)
		r.faults = slices.Delete(r.faults, i, i+1)
	}
	answered := 1.0
	for _, f := range r.faults {
		answered *= 1 - f
	}
	if r.silent = 1 - answered; !r.Ask() {
		r.silent = 0
	}
}

// Unanswered returns the share of what clients ask that resolvers leave unanswered.
func (r *Resolvers) Unanswered() float64 { return r.silent }

// Ask reports whether they ask an authority, as those of routes do not.
func (r *Resolvers) Ask() bool { return r.lags == nil }

// Len returns how many resolvers there are.
func (r *Resolvers) Len() int { return max(len(r.periods), len(r.lags)) }

// Asked returns when resolver i last asked before or at now, which may lie
// before the start, and the number of that question.
func (r *Resolvers) Asked(i int, now sim.Time) (at sim.Time, question uint64) {
	if r.lags != nil {
		return now.Add(-r.lags[i]), 0
	}
	period, since := r.periods[i], now.Sub(sim.Time(r.phases[i]))
	if since < 0 {
		return sim.Time(r.phases[i] - period), 0
	}
	n := since / period
	return sim.Time(r.phases[i] + n*period), uint64(n) + 1
}
