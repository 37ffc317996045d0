package plots

import (
	"slices"
	"time"
)

// A phaseLabel is a phase's name and time above the plotting area. Level 0 is
// next to it; a leader rises from the phase's place to its label.
type phaseLabel struct {
	phase      Phase
	x          float64 // of the leader
	level      int
	label      box // relative to the strip's lower edge at y = 0
	name, time string
}

const (
	phaseRow  = 11.5 // height of a level
	phaseHead = 14.0 // between the strip and the plotting area: room for the columns' heads
	phaseSide = 2.0  // between a leader and its label
	phaseGap  = 5.0  // between a label and what is right of it
)

// layPhases places labels right of their leaders, from the last phase to the
// first: each goes above every later label or leader that it would touch, so
// that the names climb like stairs towards the first.
func layPhases(phases []Phase, x scale) []phaseLabel {
	sorted := slices.Clone(phases)
	slices.SortStableFunc(sorted, func(a, b Phase) int { return int(sign(a.At - b.At)) })
	out := make([]phaseLabel, len(sorted))
	for i := len(sorted) - 1; i >= 0; i-- {
		l := phaseLabel{phase: sorted[i], x: x.at(float64(sorted[i].At))}
		l.name, l.time = l.phase.words()
		width := textWidth(text{words: l.name, tail: l.time}.whole(), phaseName)
		start := l.x + phaseSide
		for _, later := range out[i+1:] {
			if start < max(later.label.x1, later.x)+phaseGap && min(later.x, later.label.x0) < start+width+phaseGap {
				l.level = max(l.level, later.level+1)
			}
		}
		bottom := -float64(float64(l.level) * phaseRow)
		l.label = box{start, bottom - phaseRow + 2, start + width, bottom}
		out[i] = l
	}
	return out
}

// words returns a phase's name, cut if it is a sentence, and its time.
func (p Phase) words() (name, time string) {
	const most = 28
	name = p.Name
	if letters := []rune(name); len(letters) > most {
		name = string(letters[:most-1]) + "…"
	}
	if p.At != 0 {
		time = duration(p.At)
	}
	return name, time
}

// phaseRoom returns where a time axis must end, at most at x.to, so that every
// phase's label stays on the page.
func phaseRoom(phases []Phase, x scale) float64 {
	to := x.to
	for _, p := range phases {
		name, time := p.words()
		room := pageWidth - margin - x.from - phaseSide - textWidth(text{words: name, tail: time}.whole(), phaseName)
		if part := (float64(p.At) - x.lo) / (x.hi - x.lo); part > 0 {
			to = min(to, x.from+room/part)
		}
	}
	return to
}

func sign(d time.Duration) int {
	switch {
	case d < 0:
		return -1
	case d > 0:
		return 1
	}
	return 0
}

// phaseHeight is the height that the strip needs.
func phaseHeight(labels []phaseLabel) float64 {
	levels := 0
	for _, l := range labels {
		levels = max(levels, l.level+1)
	}
	return float64(float64(levels)*phaseRow) + phaseHead
}

// phases draws the strip on top of the plotting area at y, and each phase's
// line down to the bottom.
func (f *Figure) phases(labels []phaseLabel, y, bottom float64) {
	for _, l := range labels {
		base := y - phaseHead + l.label.y1 - 2.5
		f.line(phase, 0.75, nil, point{l.x, base - 6}, point{l.x, y})
		f.line(phase, 0.75, dashPhase, point{l.x, y}, point{l.x, bottom})
		f.add(text{at: point{l.label.x0, base}, style: phaseName, words: l.name, tail: l.time})
	}
}
