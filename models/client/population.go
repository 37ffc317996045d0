package client

import (
	"time"

	"failsim/models/dns"
	"failsim/models/request"
	"failsim/sim"
)

// Population is a class of clients: the same devices in the same place.
type Population struct {
	Name      string // the key of its draws
	Users     int
	FirstName int // its names are FirstName to FirstName+Names-1
	Names     int
	RTT       []time.Duration // by region
	Resolvers *dns.Resolvers
}

// Stream is a sequence of arrivals. Its clients belong to the populations by
// share, each client always to the same one.
type Stream struct {
	Key         sim.Key
	Arrivals    request.Arrivals
	Populations []int
	Shares      []float64 // by element of Populations; sum 1
}

// who is the identity of a request: its user, what follows from who that is, and
// its own draws.
type who struct {
	population int
	user       request.User
	client     uint64 // hash of the user, the same for all requests
	name       int
	draw       uint64 // number of the request's draws; attempts are added
}

// identify says who asks next, from the trace's client or by a keyed draw.
func (c *Clients) identify(s *stream, w *who) *population {
	h := s.users.Uint64(s.count)
	if a := s.next(); a.HasClient {
		h = a.Client
	}
	w.draw = s.id + s.count<<3
	s.count++
	w.population = s.populations[0]
	if len(s.populations) > 1 {
		u := float64(sim.Mix(h^0x706f70)>>11) / (1 << 53)
		for i, share := range s.shares {
			if w.population = s.populations[i]; u < share {
				break
			}
			u -= share
		}
	}
	p := &c.populations[w.population]
	// Two independent users must not share all that follows from h, so that
	// the user comes first and everything else is a hash of the user.
	w.user = request.User(scale(h, p.Users))
	p.follow(w)
	return p
}

// follow says what follows from the user: one hash, of which the name has one
// half and the resolver the other.
func (p *population) follow(w *who) {
	w.client = p.clients.Uint64(uint64(w.user))
	w.name = p.FirstName + scale(w.client, p.Names)
}

// resolver returns a user's resolver.
func (p *population) resolver(w *who) int { return scale(w.client<<32, p.Resolvers.Len()) }

// asked returns when a user's resolver last asked, and the number of that
// question.
func (p *population) asked(w *who, now sim.Time) (at sim.Time, question uint64) {
	return p.Resolvers.Asked(p.resolver(w), now)
}

// scale maps 64 uniform bits to 0..n-1, by the 32 highest.
func scale(h uint64, n int) int { return int((h >> 32) * uint64(n) >> 32) }

type population struct {
	Population
	routes   []route // by name and endpoint
	width    int     // endpoints that any name has
	clients  sim.Key
	memories memories // empty unless clients choose
}

type stream struct {
	arrivals    request.Arrivals
	populations []int
	shares      []float64
	users       sim.Key
	id          uint64 // the first of the draws of its requests, 8 each
	count       uint64
	ahead       [lookahead]request.Arrival // read at once
	at, read    uint                       // of those ahead: the next to arrive, and how many there are
}

// lookahead is how many arrivals are read at once: enough that a trace can make
// them in one go.
const lookahead = 64

// next returns the stream's next arrival.
func (s *stream) next() *request.Arrival { return &s.ahead[s.at%lookahead] }

// advance moves on to the next arrival and returns when that is.
func (s *stream) advance() sim.Time {
	if s.at++; s.at >= s.read {
		s.readOn()
	}
	return s.next().At
}

// readOn reads the stream's next requests; behind its end lies one that never
// arrives.
func (s *stream) readOn() {
	s.at, s.read = 0, uint(s.arrivals.Next(s.ahead[:]))
	if s.read == 0 {
		s.ahead[0].At = sim.Never
	}
}
