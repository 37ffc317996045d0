package conform_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"failsim/models/balancer"
	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/sim"
	"failsim/strategies"
)

// plan is one case: a pool behind one LB, its clients, what breaks, and the
// strategies of the LB and of the clients. All of it is drawn from the model's
// own parameters, those of strategies from their declarations, so that a strategy
// that joins the list joins the cases.
type plan struct {
	number            int
	key               sim.Key
	backends, servers int // servers of all backends together
	places            int // for each server
	mean              time.Duration
	distribution      distribution.Distribution
	arrivals          []time.Duration
	timeout, patience time.Duration
	balancing         *chosen
	filters           []*chosen
	retrying          *chosen
	check             policy.ProbeTiming
	checked           bool
	faults            []trouble
}

// chosen is a strategy with its parameters.
type chosen struct {
	entry  policy.Strategy
	values policy.Values
	words  string
}

// trouble is a fault of the first few of the backends.
type trouble struct {
	kind        kind
	backends    int
	from, until time.Duration
	gray        balancer.Gray
}

// kind is what a fault does.
type kind string

// The kinds. A lost backend resets its connections and then says nothing; one
// that refuses works off what it has, and is not noticed, as nobody checks.
const (
	lost    kind = "lost"
	slow    kind = "slow"
	errs    kind = "errors"
	refuses kind = "refuses"

	// Not among the drawn: a process that dies resets its connections and then
	// refuses, a machine that vanishes does neither.
	dies     kind = "dies"
	vanishes kind = "vanishes"
)

// dice draw a plan.
type dice struct {
	key sim.Key
	n   uint64
}

func (d *dice) share() float64 { d.n++; return d.key.Float64(d.n) }

func (d *dice) between(low, high int) int { d.n++; return low + d.key.IntN(d.n, high-low+1) }

// times returns a duration, some times another.
func (d *dice) times(of time.Duration, low, high float64) time.Duration {
	return time.Duration(float64(of) * (low + (high-low)*d.share()))
}

// newPlan draws a case with so many requests.
func newPlan(number, requests int) *plan {
	root := sim.NewKey(17, number)
	d := &dice{key: root.Named("plan")}
	p := &plan{number: number, key: root, backends: d.between(2, 9)}
	p.servers = p.backends * d.between(1, 3)
	if d.share() < 0.3 {
		p.servers += d.between(1, p.backends-1)
	}
	p.places = d.between(1, 30)
	p.mean = time.Duration(d.between(20, 400)) * time.Millisecond
	p.distribution = drawDistribution(d, p.mean)
	span := p.arrive(float64(p.servers)*(0.2+0.6*d.share())/p.mean.Seconds(), requests)
	p.timeout, p.patience = d.times(p.mean, 3, 30), d.times(p.mean, 20, 100)
	p.balancing = draw(d, p, policy.BalancingSocket, "")
	p.retrying = draw(d, p, policy.RetryingSocket, "")
	for range d.between(0, 2) {
		p.filter(draw(d, p, policy.FilteringSocket, ""))
	}
	p.check = policy.ProbeTiming{Interval: span / time.Duration(d.between(15, 60)), Unhealthy: d.between(1, 3), Healthy: d.between(1, 3)}
	p.check.Timeout = d.times(min(p.check.Interval, time.Second), 0.1, 0.99)
	p.checked = d.share() < 0.8
	for range d.between(0, 2) {
		if f := p.trouble(d, span); p.may(f) {
			p.faults = append(p.faults, f)
		}
	}
	return p
}

// may reports whether failsim can say a fault: its backends that refuse do so with
// an answer that comes after what is waiting, which nobody must tell from another
// or wait for long, and no other fault comes with it.
func (p *plan) may(f trouble) bool {
	if f.kind != refuses {
		return len(p.faults) == 0 || p.faults[0].kind != refuses
	}
	return len(p.faults) == 0 && len(p.filters) == 0 && p.balancing.entry.Even
}

// filter adds a filter that is not there yet; panic stands last.
func (p *plan) filter(f *chosen) {
	if slices.ContainsFunc(p.filters, func(g *chosen) bool { return g.entry.Name == f.entry.Name }) {
		return
	}
	p.filters = append(p.filters, f)
	slices.SortStableFunc(p.filters, func(a, b *chosen) int {
		return strings.Compare(strings.TrimPrefix(a.entry.Name, "panic"), strings.TrimPrefix(b.entry.Name, "panic")) * -1
	})
}

