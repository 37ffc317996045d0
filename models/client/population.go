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
	home       *route // to its name's first endpoint
	client     uint64 // hash of the user, the same for all requests; of the trace's client before
	draw       uint64 // number of the request's draws; attempts are added
	name       int
	user       request.User
	bytes      uint32 // of the answer, 0 if unknown
	population int32
}

// identify says who makes the requests that were read, by the trace's clients
// or by keyed draws.
func (s *stream) identify(populations []population) {
	who := s.who[:s.read%(lookahead+1)]
	for i := range who {
		n := s.before + uint64(i)
		who[i].draw, who[i].client = s.id+n<<3, s.users.Uint64(n)
		a := &s.ahead[i]
		if who[i].bytes = a.Bytes; a.HasClient {
			who[i].client = a.Client
		}
	}
	if len(s.populations) == 1 {
		populations[s.populations[0]].identify(who)
		return
	}
	for i := range who {
		populations[s.population(who[i].client)].identify(who[i : i+1])
	}
}

// population returns that to which a client belongs.
func (s *stream) population(client uint64) int {
	u := float64(sim.Mix(client^0x706f70)>>11) / (1 << 53)
	for i, share := range s.shares {
		if u < share {
			return s.populations[i]
		}
		u -= share
	}
	return s.populations[len(s.populations)-1]
}

// identify says which users of a population clients are. Two independent users
// must not share all that follows from a client, so that the user comes first
// and everything else is a hash of the user.
func (p *population) identify(clients []who) {
	for i := range clients {
		w := &clients[i]
		w.population = p.index
		w.user = request.User(scale(w.client, p.Users))
		p.follow(w)
	}
}

// follow says what follows from the user: one hash, of which the name has one
// half and the resolver the other.
func (p *population) follow(w *who) {
	w.client = p.clients.Uint64(uint64(w.user))
	name := scale(w.client, p.Names)
	w.name, w.home = p.FirstName+name, &p.routes[name*p.width]
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
	index    int32   // among all
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
	id          uint64                     // the first of the draws of its requests, 8 each
	ahead       [lookahead]request.Arrival // read at once
	who         [lookahead]who             // makes those requests
	at, read    uint                       // of those ahead: the next to arrive, and how many there are
	before      uint64                     // how many came before those ahead
}

// lookahead is how many arrivals are read at once: enough that making them, and
// who they are, in one go takes half of the time of doing so one by one.
const lookahead = 64

// next returns who makes the stream's next request.
func (s *stream) next() *who { return &s.who[s.at%lookahead] }

// arrived returns how many requests have arrived.
func (s *stream) arrived() uint64 { return s.before + uint64(s.at) }

// advance moves on to the next arrival and returns when that is.
func (s *stream) advance(populations []population) sim.Time {
	if s.at++; s.at >= s.read {
		s.readOn(populations)
	}
	return s.ahead[s.at%lookahead].At
}

// readOn reads the stream's next requests; behind its end lies one that never
// arrives.
func (s *stream) readOn(populations []population) {
	s.before += uint64(s.read)
	s.at, s.read = 0, uint(s.arrivals.Next(s.ahead[:]))
	if s.read == 0 {
		s.ahead[0].At = sim.Never
	}
	s.identify(populations)
}
