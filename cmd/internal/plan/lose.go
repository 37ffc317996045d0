package plan

import (
	"fmt"
	"time"

	"failsim/models/distribution"
	"failsim/models/world/scenario"
)

// The scales at which a design may lose one part.
const (
	LoseZone     = "zone"
	LoseRegion   = "region"
	LoseProvider = "provider"
)

// How long a part is lost, and how long the run goes on after it is back.
const (
	lostFor = 2 * time.Hour
	lostEnd = time.Hour
)

// Lose adds incidents to a scenario: the loss of any one part that some design uses,
// at a time. The zones of a region are alike, so one of each is lost.
func Lose(s *scenario.Scenario, scale string, at time.Duration) {
	add := func(name, title string, f scenario.Fault) {
		f.At, f.For = at, distribution.Constant(lostFor)
		s.Incidents = append(s.Incidents, scenario.Incident{Name: name, Title: title, Length: min(at+lostFor+lostEnd, max(s.Length, at+lostFor)), Faults: []scenario.Fault{f}})
	}
	for _, p := range s.World.Providers {
		if scale == LoseProvider {
			add("lose-"+p.Name, fmt.Sprintf("%s is lost for %s at the peak", p.Name, lostFor), scenario.Fault{Kind: scenario.LoseProvider, Provider: p.Name})
			continue
		}
		for _, r := range p.Regions {
			full := p.Name + "/" + r.Name
			switch {
			case !used(s, full):
			case scale == LoseZone:
				add("lose-zone-of-"+p.Name+"-"+r.Name, fmt.Sprintf("a zone of %s is lost for %s at the peak", full, lostFor), scenario.Fault{Kind: scenario.LoseZone, Region: full})
			default:
				add("lose-"+p.Name+"-"+r.Name, fmt.Sprintf("%s is lost for %s at the peak", full, lostFor), scenario.Fault{Kind: scenario.LoseRegion, Region: full})
			}
		}
	}
}

// used reports whether any design serves from a region.
func used(s *scenario.Scenario, region string) bool {
	for _, d := range s.Designs {
		for _, list := range d.Serve {
			for _, e := range list {
				if e.Region == region || e.Backends == region {
					return true
				}
			}
		}
	}
	return false
}
