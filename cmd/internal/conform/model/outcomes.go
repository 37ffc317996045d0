package model

import (
	"time"

	"failsim/models/health"
	"failsim/models/id"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/sim"
)

// Fate is what became of a request, as its client saw it.
type Fate struct {
	Good     bool
	Cause    request.Cause
	Attempts int
	Took     time.Duration
	Logged   bool // as answered right, by servers
}

// outcomes hears what becomes of requests, and of nothing else.
type outcomes struct {
	record.Nothing
	settled func(s *record.Settlement)
}

// Reachable implements balancer.Watcher.
func (*outcomes) Reachable(sim.Time, id.LB, health.Condition) {}

// Answered implements record.Sink.
func (o *outcomes) Answered(batch []record.Answered) {
	for i := range batch {
		s := batch[i].Settlement()
		o.settled(&s)
	}
}

// Settled implements record.Sink.
func (o *outcomes) Settled(s *record.Settlement) { o.settled(s) }

func fateOf(s *record.Settlement) Fate {
	return Fate{s.Good(), s.Cause, s.Attempts, s.Ended.Sub(s.Arrived), s.Served > 0}
}
