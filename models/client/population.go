package client

import (
	"time"

	"failsim/models/balancer"
	"failsim/models/caller"
	"failsim/models/distribution"
	"failsim/models/dns"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// Rules are the habits of a population's clients.
type Rules struct {
	caller.Rules
	Where policy.Sending
	// Connecting is nil where every attempt goes where the name points.
	Connecting policy.Connecting
	Next       NextResolver
	Returns    *Returns // nil: no user comes back
	// Thinks is how long users who think do so after each request; nil: requests come
	// whatever has become of others. Each of their attempts has to be an event.
	Thinks distribution.Distribution
	// Session is how those play whom others start; nil: they come by themselves. Starts
	// are the populations that play what answered requests of this one start, by their
	// places. Each attempt of either has to be an event.
	Session *Session
	Starts  []int
}

// Session is how users play.
type Session struct {
	Lasts, Every distribution.Distribution
}

// waits returns how long a client waits for its first attempt.
func (r *Rules) waits() time.Duration { return min(r.Timeout, r.Patience) }

// NextResolver is what clients do whose first resolver does not answer: they ask the
// next, which does. Of the zero value they have none, and know at once that there is
// no answer. What a client holds open needs no lookup.
//
// It leaves out a second resolver that is silent too, and clients that ask both at once.
type NextResolver struct {
	After time.Duration // that the first is silent
	// Remembers reports that whoever has waited asks the next one first from then on, as
	// c-ares does; glibc and Go wait at each lookup.
	Remembers bool
}

// Returns says that users come back: part of those whose request has failed ask again
// after a while. What they ask is a request of its own, to be answered or not, and
// they may come back from that as well: so an outage is followed by a crowd. Who is to
// come back already does not do so twice, so that a crowd has no more members than there are users.
type Returns struct {
	Share float64                   // of those whose request has failed
	After distribution.Distribution // from its end
}

// Population is a class of clients: the same devices in the same place, with the
// same program. Where a program's old versions have other habits, they are a
// population of their own.
type Population struct {
	Name      string // the key of its draws
	Users     int
	FirstName id.Name // its names are FirstName to FirstName+Names-1, which no other population has
	Names     int
	RTT       []time.Duration // by region
	Resolvers *dns.Resolvers
	Rules
}

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

type population struct {
	Population
	index       int32   // among all
	routes      []route // by name and endpoint
	width       int     // endpoints that any name has
	nowhere     route   // where a client goes whose resolver has no answer
	clients     sim.Key
	returns     sim.Key
	holdsList   bool
	memories    memories     // empty unless clients hold a list
	connections []connection // by user, where clients keep any
	silence     time.Duration
	resends     bool
	away        []bool    // by user: he is to come back; where any do
	late        []route   // by name and endpoint: of who waits for the address; nil as long as nobody has
	resets      []route   // by name and endpoint: of who uses a connection that is gone; nil likewise
	until       sim.Time  // when who is the last to wait will know it
	learnt      []bool    // by user: its first resolver is asked last; where clients remember
	playing     []playing // by user, where they play
}

// route is what a population meets at one endpoint of one of its names.
type route struct {
	caller.Route
	lb         *balancer.LB  // that serves the name there
	number     id.LB         // of the LB
	whose      *population   // who meets it
	sent       *int          // first attempts to the name, see Clients
	always     *bool         // whether the name has always had one answer, its first endpoint
	waits      time.Duration // how long an LB may take for a first attempt, that its answer comes in time
	events     bool          // each attempt of theirs is an event
	chosen     bool          // or they choose from a list, or keep connections
	endpoint   uint8         // as in Route
	population request.Population
}

// at returns the route to a name's endpoint.
func (p *population) at(name id.Name, endpoint int) *route {
	return &p.routes[int(name-p.FirstName)*p.width+endpoint]
}

// populationsOf returns populations without routes and memories, of which nothing
// depends that identifies a client.
func populationsOf(key sim.Key, list []Population) []population {
	populations := make([]population, len(list))
	for i, p := range list {
		populations[i] = population{Population: p, index: int32(i), clients: key.Named(p.Name).Named("clients"), returns: key.Named(p.Name).Named("returns")}
	}
	return populations
}
