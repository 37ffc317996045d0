package policy

import "failsim/sim"

// Endpoint is a place where a name can be served.
type Endpoint struct {
	Region int     // the region of its LB
	Rank   int     // 1 is tried first; endpoints of one rank share the load
	Weight float64 // share within a rank, relative
}

// SteeringView is what the tenant's steering knows: probes that go through
// its LBs, with their delays and thresholds.
type SteeringView interface {
	Now() sim.Time
	// Names returns how many names the tenant has.
	Names() int
	// Endpoints returns where a name can be served, home first.
	Endpoints(name int) []Endpoint
	// Healthy tells what probes through the name's LB at an endpoint say.
	Healthy(name, endpoint int) bool
	// HealthyShare returns the share of the tenant's names in a region whose
	// probes say healthy; 1 where it has none.
	HealthyShare(region int) float64
}

// SteeringOrders is what steering can have done. Orders go through an API and
// take effect after its delay.
type SteeringOrders interface {
	// Publish sets a name's DNS answer: the weight of each endpoint, by
	// index. All zero is refused by keeping the last answer.
	Publish(name int, weights []float64)
	// Promote asks the tenant's people to grow the standby capacity in a
	// region to its full size. Asking twice does nothing more.
	Promote(region int)
}

// Steering moves traffic. It is called when a belief about one name changes.
type Steering interface {
	Steer(name int, v SteeringView, o SteeringOrders)
}

// Probing is what a Steering strategy may also declare: how its probes run.
type Probing interface {
	Probes() Probes
}

// Probes says how the tenant's steering probes its endpoints.
type Probes struct {
	ProbeTiming
	// Around tells that probes ask the backends and go around the LB: then
	// they see nothing of an LB that holds the wrong configuration.
	Around bool
}
