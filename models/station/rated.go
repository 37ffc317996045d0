package station

import (
	"math"
	"time"

	"failsim/sim"
)

// Rated is a closed form of a station of which only a rate counts: it works off so
// many requests in a second, each as long as the others, whatever they are. What its
// room holds it takes in without a wait, as a capacity is a matter of a minute or so
// and not of an instant; who exceeds that waits, first come, first served. Its rate
// may change. The zero value does nothing until it has a rate.
type Rated struct {
	perNano   float64
	level     float64  // requests taken in and not yet worked off, as a bucket
	last      sim.Time // when level was right
	room      float64  // requests that it takes in before any waits; 0 if it works off none
	perSecond float64
}

// Rate works off so many in a second from now on, and takes in a burst of so long.
func (r *Rated) Rate(now sim.Time, perSecond float64, burst time.Duration) {
	r.drain(now)
	r.perSecond, r.perNano, r.room = perSecond, perSecond*1e-9, 0
	if perSecond > 0 {
		r.room = max(1, burst.Seconds()*perSecond)
	}
}

// drain empties the bucket at the present rate.
func (r *Rated) drain(now sim.Time) {
	level := math.Float64bits(r.level - float64(float64(now.Sub(r.last))*r.perNano))
	level &^= uint64(int64(level) >> 63) // 0 if negative, which no branch could foretell
	r.level, r.last = math.Float64frombits(level), now
}

// Offer brings a request at now: Takes, and Queue if that takes it not.
func (r *Rated) Offer(now sim.Time, capacity float64) (wait time.Duration, ok bool) {
	if r.Takes(now) {
		return 0, true
	}
	return r.Queue(capacity)
}

// Takes brings a request at now, and reports whether it is taken in without a wait, as
// most are. Who is not may be offered to queue.
func (r *Rated) Takes(now sim.Time) bool {
	r.drain(now)
	level := r.level + 1
	if level > r.room {
		return false
	}
	r.level = level
	return true
}

// Queue brings a request that Takes did not take, at the same instant. It returns how
// long that waits, or false if it would be one more than may.
func (r *Rated) Queue(capacity float64) (wait time.Duration, ok bool) {
	if wait, ok = r.wait(capacity); ok {
		r.level++
	}
	return wait, ok
}

// Wait returns what a request that came at now would meet, and takes in none.
func (r *Rated) Wait(now sim.Time, capacity float64) (wait time.Duration, ok bool) {
	at := *r
	at.drain(now)
	return at.wait(capacity)
}

// Gap returns how long it takes to work one off; 0 if it works off none.
func (r *Rated) Gap() time.Duration {
	if r.perSecond <= 0 {
		return 0
	}
	return sim.FromSeconds(1 / r.perSecond)
}

func (r *Rated) wait(capacity float64) (wait time.Duration, ok bool) {
	switch excess := r.level + 1 - r.room; {
	case r.perSecond <= 0 || excess > capacity:
		return 0, false
	case excess <= 0:
		return 0, true
	default:
		return sim.FromSeconds(excess / r.perSecond), true
	}
}
