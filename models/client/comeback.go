package client

import (
	"failsim/models/record"
	"failsim/models/request"
	"failsim/sim"
)

// Handle implements sim.Handler.
func (c *Clients) Handle(now sim.Time, e sim.Event) {
	if e.Kind == comeBack {
		c.comesBack(now, int32(e.Arg))
		return
	}
	c.arrivals(now)
}

// leave has a user whose request has ended ask again, if he does and is not to do so
// already. All that is drawn hangs on who asked, and when, so that it is the same under
// every design.
func (c *Clients) leave(o *record.Settlement) {
	p := &c.populations[o.Population]
	for _, of := range p.Starts {
		c.start(o, &c.populations[of])
	}
	switch {
	case p.Session != nil:
		c.playOn(o, p)
		return
	case p.Thinks != nil:
		key := p.returns.At(uint64(o.User)).At(uint64(o.Arrived))
		c.goAway(o, p, key, o.Ended.Add(p.Thinks.Quantile(key.Float64(1))))
		return
	}
	if p.Returns == nil || o.Cause == request.None || c.mender != nil && c.mender.Mended() {
		return
	}
	key := p.returns.At(uint64(o.User)).At(uint64(o.Arrived))
	if key.Float64(0) >= p.Returns.Share || p.away[o.User] {
		return
	}
	p.away[o.User] = true
	c.goAway(o, p, key, o.Ended.Add(p.Returns.After.Quantile(key.Float64(1))))
}

// comesBack has a user ask again.
func (c *Clients) comesBack(now sim.Time, slot int32) {
	r := &c.returning
	w := r.away[slot]
	r.free = append(r.free, slot)
	r.back++
	w.arrived = now
	p := &c.populations[w.population]
	if p.Returns != nil {
		p.away[w.user] = false
	}
	p.follow(&w)
	c.back = w
	c.arrive(now, &c.back)
}
