package fault

import (
	"fmt"
	"time"

	"failsim/models/id"
	"failsim/sim"
)

// Pusher has a version of a configuration go out to the places that hold it.
type Pusher interface {
	Push(now sim.Time, configuration string, v Version)
}

// Version is what is wrong with what goes out.
type Version struct {
	Fails      float64       // share of a place's requests that fail with it
	ErrorAfter time.Duration // what an error takes, 0: all of the service time
	Begins     time.Duration // how long a place has it when it begins to fail
	Missing    bool          // rows are
	Older      time.Duration // above 0: it is from so long ago, and what has changed since is lost
}

// Push is a bad or an older version that goes out, as fast and as guarded as the
// design has it.
type Push struct {
	Where         Pusher
	Configuration string
	Version
}

// Begin implements Fault.
func (f Push) Begin(now sim.Time) { f.Where.Push(now, f.Configuration, f.Version) }

// End implements Fault: it takes another push.
func (Push) End(sim.Time) {}

// Region implements Fault.
func (Push) Region() id.Region { return id.NoRegion }

// String implements Fault.
func (f Push) String() string {
	switch {
	case f.Older > 0:
		return fmt.Sprintf("push of a version of %s from %v ago", f.Configuration, f.Older)
	case f.Missing:
		return fmt.Sprintf("push of a version of %s without rows", f.Configuration)
	}
	return fmt.Sprintf("push of a version of %s that fails %.3g %% of requests", f.Configuration, 100*f.Fails)
}
