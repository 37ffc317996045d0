package station

import "failsim/sim"

// InClosedForm returns a station that says on arrival when work starts and ends, for who
// need not be told of the ends. It panics where Form says that this is not known then:
// whoever asks for it has built something else than it says.
func InClosedForm(s Spec) *Station {
	if form, why := s.Form(); !form.Fixed() || s.Servers == Unlimited {
		panic("station: no closed form: " + why)
	}
	return New(s.Servers, s.QueueCapacity)
}

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
