package queue

import (
	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/models/station"
	"failsim/sim"
	"time"
)

// place is a station of a run.
type place struct {
	spec       *Station
	discipline station.Discipline
	meter      occupancy
	open       *int32         // the balancer's count of requests here; nil without one
	sharing    station.Sharer // nil unless its servers are shared
	bucket     tokenBucket
	crest      longestQueue
	scaler     scaler
	breaker    breaker
}

// group is a balancer of a run.
type group struct {
	spec    *Group
	balance policy.Balancing
	targets policy.Targets
	cursor  uint32
}

// scaler is a station of a run whose number of servers follows its load.
type scaler struct {
	busy    float64 // server-nanoseconds up to the last look
	decided int     // servers, those on their way included
}

// breaker is a station of a run whose servers break.
type breaker struct {
	up, mending, waiting int
	key                  sim.Key
	drawn                uint64
}

func (b *breaker) draw(l distribution.Distribution) time.Duration {
	b.drawn++
	return l.Quantile(b.key.Float64(b.drawn))
}

// endsInError reports whether an attempt ends in an error, if it is served to its end.
func (p *place) endsInError(st *source, j *job) bool {
	share := p.spec.Fails.Share
	return share > 0 && st.errs.Float64(j.request+uint64(j.attempt)<<later) < share
}

// works returns what an attempt takes of a server's time.
func (p *place) works(st *source, j *job) time.Duration {
	if after := p.spec.Fails.After; after > 0 && p.endsInError(st, j) {
		return after
	}
	return p.spec.Service.Quantile(st.service.Float64(j.request))
}
