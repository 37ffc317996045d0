package scenario

import (
	"failsim/models/distribution"
	"failsim/models/file"
)

// means are how long sessions last, and how long it is from one request to the next, in
// seconds.
func (s *Session) means() (length, gap float64) {
	l, _ := s.Lasts.Mean()
	g, _ := s.Every.Mean()
	return l.Seconds(), g.Seconds()
}

var ofFiniteMean = file.That(distribution.PositiveOf, "of a finite mean, which says how often they ask", func(d distribution.Distribution) bool {
	_, finite := d.Mean()
	return finite
})

func (r *reader) session(n file.Node) *Session {
	m := n.Open("session")
	defer m.Done()
	s := &Session{
		Of:    file.Need(m, "of", r.people.Reference, "the population, above this one, of whose requests each that is answered starts a session"),
		Lasts: file.Need(m, "lasts", ofFiniteMean, "how long a session lasts from then on, whatever becomes of what starts others"),
		Every: file.Need(m, "every", ofFiniteMean, "how long it is from the end of one request of a session to the next"),
	}
	if m.Broken() {
		return nil
	}
	return s
}

// follow has a population play what another one starts: by as many users, and as often as
// follows from that (Little's law), if answers took no time.
func (r *reader) follow(m *file.Mapping, p *Population) {
	s := p.Trace.Session
	of, there := r.asks[s.Of]
	switch {
	case !there: // it is refused already
	case m.Has("users"):
		m.RefuseAt("users", "sessions are those of the users of %s: leave it out", s.Of)
	case of.perSecond == 0:
		m.RefuseAt("session", "how often %s asks is not said, so its sessions cannot be counted: give it a rate, or its trace one: trace: {name: NAME, rate: 2/s}", s.Of)
	case p.Clients.Returns.Share > 0:
		m.RefuseAt("session", "sessions go on whatever has become of their requests: leave out clients: returns")
	default:
		length, gap := s.means()
		p.Users, p.Trace.PerSecond = of.users, of.perSecond*length/gap
		r.thinkers = append(r.thinkers, p.Name)
	}
}
