package importer

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"failsim/results/words"
)

// mostRate is the largest load that is assumed, requests a second: of larger fleets
// servers have more to spare instead, as drills take as long as there are requests.
const mostRate = 100

// Sized makes load and capacity such that each server of the files works on as many
// requests at once as each other, and on one at least: how many the peak keeps busy of
// all is busy. A log's load stands; else it is the load that is assumed.
func (p *Plan) Sized(busy float64) {
	p.busy = busy
	size, share := p.Size(), p.capacity()
	n := max(1, int(math.Ceil(math.Ceil(float64(share*busy)-1e-9)/float64(size))))
	all := float64(n * size)
	if p.log == nil {
		rate, _ := strconv.ParseFloat(strings.TrimSuffix(p.Rate.Text, "/s"), 64)
		more := min(all/(share*busy), mostRate/rate)
		rate = math.Floor(10*rate*more) / 10
		p.Rate = asked(fmt.Sprintf("%g/s", rate), fmt.Sprintf("how many requests a second, as a mean of the day? --trace LOG answers it; assumption: so many that each server works on %s at once at the peak, with the capacity that is assumed", words.Plural(int64(n), "request")))
		busy *= more
	}
	if least := math.Floor(1000*all/busy) / 10; least > float64(100*share)+0.1 && all-float64(share*busy) >= 1 {
		p.Capacity = asked(fmt.Sprintf("%g%%", least), fmt.Sprintf("of the peak that the servers can serve, if each can work on %s at once: what does a load test say? assumption", words.Plural(int64(n), "request")))
	}
	if p.atOnce.Text != "" {
		p.worksOn(n)
	}
}

// worksOn says how many requests a server works on at once, at the least: a scenario
// has queue-capacity for each of those.
func (p *Plan) worksOn(n int) {
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
