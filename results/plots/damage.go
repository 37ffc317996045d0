package plots

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// A Point is a published measurement.
type Point struct {
	At    time.Duration // since the fault
	Share float64
	Label string // e.g. "published: 6.8 % at containment (AWS)"
}

// Damage is the input of MisconfiguredLBs.
type Misconfiguration struct {
	Title, Subtitle string // an empty title becomes "Load balancers misconfigured, given this incident"
	Lines           []Line // share of the region's load balancers whose configuration is wrong
	Phases          []Phase
	Published       *Point // optional
	Theory          *Line  // optional; its Label or Name goes into the key
}

// MisconfiguredLBs draws all designs on one panel. Lines that stay within 1 % of the
// axis of each other share a colour and a letter: most designs of a tenant
// change nothing about how a provider's fleet breaks.
func MisconfiguredLBs(d Misconfiguration) (*Figure, error) {
	all := d.Lines
	if d.Theory != nil {
		all = append(all[:len(all):len(all)], *d.Theory)
	}
	lo, hi, err := timeRange(all, d.Phases)
	if err == nil && len(d.Lines) == 0 {
		err = ErrNothing
	}
	if err == nil && d.Published != nil {
		if err = checkShare(d.Published.Share); err == nil && math.IsNaN(d.Published.Share) {
			err = fmt.Errorf("published share is no number")
		}
		lo, hi = min(lo, d.Published.At), max(hi, d.Published.At)
	}
	if err != nil {
		return nil, fmt.Errorf("plots: misconfigured load balancers: %w", err)
	}
	f, y := newPage(d.Title, "Load balancers misconfigured, given this incident", d.Subtitle)
	y = f.key(y, d.key())

	top := highest(d)
	tolerance := 0.01 * top
	groups := groupLines(d.Lines, tolerance)
	keyWidth := groupWidth(groups)
	x := scale{float64(lo), float64(hi), margin + 34, pageWidth - margin - keyWidth - 16, identity}
	x.to = phaseRoom(d.Phases, x)
	labels := layPhases(d.Phases, x)
	y += phaseHeight(labels)
	v := scale{0, top, y + max(300, groupHeight(groups)), y, identity}
	f.rect(box{x.from, v.to, x.to, v.from}, panel)
	for _, t := range percentTicks(top) {
		at := v.at(t.value)
		f.line(grid, 0.75, nil, point{x.from, at}, point{x.to, at})
		f.text(x.from-5, at+3, right, tickStyle, t.label)
	}
	f.phases(labels, v.to, v.from)
	f.line(axis, 0.75, nil, point{x.from, v.from}, point{x.to, v.from})

	for i := len(groups) - 1; i >= 0; i-- {
		f.ribbon(groups[i].lines[0], x, v, faint(groups[i].look.colour, 0.2))
	}
	for i := len(groups) - 1; i >= 0; i-- { // the first on top
		for _, l := range groups[i].lines {
			f.stroke(l.runs(l.Y, x, v), groups[i].look.colour, 1.6, groups[i].look.dash)
		}
	}
	if d.Theory != nil {
		f.stroke(d.Theory.runs(d.Theory.Y, x, v), ink, 1, dashTheory)
	}
	taken := f.published(d, x, v)
	f.tags(groups, x, v, taken)
	f.groupKey(groups, x.to+16, v.to)
	y = f.timeAxis(x, v.from)
	return f.close(y, d.note(groups, tolerance)), nil
}

func (d Misconfiguration) key() []keyEntry {
	var k []keyEntry
	if d.Theory != nil {
		words := d.Theory.Label
		if words == "" {
			words = d.Theory.Name
		}
		k = append(k, keyLine(words, ink, 1, dashTheory))
	}
	for _, l := range d.Lines {
		if len(l.Low) > 0 {
			return append(k, keyArea("95 % interval", faint(axis, 0.35)))
		}
	}
	return k
}

func (d Misconfiguration) note(groups []group, tolerance float64) string {
	for _, g := range groups {
		if len(g.lines) > 1 {
			return "Designs under one letter coincide: none differs from the first by more than " + plainPercent(tolerance) + " percentage points at any time. Their interval is the first one's."
		}
	}
	return ""
}

// highest returns the round share at the upper end of the axis.
func highest(d Misconfiguration) float64 {
	top := 1e-4
	grow := func(values []float64) {
		for _, v := range values {
			if !math.IsNaN(v) {
				top = max(top, v)
			}
		}
	}
	for _, l := range d.Lines {
		grow(l.Y)
		grow(l.High)
	}
	if d.Theory != nil {
		grow(d.Theory.Y)
	}
	if d.Published != nil {
		grow([]float64{d.Published.Share})
	}
	return min(niceCeil(top*1.08), 1) // head room for tags
}

// near returns which of two heights is nearer to y.
func near(y, a, b float64) float64 {
	if math.Abs(y-a) < math.Abs(y-b) {
		return a
	}
	return b
}

// published draws the published point and its label, and returns the places
// that tags must not cover.
func (f *Figure) published(d Misconfiguration, x, v scale) []box {
	if d.Published == nil {
		return nil
	}
	at := point{x.at(float64(d.Published.At)), v.at(d.Published.Share)}
	const r = 5.0
	f.add(path{points: []point{{at.x, at.y - r}, {at.x + r, at.y}, {at.x, at.y + r}, {at.x - r, at.y}}, closed: true,
		fill: ink, stroke: white, width: 1.2})
	taken := []box{{at.x - 9, at.y - 9, at.x + 9, at.y + 9}}
	label := d.Published.Label
	if label == "" {
		label = "published: " + percent(d.Published.Share)
	}
	t := text{at: point{}, style: markedStyle, words: label}
	size := t.box()
	w, h := size.x1-size.x0, size.y1-size.y0
	var curves []point
	for _, l := range d.Lines {
		for _, values := range [][]float64{l.Y, l.Low, l.High} {
			for _, run := range l.runs(values, x, v) {
				curves = append(curves, run...)
			}
		}
	}
	best, bestHits := box{}, math.MaxInt
	for _, o := range []point{{9, -12 - h}, {9, 10}, {-9 - w, -12 - h}, {-9 - w, 10}, {9, -24 - h}, {9, 22}, {9, -36 - h}, {9, 34}} {
		b := box{at.x + o.x, at.y + o.y, at.x + o.x + w, at.y + o.y + h}
		if b.x0 < x.from+2 || b.x1 > x.to-2 || b.y0 < v.to+2 || b.y1 > v.from-2 {
			continue
		}
		hits := 0
		for _, p := range curves {
			if (box{b.x0 - 3, b.y0 - 3, b.x1 + 3, b.y1 + 3}).holds(p) {
				hits++
			}
		}
		if hits < bestHits {
			best, bestHits = b, hits
		}
	}
	if bestHits == math.MaxInt { // no room around the point: the panel's upper right corner
		best = box{x.to - w - 4, v.to + 4, x.to - 4, v.to + 4 + h}
	}
	f.line(ink, 0.6, nil, point{min(max(at.x, best.x0), best.x1), near(at.y, best.y0-2, best.y1+2)}, at)
	f.rect(box{best.x0 - 2, best.y0 - 1, best.x1 + 2, best.y1 + 1}, faint(white, 0.75))
	f.text(best.x0, best.y0+float64(0.74*t.style.size), left, t.style, strings.TrimSpace(label))
	return append(taken, best)
}
