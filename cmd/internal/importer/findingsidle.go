package importer

import (
	"fmt"
	"strings"
	"time"

	"failsim/cmd/internal/config"
)

// idleOutsideLonger: the outside keeps a connection that the inside closes first, and
// sends a request into it.
func idleOutsideLonger(p *Plan) []Finding {
	for _, in := range p.of(config.Balancer) {
		closes, ok := in.Get("idle.inside")
		if !ok || closes.Duration() == 0 {
			continue
		}
		outer, _ := p.before(in)
		for _, out := range p.of(config.Balancer) {
			how := p.sends(out, in)
			if how == nothing && out != outer {
				continue
			}
			asks := ""
			if how < byAddress {
				asks = p.ifSo([]*config.Layer{out, in})
				if asks == "" {
					asks = fmt.Sprintf("; a question: is %s (%s) what %s sends to? Only the port is the same; it is taken to be so", in.Name, in.Place, out.Name)
				}
			}
			keeps, said := out.Get("idle.outside")
			from := keeps.Place.String()
			if !said && strings.HasPrefix(out.Program, "aws-") && out.Program != "aws-nlb" {
				keeps, from = config.Value{Text: "60s"}, out.Place.String()+", AWS's default"
			}
			if keeps.Duration() <= closes.Duration() {
				continue
			}
			p.closes = closes.Duration()
			return []Finding{{Kind: "idle-outside-longer", At: closes.Place,
				Says:   fmt.Sprintf("%s closes a connection after %s without a request, and %s, outside of it, keeps it for %s (%s): a request that is sent just then is reset, a 502%s", in.Program, closes.Text, out.Program, keeps.Text, from, asks),
				Change: "longer inside than outside", Drill: "idle-closes", With: func(p *Plan) { p.closes = 0 },
				Figure: fmt.Sprintf("at worst one request in %.2g, with one on each connection every %s and %s until the outside has heard of a closing; assumption", 1/resetShare(closes.Duration()), closes.Text, closing)}}
		}
	}
	return nil
}

// closing is for how long a request may be sent into a connection that is closed
// already: until the news has come, within a zone.
const closing = time.Millisecond

// resetShare is the share of requests that meet a connection that is being closed, at
// the rate at which that is most likely: gaps between the requests of a connection are
// exponential with the time-out as their mean, so the share is closing/time-out/e.
func resetShare(idle time.Duration) float64 {
	const e = 2.718281828459045
	return closing.Seconds() / (e * idle.Seconds())
}
