package plots

import (
	"image/color"
	"math"
	"slices"
	"strings"
	"time"
)

// A group is a set of lines that coincide on the page.
type group struct {
	lines []Line
	look  look
	peak  float64
}

// groupLines puts lines together that nowhere differ by more than the
// tolerance from the first of them, highest peak first.
func groupLines(lines []Line, tolerance float64) []group {
	look := looks(names(lines))
	var groups []group
next:
	for i, l := range lines {
		for g := range groups {
			if coincide(groups[g].lines[0], l, tolerance) {
				groups[g].lines = append(groups[g].lines, l)
				continue next
			}
		}
		g := group{lines: []Line{l}, look: look[i]}
		for _, v := range l.Y {
			if !math.IsNaN(v) {
				g.peak = max(g.peak, v)
			}
		}
		groups = append(groups, g)
	}
	slices.SortStableFunc(groups, func(a, b group) int {
		switch {
		case a.peak > b.peak:
			return -1
		case a.peak < b.peak:
			return 1
		}
		return 0
	})
	return groups
}

func coincide(a, b Line, tolerance float64) bool {
	if !slices.Equal(a.X, b.X) {
		return false
	}
	for i := range a.Y {
		if math.IsNaN(a.Y[i]) != math.IsNaN(b.Y[i]) || math.Abs(a.Y[i]-b.Y[i]) > tolerance {
			return false
		}
	}
	return true
}

const (
	tagRadius = 6.5
	keyRow    = 13.0
	keyIndent = 2*tagRadius + 6
)

// letter names a group: A to Z, then the colours must do.
func letter(i int) string {
	if i > 25 {
		return "·"
	}
	return string(rune('A' + i))
}

// groupWidth and groupHeight are the room that groupKey needs.
func groupWidth(groups []group) float64 {
	name, value := 0.0, 0.0
	for _, g := range groups {
		for _, l := range g.lines {
			name = max(name, textWidth(l.Name, headStyle))
			value = max(value, textWidth(firstLine(l.Label), headStyle))
		}
	}
	return keyIndent + name + 10 + value
}

func groupHeight(groups []group) float64 {
	h := keyRow
	for _, g := range groups {
		h += float64(keyRow*float64(len(g.lines))) + 9
	}
	return h
}

func firstLine(s string) string { s, _, _ = strings.Cut(s, "\n"); return s }

// groupKey lists the groups right of the panel, each name with its figure.
func (f *Figure) groupKey(groups []group, x, y float64) {
	f.text(x+keyIndent, y-5, left, headStyle, "design")
	for _, g := range groups {
		if g.lines[0].Label != "" {
			f.text(pageWidth-margin, y-5, right, headStyle, "peak")
			break
		}
	}
	y += 4
	for i, g := range groups {
		height := float64(keyRow * float64(len(g.lines)))
		f.line(g.look.colour, 2, g.look.dash, point{x + tagRadius, y}, point{x + tagRadius, y + height})
		f.tag(point{x + tagRadius, y + float64(height/2)}, g.look.colour, letter(i))
		for _, l := range g.lines {
			f.text(x+keyIndent, y+9.5, left, headStyle.coloured(ink), l.Name)
			f.text(pageWidth-margin, y+9.5, right, headStyle.coloured(ink), firstLine(l.Label))
			y += keyRow
		}
		y += 9
	}
}

func (f *Figure) tag(at point, c color.NRGBA, words string) {
	f.add(disc{centre: at, radius: tagRadius, fill: c, stroke: white, width: 1})
	f.text(at.x, at.y+3.1, middle, style{8.5, true, inkOn(c)}, words)
}

// tags puts each group's letter on its line, where the other groups' lines and
// what is already on the panel are farthest away.
func (f *Figure) tags(groups []group, x, v scale, taken []box) {
	if len(groups) < 2 {
		return
	}
	for i, g := range groups {
		best, bestScore := point{}, math.Inf(-1)
		for _, run := range g.lines[0].runs(g.lines[0].Y, x, v) {
			for _, p := range run {
				if s := clearance(p, i, groups, x, v, taken) - float64(0.004*math.Abs(p.x-float64((x.from+x.to)/2))); s > bestScore && p.x > x.from+tagRadius && p.x < x.to-tagRadius {
					best, bestScore = p, s
				}
			}
		}
		if math.IsInf(bestScore, -1) {
			continue
		}
		f.tag(best, g.look.colour, letter(i))
		taken = append(taken, box{best.x - 2*tagRadius, best.y - 2*tagRadius, best.x + 2*tagRadius, best.y + 2*tagRadius})
	}
}

// clearance is the vertical distance from a point to the nearest other group's
// line, at most 30 points, less where something is in the way.
func clearance(p point, own int, groups []group, x, v scale, taken []box) float64 {
	score := 30.0
	for i, g := range groups {
		if i == own {
			continue
		}
		if y, ok := heightAt(g.lines[0], p.x, x, v); ok {
			score = min(score, math.Abs(y-p.y))
		}
	}
	tag := box{p.x - tagRadius, p.y - tagRadius, p.x + tagRadius, p.y + tagRadius}
	for _, b := range taken {
		if tag.overlaps(b) {
			score -= 40
		}
	}
	return score
}

// heightAt returns where a line is at a place of the page, from the last point
// that is not right of it.
func heightAt(l Line, at float64, x, v scale) (float64, bool) {
	i, _ := slices.BinarySearchFunc(l.X, at, func(t time.Duration, at float64) int {
		if x.at(float64(t)) <= at {
			return -1
		}
		return 1
	})
	if i == 0 || math.IsNaN(l.Y[i-1]) {
		return 0, false
	}
	return v.at(clamp(l.Y[i-1])), true
}
