package world

import (
	"failsim/models/topology"
	"failsim/models/world/scenario"
)

// Utilisation is what a region's control plane has to do, of what its workers
// can do: at 1 and above the changes that wait for a worker become more and
// more, and whatever changes do, good or bad, they do later.
type Utilisation struct {
	Region  string
	PerHour float64 // changes: of every LB of the fleet, and of every new one
	Busy    float64 // workers that these changes keep busy
	Workers int
}

// Share returns the utilisation: 1 is every worker all of the time.
func (u *Utilisation) Share() float64 { return u.Busy / float64(u.Workers) }

// Utilisations works out every region's, without the tenant's own scaling: it
// is the fleet's changes that keep a control plane busy.
func Utilisations(s *scenario.Scenario, m *topology.Map) []Utilisation {
	cp := &s.World.ControlPlane
	mean, _ := cp.Work.Mean()
	var list []Utilisation
	for _, p := range s.World.Providers {
		for _, r := range p.Regions {
			u := Utilisation{Region: m.Regions[len(list)].Name, Workers: cp.Workers}
			u.PerHour = float64(float64(r.Fleet)*cp.TouchesPerHour) + cp.CreationsPerHour
			u.Busy = u.PerHour * mean.Hours()
			list = append(list, u)
		}
	}
	return list
}
