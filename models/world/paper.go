package world

import (
	"strings"

	"failsim/models/world/scenario"
)

// OnPaper returns what an architect would work out for a place from providers'
// SLAs: DNS, and of the endpoints any one, each an LB before servers; an LB
// that stands before servers of another region adds a way to the same servers.
// series and parallel combine availabilities.
func OnPaper(sla scenario.SLAs, endpoints []scenario.Endpoint, series, parallel func(...float64) float64) (a float64, formula string) {
	var groups []float64
	var words []string
	for _, servers := range endpoints {
		if servers.Backends != servers.Region {
			continue
		}
		var lbs []float64
		for _, e := range endpoints {
			if e.Backends == servers.Region {
				lbs = append(lbs, sla.LoadBalancer)
			}
		}
		groups = append(groups, series(parallel(lbs...), sla.Servers))
		words = append(words, either("LB", len(lbs))+" x servers")
	}
	formula = words[0]
	if len(words) > 1 {
		formula = "(" + strings.Join(words, " or ") + ")"
	}
	return series(sla.DNS, parallel(groups...)), "DNS x " + formula
}

// either writes several of a kind of which one is enough.
func either(word string, n int) string {
	if n == 1 {
		return word
	}
	return "(" + word + strings.Repeat(" or "+word, n-1) + ")"
}
