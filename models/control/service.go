package control

import "failsim/sim"

// Service is how a control plane is as a service, beside its region. Unlike a region
// that is lost, people see its calls fail, and act.
type Service struct {
	Down  bool    // it takes no calls and writes nothing
	Fails float64 // share of calls that fail before anything is done
	Slow  float64 // factor on the work of a workflow; 0 is 1
}

// Serve says how the plane does its work from now on. What workers have begun takes
// as long as it would have.
func (p *Plane) Serve(now sim.Time, s Service) {
	p.catchUp(now)
	p.workOff(now)
	if s.Down && !p.service.Down {
		p.silentSince = now
	}
	p.service = s
	p.file()
}

func (p *Plane) dead() bool { return p.down || p.service.Down }

// failsCall tells by a call's draw whether it fails for want of a control plane that
// answers all.
func (p *Plane) failsCall(draw uint64) bool {
	return p.service.Fails > 0 && p.failures.Float64(draw) < p.service.Fails
}
