package scenario

import (
	"time"

	"failsim/models/distribution"
)

// WorkQueue is queues of work: workers that do jobs by rules.
type WorkQueue struct {
	Name          string
	Of            string // the service that serves it; "": nothing stops or slows it
	Workflows     bool   // Of is a control plane, and its workflows are jobs of the queue
	Workers       int
	QueueCapacity int                       // for those who wait; 0: as many as come
	Order         int                       // of QueueOrders
	Work          distribution.Distribution // of one job
	Deadline      time.Duration             // 0: none
	Patience      time.Duration             // 0: no job leaves
	Late          int                       // of LateWays
	Base          time.Duration             // of the back-off; 0: at once
	Cap           time.Duration
	Jitter        bool
}

// Herd is members that hold something while a service is up.
type Herd struct {
	Name       string
	Members    int
	Needs      string // the service by which they hold it; "": only a fault takes it
	Lease      time.Duration
	Renew      time.Duration
	Through    bool // renewals fail while the queue is late
	Jitter     time.Duration
	Queue      string
	Class      int
	Stock      string
	Of         string // the service whose capacity they are; "": none
	Slows      bool   // the others do their work
	ErrorAfter time.Duration
	Handshake  *Handshake // nil: its job is asked for at once
}

// Handshake is round trips that a member makes each time before its job begins.
type Handshake struct {
	From, To   string // a location and a region
	RoundTrips int
}

// Stock is units of which jobs take one each.
type Stock struct {
	Name  string
	Units int
}
