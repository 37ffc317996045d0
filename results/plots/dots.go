package plots

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"time"

	"failsim/sim/portable"
)

const (
	dotRadius = 2.4
	maxDots   = 400 // more per row and dots no longer tell

	medianHead = "median, given harm"
)

// recoveryRow draws one design's dots and median.
func (f *Figure) recoveryRow(row RecoveryRow, look look, b box, x scale) {
	const bar = 8.0 // height of the lane in which the median and its interval lie, below all dots
	centre := float64((b.y0 + b.y1 - bar) / 2)
	if len(row.Samples)+row.NeverHarmed+row.Censored == 0 {
		f.text((x.from+x.to)/2, centre+3, middle, bodyStyle, "no data")
		return
	}
	for _, at := range swarm(row.Samples, x, centre, float64((b.y1-b.y0-bar)/2)-4) {
		f.add(disc{centre: at, radius: dotRadius, fill: faint(look.colour, 0.55)})
	}
	m, _ := row.middle()
	if m <= 0 {
		return
	}
	place := func(t time.Duration) float64 { return min(max(x.at(float64(max(t, 1))), x.from), x.to) }
	low, high := place(m), place(m)
	if row.High > 0 {
		low, high = place(row.Low), place(row.High)
	}
	f.medianMark(place(m), low, high, b.y1-bar/2-2, bar/2)
}

// medianMark is a tick for the median across a bar for its interval, both with
// a white edge so that they stand out from the dots.
func (f *Figure) medianMark(m, low, high, y, half float64) {
	for _, pen := range []struct {
		c    color.NRGBA
		more float64
	}{{white, 1.6}, {ink, 0}} {
		if high > low {
			f.line(pen.c, 1.2+pen.more, nil, point{low - float64(pen.more/2), y}, point{high + float64(pen.more/2), y})
			for _, end := range []float64{low, high} {
				f.line(pen.c, 1.2+pen.more, nil, point{end, y - 3 - float64(pen.more/2)}, point{end, y + 3 + float64(pen.more/2)})
			}
		}
		f.line(pen.c, 2+pen.more, nil, point{m, y - half - float64(pen.more/2)}, point{m, y + half + float64(pen.more/2)})
	}
}

// swarm places dots exactly at their times, and as near to the row's middle as
// earlier dots allow; in a full row the dot goes where it covers least.
func swarm(samples []time.Duration, x scale, y, half float64) []point {
	const step, apart = 0.8, 2 * dotRadius
	var placed []point
	for _, t := range quantiles(samples, maxDots) {
		at := max(x.at(float64(max(t, 1))), x.from)
		best, bestRoom := y, -1.0
		for n := 0; float64((n+1)/2)*step <= half && bestRoom < apart; n++ {
			// 0, 1, -1, 2, -2, ... steps from the middle
			offset := float64((n+1)/2) * step
			if n%2 == 0 {
				offset = -offset
			}
			if room := nearest(placed, point{at, y + offset}, apart); room > bestRoom {
				best, bestRoom = y+offset, room
			}
		}
		placed = append(placed, point{at, best})
	}
	return placed
}

// nearest returns the distance from p to the nearest dot, at most the limit.
// Dots come in order of x.
func nearest(placed []point, p point, limit float64) float64 {
	room := limit
	for _, q := range slices.Backward(placed) {
		if p.x-q.x >= limit {
			break
		}
		room = min(room, portable.Hypot(p.x-q.x, p.y-q.y))
	}
	return room
}

// quantiles returns the samples in order, or n equally spaced quantiles if
// there are more.
func quantiles(samples []time.Duration, n int) []time.Duration {
	sorted := slices.Clone(samples)
	slices.Sort(sorted)
	if len(sorted) <= n {
		return sorted
	}
	out := make([]time.Duration, n)
	for i := range out {
		out[i] = sorted[int((float64(i)+0.5)/float64(n)*float64(len(sorted)))]
	}
	return out
}

// middle returns the median of those harmed, censored ones counting as later than
// all others; false if it lies among the censored or none was harmed.
func (row RecoveryRow) middle() (time.Duration, bool) {
	if row.Median > 0 {
		return row.Median, true
	}
	n := len(row.Samples) + row.Censored
	sorted := slices.Clone(row.Samples)
	slices.Sort(sorted)
	a, b := (n-1)/2, n/2
	if n == 0 || b >= len(sorted) {
		return 0, false
	}
	return sorted[a] + (sorted[b]-sorted[a])/2, true
}

// median is the text of the right-hand column.
func (row RecoveryRow) median(objective time.Duration) []string {
	harmed := len(row.Samples) + row.Censored
	m, ok := row.middle()
	switch {
	case harmed == 0 && row.NeverHarmed == 0:
		return nil
	case harmed == 0:
		return []string{"none harmed"}
	}
	out := []string{"not reached"}
	if ok {
		out[0] = duration(m)
	}
	if ok && row.High > 0 {
		out = append(out, duration(row.Low)+" – "+duration(row.High))
	}
	if objective <= 0 {
		return append(out, count(harmed)+" harmed")
	}
	inTime := 0
	for _, s := range row.Samples {
		if s <= objective {
			inTime++
		}
	}
	return append(out, count(inTime)+" of "+count(harmed)+" within "+duration(objective))
}

// medians returns every row's text and the width of the column.
func (r Recovery) medians() ([][]string, float64) {
	out, width := make([][]string, len(r.Rows)), textWidth(medianHead, headStyle)
	for i, row := range r.Rows {
		out[i] = row.median(r.Objective)
		for n, s := range out[i] {
			width = max(width, textWidth(s, lineStyle(valueStyle, n)))
		}
	}
	return out, width
}

// cell shows a count out of n, and its share where that is not k of n; it is
// tinted by the share.
func (f *Figure) cell(b box, k, n int, weighted float64, c color.NRGBA) {
	f.rect(b, panel)
	if n == 0 {
		return
	}
	share, words := float64(k)/float64(n), []string{count(k), "of " + count(n)}
	if weighted > 0 && math.Abs(weighted-share)*float64(n) > 0.5 {
		share, words = weighted, append(words, "= "+fmt.Sprintf("%.0f %%", 100*weighted))
	}
	if k > 0 {
		f.rect(b, faint(c, 0.12+float64(0.5*share)))
	}
	s := style{10, k > 0, ink}
	if k == 0 {
		s.colour = axis
	}
	f.label((b.x0+b.x1)/2, math.Round((b.y0+b.y1)/2), middle, s, words)
}
