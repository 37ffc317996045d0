package written

import "failsim/results"

// serverLines are those of an incident's designs.
func serverLines(i *results.IncidentSummary) []string {
	var names []string
	var servers [][]results.Servers
	for d := range i.Designs {
		names, servers = append(names, i.Designs[d].Name), append(servers, i.Designs[d].Servers)
	}
	return results.ServerLines(names, servers)
}
