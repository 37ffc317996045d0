package counted

import (
	"slices"
	"time"

	"failsim/models/request"
	"failsim/sim"
)

// LostStep is the step in which lost requests are told by cause (assumption:
// fine enough to see the phases of an incident, which last hours).
const LostStep = 15 * time.Minute

// Timeline is a run in columns per window: about 100 kB a run of a day, which
// a Sample adds up and lets go of.
type Timeline struct {
	layout   *Layout
	settled  [][]uint32                 // by population, window
	failed   [][]uint32                 // by population, window
	overdue  [][]uint32                 // by population, window
	tries    [][]uint32                 // by population, window: attempts
	damage   [][]int64                  // by region, window: LBs misconfigured times microseconds
	fleets   []int                      // by region
	lost     [][][request.Causes]uint32 // by population, LostStep
	calls    [][]Called                 // by region, window: to control planes
	capacity []float64                  // by window: requests a second that could be answered; short where nobody followed it
	near     []Second                   // of the windows that Layout.Near has, of all populations
}

// timeline copies the columns out of a tally's cells.
func (t *Tally) timeline() *Timeline {
	l := t.layout
	line := &Timeline{layout: &l}
	for p := range t.populations {
		settled, failed, overdue := make([]uint32, t.windows), make([]uint32, t.windows), make([]uint32, t.windows)
		tries := make([]uint32, t.windows)
		lost := make([][request.Causes]uint32, l.LostSteps())
		column := t.column(p)
		for w := range column {
			k := &column[w]
			settled[w], failed[w] = k.settled()
			overdue[w], tries[w] = k.overdue, k.atOnce+k.attempts
			if failed[w] == 0 {
				continue
			}
			step := &lost[time.Duration(w)*l.Window/LostStep]
			for c := 1; c < int(request.Causes); c++ {
				step[c] += k.ended[c]
			}
		}
		line.settled, line.failed = append(line.settled, settled), append(line.failed, failed)
		line.overdue, line.lost = append(line.overdue, overdue), append(line.lost, lost)
		line.tries = append(line.tries, tries)
	}
	for r := range t.fleets {
		f := &t.fleets[r]
		f.advance(sim.Time(l.Length))
		column := make([]int64, t.windows)
		for w, ns := range f.integral {
			column[w] = ns / int64(time.Microsecond)
		}
		line.fleets = append(line.fleets, f.now.LBs)
		line.damage = append(line.damage, column)
		line.calls = append(line.calls, slices.Clone(t.offices[r].windows))
	}
	line.capacity = slices.Clone(t.capacity)
	t.closeSecond()
	line.near = slices.Clone(t.near.seconds)
	return line
}

// LostSteps returns how many steps of LostStep cover the run.
func (l *Layout) LostSteps() int { return int((l.Length + LostStep - 1) / LostStep) }

// windowLength returns the length of a window, of which the last may be cut.
func windowLength(l *Layout, w int) time.Duration {
	return min(l.Window, l.Length-time.Duration(w)*l.Window)
}

// course returns the course of one population, or of all if p is negative.
func (t *Timeline) course(p int) *course {
	windows := t.layout.Windows()
	if p < 0 {
		return newCourse(t.layout.Window, windows, t.settled, t.failed).withOverdue(t.overdue)
	}
	return newCourse(t.layout.Window, windows, t.settled[p:p+1], t.failed[p:p+1]).withOverdue(t.overdue[p : p+1])
}

// ShapeStep is the step in which a sample keeps the availability of each run,
// for the bands of a plot; runs of at most ShortRun are kept window by window.
const (
	ShapeStep = 5 * time.Minute
	ShortRun  = 3 * time.Hour
)

// Shape returns the availability of all populations in steps of ShapeStep; NaN
// where there was no request.
func (t *Timeline) Shape() []float32 {
	c := t.course(-1)
	steps := t.layout.Steps()
	a := make([]float32, len(steps))
	for i, s := range steps {
		a[i] = float32(c.availability(s))
	}
	return a
}

// Steps cuts the windows of a layout into steps of ShapeStep, or of one window where
// that is longer or the run is short. One begins with the window of the onset, so that
// no step mixes what was before with what came after.
func (l *Layout) Steps() []Span {
	per := max(int(ShapeStep/l.Window), 1)
	if l.Length <= ShortRun {
		per = 1
	}
	var spans []Span
	for w := 0; w < l.Windows(); {
		end := min(w+per, l.Windows())
		if first := int(l.Origin()/l.Window) % per; w == 0 && first > 0 {
			end = min(first, l.Windows())
		}
		spans = append(spans, Span{w, end})
		w = end
	}
	return spans
}
