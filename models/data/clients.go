package data

import "failsim/sim"

// clientsFollow has clients know who leads once they are told, or notice: those that
// stay with a leader which is silent do so when that ends.
func (s *set) clientsFollow(now sim.Time, was int) {
	s.stays = s.Clients.Stays && was == s.known && s.silent(was)
	if !s.stays {
		s.after(now, draw(s.promotion().Follow, s.Key.Named("follow"), s.promotions), follows, s.lead, s.promotions)
	} else if s.Clients.Notice > 0 {
		s.after(now, s.Clients.Notice, follows, s.lead, s.promotions)
	}
}

// follow has clients that have stayed leave a leader which refuses them now, or says
// that it leads no more.
func (s *set) follow(now sim.Time) {
	if old := &s.replicas[s.known]; s.stays && !s.silent(s.known) && (old.health == Dead || !old.leads) {
		s.stays = false
		s.after(now, draw(s.promotion().Follow, s.Key.Named("follow"), s.promotions), follows, s.lead, s.promotions)
	}
}

// renewAll has all leases last from now on for their whole time.
func (s *set) renewAll(now sim.Time) {
	for i := range s.leases {
		if l := &s.leases[i]; l.over != nil {
			l.begun = now.Add(s.Acks.Extends)
			s.expect(now, i)
		}
	}
}

// expect has a lease end when it is over; leases are looked at every so often.
func (s *set) expect(now sim.Time, i int) {
	l := &s.leases[i]
	l.count++
	looked := draw(s.Acks.Looks, s.Key.Named("leases").At(uint64(i)), l.count)
	s.after(now, max(0, l.begun.Add(l.ttl+looked).Sub(now)), leaseEnds, i, l.count)
}

// endLease ends a lease; while nobody leads, none ends.
func (s *set) endLease(now sim.Time, i int, count uint64) {
	l := &s.leases[i]
	if l.count&counted != count || l.over == nil || !s.reached(s.lead) {
		return
	}
	over := l.over
	l.over = nil
	over(now)
}
