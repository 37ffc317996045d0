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
	windows []Called
	// The window of the last call, where it begins, and how long it is.
	last       *Called
	from, long sim.Time
}

// Called counts the calls of a window.
type Called struct{ OK, Failed uint32 }

func (o *office) reset(l *Layout) {
	*o = office{width: sim.Time(l.Window), windows: zeroed(o.windows, l.Windows())}
	o.open(0)
}

// open finds the window of an instant; the last one takes what is later.
func (o *office) open(at sim.Time) {
	w := min(int(at/o.width), len(o.windows)-1)
	o.last, o.from, o.long = &o.windows[w], sim.Time(w)*o.width, o.width
	if w == len(o.windows)-1 {
		o.long = sim.Never - o.from
	}
}

// over counts calls by window. Most are of the window of the call before.
func (o *office) over(at []sim.Time, ok bool) {
	for len(at) > 0 {
		if uint64(at[0]-o.from) >= uint64(o.long) {
			o.open(at[0])
		}
		n := len(at)
		if at[n-1]-o.from >= o.long {
			n, _ = slices.BinarySearch(at, o.from+o.long)
		}
		if ok {
			o.last.OK += uint32(n)
		} else {
			o.last.Failed += uint32(n)
		}
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
