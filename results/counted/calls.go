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
	now     *[record.Calls]Tried // of the phase
	onset   sim.Time
	width   sim.Time
	windows []Called
	// The window of the last call, and between when calls are of it and of the phase.
	last        *Called
	from, until sim.Time
}

// Called counts the calls of a window.
type Called struct{ OK, Failed uint32 }

func (o *office) reset(l *Layout) {
	*o = office{onset: l.Onset, width: sim.Time(l.Window), windows: zeroed(o.windows, l.Windows())}
	o.enter(BeforeFault)
	o.open(0)
}

func (o *office) enter(p Phase) { o.phase, o.now = p, &o.counts[p] }

// open finds the window of an instant; the last one takes what is later.
func (o *office) open(at sim.Time) {
	last := len(o.windows) - 1
	w := min(int(at/o.width), last)
	o.last, o.from, o.until = &o.windows[w], sim.Time(w)*o.width, sim.Time(w+1)*o.width
	if w == last {
		o.until = sim.Never
	}
	if o.phase == BeforeFault {
		o.until = min(o.until, o.onset)
	}
}

// called counts calls, given in order of their instants. Most are of the window and the
// phase of those before.
func (o *office) called(at []sim.Time, kind record.Call, ok bool) {
	for n := len(at); len(at) > 0; n = len(at) {
		if at[0] < o.from || at[n-1] >= o.until {
			n = o.reach(at)
		}
		if t := &o.now[kind]; ok {
			t.OK += int64(n)
			o.last.OK += uint32(n)
		} else {
			t.Failed += int64(n)
			o.last.Failed += uint32(n)
		}
		at = at[n:]
	}
}

// reach opens the window of the first of some calls, and says how many are of it.
func (o *office) reach(at []sim.Time) int {
	if o.phase == BeforeFault && at[0] >= o.onset {
		o.enter(Uncontained)
	}
	o.open(at[0])
	n, _ := slices.BinarySearch(at, o.until)
	return n
}

// mark moves the phase on. A fault that was not contained has no Afterwards.
func (o *office) mark(m record.Mark) {
	switch {
	case m == record.Contained && o.phase <= Uncontained:
		o.enter(WhileOff)
	case m == record.Reenabled && o.phase == WhileOff:
		o.enter(Afterwards)
	}
}
