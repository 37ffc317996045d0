package client

import (
	"failsim/models/record"
	"failsim/sim"
)

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
