// Package world turns a scenario into a running world: it is the only package
// that knows every model, and it implements what faults act on.
//
// The world is the superset: every provider, region and fault of the scenario
// exists in every run, keyed by name; a design uses a part of it. So faults,
// users and other customers' changes are the same whatever the design.
package world

import (
	"fmt"
	"time"

	"failsim/models/balancer"
	"failsim/models/caller"
	"failsim/models/client"
	"failsim/models/control"
	"failsim/models/data"
	"failsim/models/distribution"
	"failsim/models/dns"
	"failsim/models/health"
	"failsim/models/id"
	"failsim/models/operations"
	"failsim/models/people"
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/service"
	"failsim/models/station"
	"failsim/models/topology"
	"failsim/models/world/scenario"
	"failsim/sim"
)

// World is one run.
type World struct {
	kernel   sim.Kernel
	scenario *scenario.Scenario
	choice   Choice
	key      sim.Key
	fixed    *topology.Map
	sink     record.Sink
	end      sim.Time
	stop     func() error

	names     []name
	lbOf      []id.LB // first LB of each name; endpoints follow
	data      *balancer.DataPlane
	zones     *dns.Zones
	authority *dns.Authority
	clients   *client.Clients
	planes    []*control.Plane
	teams     []*people.Teams // by region; nil where no people would act
	steering  *steering
	services  *services // nil where nothing needs anything, and nothing hits one

	loads *loads // nil where nobody asks

	operations *operations.Operations // nil where servers are let be
	operated   []*operations.Pool     // by pool
}

// name is one of the tenant's service names.
type name struct {
	id         uint64 // see nameID
	number     int    // within its population
	population int
	place      id.Location
	endpoints  []scenario.Endpoint
}

// The parts of a world know it as it knows them, so the types of all of them are here;
// what each part does is in a file of its own.

// services joins services that need each other to the world: a built-in one is
// told to the model that it stands for, which changes what requests and changes
// read anyway.
type services struct {
	w              *World
	graph          *service.Graph
	number         map[string]id.Service // by name
	acts           []acting              // by service
	works          works
	calls          *calls // nil where no service is asked
	data           datasets
	configurations map[string]*service.Configuration
	leases         []standing // by service; nil: nobody stands by
}

// standing is who stands by for a service.
type standing struct {
	*scenario.ServiceLease
	which int
	key   sim.Key
	lost  int    // faults that have taken who runs it
	spell uint64 // counts them
	held  bool   // and nobody runs it yet
}

// acting is what a built-in service stands for; nothing for the user's own.
type acting struct {
	what   string
	region id.Region
	down   bool // it holds its model down
	off    bool // people hold it down

	population int             // of whose requests it is a kind, from 1; 0: of none
	grays      []balancer.Gray // with which it holds its model
}

// calls are the services of a world that are asked.
type calls struct {
	of    *service.Calls
	asked []int // by service: its number among those that are asked, and so of who asks; -1: it is not
	maker []int // by service: its number among callers; -1: it calls no service
	pools []int // by region: that of its servers
	w     *World
}

// works are the work queues, stocks and herds of a world.
type works struct {
	queues map[string]*station.WorkQueue
	of     [][]*station.WorkQueue // by service, which serves them
	stocks map[string]*service.Stock
	herds  map[string]*service.Herd
}

// datasets joins the tenant's data to the world: replicas and their links are services
// that faults hit, writes and reads are services that requests need.
type datasets struct {
	services *services
	all      *data.All
	parts    []part // by service
	faces    []face
	machines []bool                      // by region: it is lost, and what was on its way
	waits    []distribution.Distribution // what a write waits for
	spec     []scenario.Data
	load     []float64 // factor on writes
}

// part is what a service is of some data: a replica, or its link; or nothing.
type part struct {
	is, link       bool
	all            bool // the link of all replicas of a region, whose place that is
	which, replica int
}

// face is what users see of some data.
type face struct {
	writes, reads id.Service
	reported      data.Faces
}

// steering joins the tenant's steering strategies to the world: probes through
// LBs come in as beliefs, orders go out to DNS and to the tenant's people.
type steering struct {
	w          *World
	owner      sim.Owner
	strategies []policy.Steering
	probes     policy.Probes
	checks     checks         // nil without steering
	voters     *health.Voters // they, if several vote
	nameOf     []id.Name      // by LB
	growing    map[id.Region][]growing
	now        sim.Time
	starting   bool  // what is published has been the answer for ever
	calling    int   // the strategy that is called, by its number
	ordered    bool  // a strategy has had something done since now
	healthy    []int // by region: LBs believed healthy
	lbs        []int // by region
	needs      policy.Needs
	zones      *zoneProbes // nil if no strategy needs them
	metrics    *metrics    // nil if no strategy needs them

	evacuations *evacuations // nil where no region is emptied
}

// checks are what steering goes by: one checker that needs nothing, or several that
// vote.
type checks interface {
	Changed(now sim.Time, i int, c health.Condition)
	Believed(i int) bool
	Ask(targets []caller.Probed)
}

// growing is a pool that can grow, and how long its owner takes for it.
type growing struct {
	pool    int
	in      time.Duration
	orders  *scenario.Orders
	ordered bool
}

// metrics are the utilisations of pools as a monitoring service has them: means
// of samples over a period, known some time after its end.
type metrics struct {
	s     *steering
	every time.Duration // between samples
	lbOf  []id.LB       // by pool: an LB before it
	sum   []float64     // by pool: of the period's samples
	taken int
	begun []uint64  // by LB: arrivals before the period
	ended []measure // of every period
	known *measure  // the last that is known; nil at first
}

// measure is what metrics say of a period.
type measure struct {
	busy []float64 // by pool: mean share of servers
	came []float64 // by LB: arrivals
}

// zoneProbes are probes of the zones of every region in which the tenant has LBs,
// for steering that shifts them.
type zoneProbes struct {
	s      *steering
	checks *health.Checks
	first  []int       // by region: its first zone
	of     []id.Region // by zone: its region
	zones  []balancer.Zone
}

// evacuations move traffic away from regions that people empty, and back: step by step,
// whatever strategies steer by beliefs, which go on to decide about the rest. A standby
// is promoted when one begins.
type evacuations struct {
	s      *steering
	kept   []float64   // by region: share of what it would have that it still has
	wanted [][]float64 // by name: the answer that strategies want; nil: what it began with
}

// loads is what Capacity needs of a world that does not change, and room.
type loads struct {
	w         *World
	lists     []bool    // by population: its clients hold a list of endpoints
	perServer float64   // requests a second
	peaks     []float64 // by pool: of the names that are sent there, together
	answer    []float64 // by pool: requests a second
	sent      []bool    // by LB: users are sent there
}

// LB implements client.Directory.
func (w *World) LB(name id.Name, endpoint int) id.LB { return w.lbOf[name] + id.LB(endpoint) }

// describe names a region for people.
func (w *World) describe(region id.Region) string {
	if region < 0 {
		return "everywhere"
	}
	return w.fixed.Regions[region].Name
}

// narrate reports a line to the person who follows the run.
func (w *World) narrate(now sim.Time, format string, args ...any) {
	if w.sink.Follows() {
		w.sink.Narrate(now, fmt.Sprintf(format, args...))
	}
}

// regionsOf returns the regions that are a provider's, or those that are not.
func (w *World) regionsOf(provider int, its bool) []id.Region {
	var list []id.Region
	for i, r := range w.fixed.Regions {
		if (r.Provider == provider) == its {
			list = append(list, id.Region(i))
		}
	}
	return list
}
