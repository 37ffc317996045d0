package reliability

import (
	"failsim/models/distribution"
	"failsim/models/figures"
	"failsim/models/station"
	"failsim/sim"
)

// The kinds of events, and what their argument is.
const (
	fails   uint8 = iota // a part
	noticed              // a part: its failure
	mended               // a part
	turns                // a pair, and how often it has turned
	trips                // a sharing
)

// run is one replication.
type run struct {
	spec      *Spec
	root      sim.Key
	kernel    sim.Kernel
	owner     sim.Owner
	nodes     []node
	parts     []part
	pairs     []pair
	sharing   []sharing
	instances [][]int32 // nodes, by component
	systems   []int32   // nodes
	crews     []*station.Station
	tallies   []*tally
	watched   int32 // the node whose outage ends a cycle, or -1

	cycle   uint64
	origin  sim.Time
	until   sim.Time
	over    bool
	ended   sim.Time
	broken  int // parts and pairs that are down
	lengths figures.Moments
}

// part is one component or cause.
type part struct {
	node     int32
	up, down distribution.Distribution
	crew     int
	found    Found
	takeover *Takeover
	broken   bool // at the start
	base     sim.Key
	tally    *tally // told when a failure is found; may be nil

	key    sim.Key // of this cycle
	life   uint64
	failed sim.Time
}

// What is drawn for one life of a part.
const (
	ofUp uint64 = iota
	ofDown
	ofCoverage
	ofSwitch
	purposes = 8
)

func (p *part) draw(purpose uint64) float64 { return p.key.Float64(p.life*purposes + purpose) }

// phase is that of a part's scans, probes or renewals, as a share of a period.
func (p *part) phase() float64 { return p.key.Float64(purposes - 1) }

// Run simulates one replication of a file.
func Run(spec *Spec, seed uint64, replication int) *figures.Report {
	r := &run{spec: spec, root: sim.NewKey(seed, replication)}
	r.grow()
	for i := range spec.Sharing {
		r.sharing = append(r.sharing, sharing{spec: &spec.Sharing[i]})
	}
	for _, c := range spec.Crews {
		r.crews = append(r.crews, station.New(c.People, station.Unbounded))
	}
	for cycle := range spec.Cycles {
		r.cycle = uint64(cycle)
		r.live()
	}
	return r.report()
}

// live simulates one cycle.
func (r *run) live() {
	r.kernel = sim.Kernel{}
	r.owner = r.kernel.Register(r)
	r.origin = sim.Time(r.spec.WarmUp)
	r.until = r.origin.Add(r.spec.Length)
	r.over, r.ended, r.broken = false, r.until, 0
	r.renew()
	for _, c := range r.crews {
		c.Clear()
	}
	for i := range r.parts {
		p := &r.parts[i]
		p.key, p.life = p.base.At(r.cycle), 0
		if p.broken {
			r.fail(0, i)
		} else {
			r.schedule(sim.Time(0).Add(p.up.Quantile(p.draw(ofUp))), fails, i)
		}
	}
	for i := range r.pairs {
		r.pairs[i].begin(r, i)
	}
	for i := range r.sharing {
		r.sharing[i].begin(r, i)
	}
	r.kernel.Run(r.until)
	r.close()
}

func (r *run) schedule(at sim.Time, kind uint8, i int) {
	if at <= r.until && !r.over {
		r.kernel.Schedule(at, sim.Change, r.owner, sim.Event{Kind: kind, Arg: uint64(i)})
	}
}

// end ends a cycle before its length: what is still to come is not looked at.
func (r *run) end(now sim.Time) {
	if !r.over {
		r.over, r.ended = true, now
	}
}

// Handle implements sim.Handler.
func (r *run) Handle(now sim.Time, e sim.Event) {
	if r.over {
		return
	}
	switch i := int(e.Arg); e.Kind {
	case fails:
		r.fail(now, i)
	case noticed:
		r.mend(now, i)
	case mended:
		r.back(now, i)
	case turns:
		r.turn(now, e.Arg)
	case trips:
		r.sharing[i].trip(r, now, i)
	}
}

// fail takes a part down, and begins what ends that.
func (r *run) fail(now sim.Time, i int) {
	p := &r.parts[i]
	p.life++
	p.failed = now
	r.lose(now, p.node)
	known := p.found.at(now, p.phase())
	if t := p.takeover; t != nil {
		if p.draw(ofCoverage) < t.Coverage {
			p.tell(now, known, r.origin)
			r.schedule(known.Add(t.Switch.Quantile(p.draw(ofSwitch))), mended, i)
		} else {
			r.schedule(now.Add(p.down.Quantile(p.draw(ofDown))), mended, i)
		}
		return
	}
	p.tell(now, known, r.origin)
	if known > now {
		r.schedule(known, noticed, i)
	} else {
		r.mend(now, i)
	}
}

// tell notes how long a failure was unknown.
func (p *part) tell(failed, known, origin sim.Time) {
	if p.tally != nil && failed >= origin {
		p.tally.found.AddValue(float64(known.Sub(failed)))
	}
}

// mend begins a repair, or waits for somebody to begin it.
func (r *run) mend(now sim.Time, i int) {
	p := &r.parts[i]
	work := p.down.Quantile(p.draw(ofDown))
	at := now.Add(work)
	if p.crew >= 0 {
		_, at, _ = r.crews[p.crew].Offer(now, work)
	}
	r.schedule(at, mended, i)
}

// back brings a part up.
func (r *run) back(now sim.Time, i int) {
	p := &r.parts[i]
	r.gain(now, p.node)
	if p.up != nil {
		r.schedule(now.Add(p.up.Quantile(p.draw(ofUp))), fails, i)
	}
}

func (r *run) lose(now sim.Time, node int32) {
	r.broken++
	r.flip(now, node, false)
	if r.spec.Until == UntilOutage && r.watched < 0 {
		r.end(now)
	}
}

func (r *run) gain(now sim.Time, node int32) {
	r.broken--
	r.flip(now, node, true)
	if r.spec.Until == UntilMended && r.broken == 0 {
		r.end(now)
	}
}
