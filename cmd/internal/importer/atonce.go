package importer

import (
	"fmt"

	"failsim/results/words"
)

// LimitsServers tells that a file says how many requests a server gets at once, or how
// many wait for one. A scenario has queue-capacity for each that a server works on, and
// only its capacity and its load tell how many those are: WorksOn.
func (p *Plan) LimitsServers() bool { return p.atOnce.Text != "" }

// WorksOn says how many requests a server works on at once, at the least.
func (p *Plan) WorksOn(n int) {
	most := p.atOnce.Int()
	if n > most {
		p.left("%s: a server gets at most %d at once, and one of the capacity that is assumed works on %d: here it does", p.atOnce.Place, most, n)
	}
	if p.queued.Text == "" {
		return
	}
	wait, of := p.queued.Int(), "may wait"
	if p.queued == p.atOnce {
		wait, of = most-n, "at once"
	}
	each := max(1, wait/n)
	if p.limits != "" {
		p.QueueCapacity = answer{Text: fmt.Sprint(each), From: fmt.Sprintf("%s; one works on %s", p.limits, words.Plural(int64(n), "request"))}
		return
	}
	p.QueueCapacity = answer{Text: fmt.Sprint(each), From: fmt.Sprintf("%s: %d %s, and a server works on %s", p.queued.Place, p.queued.Int(), of, words.Plural(int64(n), "request"))}
}
