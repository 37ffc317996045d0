package fault

import (
	"fmt"
	"time"

	"failsim/models/id"
	"failsim/sim"
)

// ServiceBreaker takes a service down, or makes it fail in part, and gives it back.
type ServiceBreaker interface {
	LoseService(now sim.Time, service id.Service, lost bool)
	AilService(now sim.Time, service id.Service, is Ailment, lost bool)
}

// Ailment is what is wrong with a service that runs.
type Ailment struct {
	Errors     float64       // share of requests that fail
	Slow       float64       // factor on the time that one takes, at least 1
	ErrorAfter time.Duration // what an error takes, 0: all of the service time
}

// Service is a fault of a service, on which others may depend.
type Service struct {
	Where ServiceBreaker
	Name  string
	Which id.Service
	At    id.Region // id.NoRegion: none
	Is    *Ailment  // nil: it is down
}

// Begin implements Fault.
func (f Service) Begin(now sim.Time) { f.set(now, true) }

// End implements Fault.
func (f Service) End(now sim.Time) { f.set(now, false) }

func (f Service) set(now sim.Time, lost bool) {
	if f.Is == nil {
		f.Where.LoseService(now, f.Which, lost)
	} else {
		f.Where.AilService(now, f.Which, *f.Is, lost)
	}
}

// Region implements Fault.
func (f Service) Region() id.Region { return f.At }

// String implements Fault.
func (f Service) String() string {
	if f.Is == nil {
		return f.Name + " is down"
	}
	return fmt.Sprintf("%s fails %.3g %% of requests", f.Name, 100*f.Is.Errors) + longer(" and takes", f.Is.Slow)
}
