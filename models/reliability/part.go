package reliability

import (
	"failsim/models/distribution"
	"failsim/sim"
)

// node is a thing that is up or down: a part, or a gate that is up while
// enough of its children are. Parts have no children.
type node struct {
	up       bool
	least    int32 // of its children; 0: a part
	have     int32 // children that are up
	children int32
	parents  []int32
	tally    *tally
	since    sim.Time // of its present outage
	lost     float64  // nanoseconds in this cycle
	outages  int      // in this cycle
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

// tell notes how long a failure was unknown.
func (p *part) put(failed, known, origin sim.Time) {
	if p.tally != nil && failed >= origin {
		p.tally.found.AddValue(float64(known.Sub(failed)))
	}
}
