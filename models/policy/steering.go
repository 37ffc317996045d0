package policy

import (
	"time"

	"failsim/models/id"
	"failsim/sim"
)

// Endpoint is a place where a name can be served.
type Endpoint struct {
	Region id.Region     // the region of its LB
	Rank   int           // 1 is tried first; endpoints of one rank share the load
	Weight float64       // share within a rank, relative
	RTT    time.Duration // round trip between the name's clients and the region
}

// SteeringView is what the tenant's steering knows: probes that go through
// its LBs, with their delays and thresholds, what it has answered, and metrics
// if it asks for them.
type SteeringView interface {
	Now() sim.Time
	// Names returns how many names the tenant has.
	Names() int
	// Endpoints returns where a name can be served, primary first.
	Endpoints(name id.Name) []Endpoint
	// Answer returns the newest answer for a name, in force or still to be
	// published: the share of each endpoint. It must not be changed.
	Answer(name id.Name) []float64
	// Healthy reports what probes through the name's LB at an endpoint say.
	Healthy(name id.Name, endpoint int) bool
	// HealthyShare returns the share of the tenant's names in a region whose
	// probes say healthy; 1 where it has none.
	HealthyShare(region id.Region) float64
	// Utilisation returns the share of servers behind an endpoint that were busy,
	// as metrics said last (Needs.Metrics); 0 before they have said anything.
	Utilisation(name id.Name, endpoint int) float64
	// Came returns the share of a name's requests that came to an endpoint in the period
	// that Utilisation is of, which clients with older answers make another than
	// that of any answer; the newest answer's, before metrics have said anything.
	Came(name id.Name, endpoint int) float64
	// Zones returns how many zones a region has, 0 where there is no such region,
	// ZoneHealthy what probes of one say (Needs.Zones).
	Zones(region id.Region) int
	ZoneHealthy(region id.Region, zone id.Zone) bool
}

// SteeringOrders is what steering can have done. Orders go through an API and
// take effect after its delay.
type SteeringOrders interface {
	// Publish sets a name's DNS answer: the weight of each endpoint, by
	// index. All zero is refused by keeping the last answer.
	Publish(name id.Name, weights []float64)
	// Promote asks the tenant's people to grow the standby capacity in a
	// region to its full size. Asking twice does nothing more.
	Promote(region id.Region)
	// Shift takes a zone of a region out of service, or puts it back: its address
	// is not in DNS answers, and LBs send its backends nothing.
	Shift(region id.Region, zone id.Zone, away bool)
	// Wake has the strategy's Tick called after a time, if it is a Ticking.
	Wake(after time.Duration)
}

// Steering moves traffic. It is called when a belief about one name changes.
type Steering interface {
	Steer(name id.Name, v SteeringView, o SteeringOrders)
}

// Starting is what a Steering strategy may also be. Start is called once, when
// everything is well: what it publishes has been the answer for ever.
type Starting interface {
	Start(v SteeringView, o SteeringOrders)
}

// Ticking is what a Steering strategy may also be: it is called at the instants
// that it asked for with Wake.
type Ticking interface {
	Tick(v SteeringView, o SteeringOrders)
}

// ZoneSteering is what a Steering strategy may also be: it is called when a belief
// about one zone changes.
type ZoneSteering interface {
	SteerZone(region id.Region, zone id.Zone, v SteeringView, o SteeringOrders)
}

// Probing is what a Steering strategy may also declare: how its probes run.
type Probing interface {
	Probes() Probes
}

// Probes says how the tenant's steering probes its endpoints.
type Probes struct {
	ProbeTiming
	Sight
	// Around reports that probes ask the backends and go around the LB: then
	// they see nothing of an LB that holds the wrong configuration.
	Around bool
}

// DefaultProbes are those of a DNS service's health checks, for steering that
// does not state its own: Route 53, interval 30 s, threshold 3, connect within
// 4 s.
var DefaultProbes = Probes{
	ProbeTiming: ProbeTiming{Interval: 30 * time.Second, Timeout: 4 * time.Second, Unhealthy: 3, Healthy: 3},
	Sight:       Sight{Work: Waiting, Errors: 1, Slow: 1},
}

// Needing is what a Steering strategy may also declare: what it needs beside
// probes of names. What no strategy needs is not computed.
type Needing interface {
	Needs() Needs
}

// Needs is what a Steering strategy needs; the zero value is nothing.
type Needs struct {
	Metrics Metrics
	Zones   Probes // that ask the backends of one zone, whatever their servers have to do; Interval 0: none
	Routes  Routes
}

// Metrics says how metrics of utilisation are made: means over a period, known
// some time after its end. A Period of 0 stands for none.
type Metrics struct{ Period, Delay time.Duration }

// Routes says that clients know one address for good, and that what steering
// publishes reaches them as routes of the network do, not as DNS answers: TTLs,
// and resolvers that do not keep to them, play no part.
type Routes struct {
	Used bool
	// Converge is the longest that a change takes to reach a client: each network
	// has a time of its own, evenly spread from nothing to that.
	Converge time.Duration
	// Pinned is the share of clients whose connections stay where they are for up
	// to PinnedFor, evenly spread, after a change has reached them.
	Pinned    float64
	PinnedFor time.Duration
}
