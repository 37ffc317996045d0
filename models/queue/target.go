package queue

import "failsim/models/policy"

// Target is a station or a group, perhaps behind a cache.
type Target struct {
	Group bool
	Index int // of Spec.Stations or Spec.Groups
	Cache int // through that of Spec.Caches, counted from 1; or 0
}

// Group is stations behind one balancer.
type Group struct {
	Name    string
	Members []int // of Spec.Stations
	Weights []float64
	Balance policy.Balancing
	// Even says that each member gets its weight's share of requests, whatever
	// their queues.
	Even bool
}
