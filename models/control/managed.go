package control

import "failsim/models/id"

// Managed is an LB of the tenant under a control plane.
type Managed struct {
	ID       uint64 // keys its draws, whatever else is managed; well mixed
	LB       id.LB  // its index in the data plane
	MinNodes int    // reserved: scaling goes no lower
}

// scaled is an LB whose nodes follow its demand.
type scaled struct {
	Managed
	record  id.Record
	samples []int // requests in each of the last measurements, a ring
	taken   int
	busy    bool // a workflow is under way
}
