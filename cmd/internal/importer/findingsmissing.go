package importer

import (
	"strings"

	"failsim/results/words"
)

// leadsNowhere: a directive names what no file declares.
func leadsNowhere(p *Plan) (list []Finding) {
	for _, m := range p.reading.Missing {
		f := Finding{Kind: "leads-nowhere", At: m.Place, Says: m.Directive + ": " + words.Unknown(m.What, m.To, m.Known), Change: "the name of one that is there", Figure: "every request that takes this route is lost: it leads to no server"}
		for _, program := range []struct{ of, does string }{
			{"HAProxy", "HAProxy does not start with this file, nor reload it"}, {"Envoy", "Envoy refuses this file"},
			{"nginx", "nginx takes it for a host, for which it asks DNS when it starts, and without an answer it does not start"},
			{"workload", "nothing is scaled"},
		} {
			if strings.Contains(m.What, program.of) {
				f.Figure = program.does
			}
		}
		if best := words.Nearest(m.To, m.Known); best != "" {
			f.Change = m.Directive + ": " + best
		}
		list = append(list, f)
	}
	return list
}
