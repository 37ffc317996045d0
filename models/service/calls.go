package service

import (
	"time"

	"failsim/models/cache"
	"failsim/models/caller"
	"failsim/models/distribution"
	"failsim/models/request"
	"failsim/models/station"
	"failsim/sim"
)

// A service that has servers is a station, and asked by others: by the servers of a
// region, and by services that have servers themselves. Each of them is a caller: once
// one of its servers has begun with a request it asks for all that this needs, one after
// the other, waits, and then does its own work. So what it needs holds its servers. A
// service with a cache asks only for what that does not hold; the cache is warm at the
// start of a run, and cold when the service has stopped.
//
// It leaves out the network between services, and who asks for several things at once.

// What stands here knows each other, and so stands together: the calls of a run, who
// makes them, and whom they ask. What each does is in asking.go and asked.go.

// AskedSpec is a service that is asked.
type AskedSpec struct {
	Name     string
	Servers  int
	Capacity int // of its queue; station.Unlimited
	Work     distribution.Distribution
}

// CallSpec is that its owner calls a service.
type CallSpec struct {
	On    int     // of those that are asked
	Share float64 // of the requests need it
	Rules caller.Rules
}

// CallerSpec is who asks.
type CallerSpec struct {
	Name  string
	Calls []CallSpec
	Cache *CacheSpec // nil: it has none
}

// CacheSpec is a cache that a caller looks into before it asks for what a request
// needs; each request wants an object.
type CacheSpec struct {
	Objects *cache.Objects // nil: those that requests ask for
	Keeps   int
	TTL     time.Duration
	cache.Rules
}

// Waiter is who waits for what a request needs, by a number of its own.
type Waiter interface {
	// Answered reports that all of it is there; ok is false if something is not, and
	// will not be.
	Answered(now sim.Time, tag uint64, ok bool)
}

// Wanted is a request that needs something, and its waiting caller.
type Wanted struct {
	Draw    uint64 // number of the draws of this attempt
	Request uint64 // and of the user's request, for all its attempts
	Object  uint32 // that the request asks for; 0: it is not known
	Who     Waiter
	Tag     uint64
}

// Calls are all calls that services make in a run.
type Calls struct {
	kernel *sim.Kernel
	owner  sim.Owner
	calls  *caller.Caller
	makers []maker
	asked  []*asked
	routes []caller.Route // by the number of a call among all makers'
	under  []under
	free   []int32
	visits station.Visits // requests at services
	seats  []seat         // by their slots
}

// maker is who makes calls.
type maker struct {
	all     *Calls
	index   int
	calls   []call
	objects *cache.Objects
	logged  map[uint32]int32 // objects that requests have asked for, by their hash: the number of each; nil: they are drawn
	cache   *cache.Cache     // nil: it has none
	wants   sim.Key          // draws which object a request wants
}

// call is a call that a maker makes for some requests.
type call struct {
	number int
	share  float64
	needs  sim.Key
}

// under is a request for which a service is called.
type under struct {
	Wanted
	maker  int
	next   int // of the maker's calls
	object int32
	errs   bool   // the call that failed last was answered, with an error
	spell  uint32 // counts those that had the slot
}

// asked is a service that is asked, in a run.
type asked struct {
	AskedSpec
	all         *Calls
	index       int
	maker       *maker // nil: it needs nothing
	queue       *station.Queue
	work, fails sim.Key
	wait        distribution.Distribution // beside the work; nil: nothing
	waits       sim.Key
	state       State
	held        []uint64 // tags of those that hear nothing until its state is another
}

// seat is what an asked service keeps of a request beside what stations do.
type seat struct {
	at         *asked
	generation uint32 // events of who had the slot before are ignored
	ticket     caller.Ticket
	draw       uint64
	request    uint64
	object     uint32
	cause      request.Cause
	hangs      bool
}

// The events of calls.
const (
	done      uint8 = iota // a server is, with a request
	takenUp                // one begins with it
	answered               // a call
	failed                 // a call
	impatient              // who waits for another's
)

const generationBits = 20 // of an event; slots have the 24 that are left
