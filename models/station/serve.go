package station

import "failsim/sim"

// Serve returns a station with its jobs in their slab.
func Serve(host Host, jobs *Jobs, s Spec) Discipline {
	switch form, _ := s.Form(); form {
	case Shared:
		return &sharing{host: host, jobs: jobs, index: s.Index, servers: s.Servers, capacity: s.QueueCapacity, due: sim.Never}
	case Everybody:
		return &everybody{host, jobs}
	case OneByOne:
		return &oneByOne{closed{host, jobs, New(1, s.QueueCapacity)}, newChain()}
	case Foreseen, Closed:
		return &closed{host, jobs, New(s.Servers, s.QueueCapacity)}
	}
	return &anyOrder{host: host, jobs: jobs, servers: s.Servers, capacity: s.QueueCapacity, open: s.Open, serving: newChain(), queue: newOrder(jobs, &s)}
}
