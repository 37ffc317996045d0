package counted

import (
	"slices"

	"failsim/models/record"
	"failsim/sim"
)

// Phase says where in an incident a call to a control plane falls.
type Phase uint8

// The phases.
const (
	BeforeFault Phase = iota
	Uncontained       // after the fault, workflows still on
	WhileOff          // workflows switched off
	Afterwards        // workflows on again
	Phases            // how many phases there are
)

// String returns the phase's name as it stands in results.
func (p Phase) String() string {
	return [...]string{"before-fault", "uncontained", "workflows-off", "re-enabled"}[p]
}

// Tried counts calls by how they ended.
type Tried struct {
	OK     int64 `json:"ok"`
	Failed int64 `json:"failed"`
}

func (t *Tried) add(u Tried) {
	t.OK += u.OK
	t.Failed += u.Failed
}

// CallCounts counts calls to a control plane by phase and kind.
type CallCounts [Phases][record.Calls]Tried

// Add adds up.
func (c *CallCounts) Add(d *CallCounts) {
	for p := range c {
		for k := range c[p] {
			c[p][k].add(d[p][k])
		}
	}
}

// office counts the calls of one region and knows the phase it is in.
type office struct {
	counts CallCounts
	phase  Phase
}

// called counts calls, given in order of their instants.
func (o *office) called(at []sim.Time, onset sim.Time, kind record.Call, ok bool) {
	if o.phase == BeforeFault && at[len(at)-1] >= onset {
		before, _ := slices.BinarySearch(at, onset)
		o.count(before, kind, ok)
		o.phase, at = Uncontained, at[before:]
	}
	o.count(len(at), kind, ok)
}

func (o *office) count(n int, kind record.Call, ok bool) {
	t := &o.counts[o.phase][kind]
	if ok {
		t.OK += int64(n)
	} else {
		t.Failed += int64(n)
	}
}

// mark moves the phase on. A fault that nobody contained has no Afterwards.
func (o *office) mark(m record.Mark) {
	switch {
	case m == record.Contained && o.phase <= Uncontained:
		o.phase = WhileOff
	case m == record.Reenabled && o.phase == WhileOff:
		o.phase = Afterwards
	}
}
