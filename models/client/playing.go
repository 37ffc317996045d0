package client

import (
	"failsim/models/record"
	"failsim/sim"
)

// playing is what a user plays: whether he does, and until when. Sessions are started by
// answered requests of another population, which has as many users. While one lasts its
// user asks some time after the end of his last request, however that has ended: a player
// that misses a piece goes on. Who starts anew while he plays goes on with that. So what
// plays needs nothing that starting does, and what has not started asks for nothing.
//
// It leaves out players who give up, and a buffer, other than the time that they wait.
type playing struct {
	on    bool
	until sim.Time
}

// start has a user play from the end of a request on, if that was answered.
func (c *Clients) start(o *record.Settlement, p *population) {
	if !o.Good() {
		return
	}
	key := p.returns.At(uint64(o.User)).At(uint64(o.Arrived))
	s := &p.playing[o.User]
	s.until = o.Ended.Add(p.Session.Lasts.Quantile(key.Float64(3)))
	if !s.on {
		s.on = true
		c.next(o, p, key, s)
	}
}

// playOn has a user who plays ask again, or end. Whom nobody has started was in the midst
// of playing when the run began.
func (c *Clients) playOn(o *record.Settlement, p *population) {
	key := p.returns.At(uint64(o.User)).At(uint64(o.Arrived))
	s := &p.playing[o.User]
	if !s.on {
		s.on, s.until = true, sim.Time(key.Float64(4)*float64(p.Session.Lasts.Quantile(key.Float64(3))))
	}
	c.next(o, p, key, s)
}

// next has a user ask once more, if he will still be playing.
func (c *Clients) next(o *record.Settlement, p *population, key sim.Key, s *playing) {
	at := o.Ended.Add(p.Session.Every.Quantile(key.Float64(1)))
	if s.on = at < s.until; s.on {
		c.goAway(o, p, key, at)
	}
}