// arrive draws Poisson arrivals and returns how long they last.
func (p *plan) arrive(perSecond float64, requests int) time.Duration {
	gaps, at := p.key.Named("gaps"), 0.0
	for i := range requests {
		var gap [1]float64
		gaps.Exponentials(uint64(i), gap[:])
		at += gap[0] / perSecond
		p.arrivals = append(p.arrivals, sim.FromSeconds(at))
	}
	return p.arrivals[requests-1]
}

func drawDistribution(d *dice, mean time.Duration) distribution.Distribution {
	switch d.between(0, 2) {
	case 0:
		return distribution.Must(distribution.NewLognormalFromMean(mean, 0.3+2*d.share()))
	case 1:
		return distribution.Must(distribution.NewErlang(mean, d.between(2, 8)))
	}
	return distribution.Must(distribution.NewExponential(mean))
}

// trouble draws a fault: of one backend, of some, or of all.
func (p *plan) trouble(d *dice, span time.Duration) trouble {
	t := trouble{kind: []kind{lost, slow, errs, refuses}[d.between(0, 3)], backends: []int{1, d.between(1, p.backends), p.backends}[d.between(0, 2)]}
	t.from = d.times(span, 0.1, 0.6)
	t.until = t.from + d.times(span, 0.05, 0.4)
	switch t.kind {
	case slow:
		t.gray = balancer.Gray{Slow: 1 + 5*d.share()}
	case errs:
		t.gray = balancer.Gray{Errors: d.share(), Slow: 1}
		if d.share() < 0.5 {
			t.gray.ErrorAfter = d.times(p.mean, 0.01, 2)
		}
	case refuses:
		p.checked = p.checked && !p.may(t) // failsim's checks would not see it, real ones would
		t.gray = balancer.Gray{Errors: 1, Slow: 1, ErrorAfter: 1}
	}
	return t
}

// draw draws a strategy of a socket, or the one named, with parameters.
func draw(d *dice, p *plan, socket policy.Socket, name string) *chosen {
	var all []policy.Strategy
	for _, s := range strategies.All() {
		if s.Socket == socket && (name == "" || s.Name == name) {
			all = append(all, s)
		}
	}
	c := &chosen{entry: all[d.between(0, len(all)-1)], values: policy.Values{}}
	c.words = c.entry.Name
	for _, param := range c.entry.Params {
		var v policy.Value
		switch param.Kind {
		case policy.DurationKind:
			v.Duration = d.times(p.mean, 0.5, 40)
			c.words += fmt.Sprintf(" %s=%v", param.Name, v.Duration)
		case policy.DistributionKind:
			v.Distribution = distribution.Constant(d.times(p.mean, 0.5, 40))
			c.words += fmt.Sprintf(" %s=%v", param.Name, v.Distribution)
		case policy.WordKind:
			v.Word = param.Words[d.between(0, len(param.Words)-1)]
			c.words += fmt.Sprintf(" %s=%s", param.Name, v.Word)
		case policy.ShareKind:
			v.Number = d.share()
			c.words += fmt.Sprintf(" %s=%.3f", param.Name, v.Number)
		case policy.FactorKind:
			v.Number = 1 + 9*d.share()
			c.words += fmt.Sprintf(" %s=%.3f", param.Name, v.Number)
		default:
			v.Number = float64(d.between(1, 6))
			c.words += fmt.Sprintf(" %s=%g", param.Name, v.Number)
		}
		c.values[param.Name] = v
	}
	return c
}

func (c *chosen) make() any { return c.entry.New(c.values) }

// makeFilters makes the LB's filters.
func (p *plan) makeFilters() (list []policy.Filtering) {
	for _, f := range p.filters {
		list = append(list, f.make().(policy.Filtering))
	}
	return list
}

func (p *plan) String() string {
	text := fmt.Sprintf("case %d: %d requests, %d backends, %d servers, %d places each, %v; time-out %v, patience %v\n  %s\n  %s\n",
		p.number, len(p.arrivals), p.backends, p.servers, p.places, p.distribution, p.timeout, p.patience, p.balancing.words, p.retrying.words)
	for _, f := range p.filters {
		text += "  " + f.words + "\n"
	}
	if p.checked {
		text += fmt.Sprintf("  checks %+v\n", p.check)
	}
	for _, f := range p.faults {
		text += fmt.Sprintf("  first %d %s from %v until %v %+v\n", f.backends, f.kind, f.from, f.until, f.gray)
	}
	return text
}

// fate is what became of a request, as its client saw it.
type fate struct {
	good     bool
	attempts int
	took     time.Duration
}
