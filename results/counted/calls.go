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

// office counts the calls of one region, in all and by window, and knows the phase it
// is in.
type office struct {
	counts  CallCounts
	phase   Phase
	width   sim.Time
	windows []Tried
}

func (o *office) reset(l *Layout) {
	*o = office{width: sim.Time(l.Window), windows: zeroed(o.windows, l.Windows())}
}

// over counts calls by window; the last one takes what is later.
func (o *office) over(at []sim.Time, ok bool) {
	for len(at) > 0 {
		w, n := int(at[0]/o.width), len(at)
		if w >= len(o.windows)-1 {
			w = len(o.windows) - 1
		} else if end := sim.Time(w+1) * o.width; at[n-1] >= end {
			n, _ = slices.BinarySearch(at, end)
		}
		o.windows[w].count(n, ok)
		at = at[n:]
	}
}

// called counts calls, given in order of their instants.
func (o *office) called(at []sim.Time, onset sim.Time, kind record.Call, ok bool) {
	o.over(at, ok)
	if o.phase == BeforeFault && at[len(at)-1] >= onset {
		before, _ := slices.BinarySearch(at, onset)
		o.counts[o.phase][kind].count(before, ok)
		o.phase, at = Uncontained, at[before:]
	}
	o.counts[o.phase][kind].count(len(at), ok)
}

func (t *Tried) count(n int, ok bool) {
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
