package plots

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"failsim/sim/portable"
)

// RecoveryTimes draws every recovery time as a dot on a logarithmic axis, with
// the median of those harmed and its interval. Counts of those never harmed
// and of those not recovered stand where they belong: left and right of all
// times.
func RecoveryTimes(r Recovery) (*Figure, error) {
	if err := r.check(); err != nil {
		return nil, fmt.Errorf("plots: recovery times: %w", err)
	}
	lo, hi := r.timeRange()
	f, y := newPage(r.Title, "Time to recover by design, given this incident", r.Subtitle)
	y = f.key(y, r.key())

	rowNames := make([]string, len(r.Rows))
	for i, row := range r.Rows {
		rowNames[i] = row.Name
	}
	const gutter, apart = 50.0, 8.0
	medians, medianWidth := r.medians()
	nameWidth, nameLines := column(rowNames, 118)
	never := box{x0: margin + nameWidth + 12}
	never.x1 = never.x0 + gutter
	ended := box{x1: pageWidth - margin - medianWidth - 14}
	ended.x0 = ended.x1 - gutter
	x := scale{float64(lo), float64(hi), never.x1 + apart + 6, ended.x0 - apart - 6, portable.Log}

	y += 24
	top := y
	height := min(max(400/float64(len(r.Rows)), 38), 90)
	bottom := top + float64(height*float64(len(r.Rows)))
	f.heads(never, ended, x, top)
	for _, t := range timesBetween(lo, hi, x) {
		at := x.at(t.value)
		f.line(grid, 0.75, nil, point{at, top}, point{at, bottom})
		f.line(axis, 0.75, nil, point{at, bottom}, point{at, bottom + 3.5})
		f.text(at, bottom+13, middle, tickStyle, t.label)
	}
	if at := x.at(float64(r.Objective)); r.Objective > 0 && at >= x.from && at <= x.to {
		f.line(alarm, 0.9, dashObjective, point{at, top}, point{at, bottom})
	}
	look := looks(rowNames)
	for i, row := range r.Rows {
		b := box{x.from - 6, top + float64(float64(i)*height), x.to + 6, top + float64(float64(i+1)*height)}
		f.line(grid, 0.75, nil, point{margin, b.y1}, point{pageWidth - margin, b.y1})
		f.rowName(margin, (b.y0+b.y1)/2, nameLines[i])
		f.recoveryRow(row, look[i], b, x)
		n := len(row.Samples) + row.NeverHarmed + row.Censored
		f.cell(box{never.x0, b.y0 + 4, never.x1, b.y1 - 4}, row.NeverHarmed, n, row.NeverHarmedShare, okabeIto[2])
		f.cell(box{ended.x0, b.y0 + 4, ended.x1, b.y1 - 4}, row.Censored, n, row.CensoredShare, okabeIto[0])
		f.label(pageWidth-margin, (b.y0+b.y1)/2, right, valueStyle, medians[i])
	}
	f.line(axis, 0.75, nil, point{x.from - 6, bottom}, point{x.to + 6, bottom})
	f.text((x.from+x.to)/2, bottom+26, middle, headStyle, "time from the fault to recovery (logarithmic)")
	return f.close(bottom+32, r.note(lo)), nil
}

func (r Recovery) check() error {
	if len(r.Rows) == 0 {
		return fmt.Errorf("nothing to draw: no rows")
	}
	for _, row := range r.Rows {
		if row.Name == "" {
			return fmt.Errorf("a row has no name")
		}
		if row.NeverHarmed < 0 || row.Censored < 0 {
			return fmt.Errorf("%s: a count is negative", row.Name)
		}
		if len(row.Samples) > 0 && slices.Min(row.Samples) < 0 {
			return fmt.Errorf("%s: a recovery time is negative", row.Name)
		}
		if row.Low > row.High || row.Low < 0 || row.Median < 0 {
			return fmt.Errorf("%s: the interval of the median is upside down or negative", row.Name)
		}
	}
	return nil
}

// Span is what the axis holds if nothing else is asked for.
func (r *Recovery) Span() (from, to time.Duration) { return r.timeRange() }

// timeRange is that of the axis: every positive time, the medians, their
// intervals and the objective.
func (r Recovery) timeRange() (lo, hi time.Duration) {
	lo, hi = math.MaxInt64, 0
	grow := func(t time.Duration) {
		if t > 0 {
			lo, hi = min(lo, t), max(hi, t)
		}
	}
	grow(r.Objective)
	grow(r.From)
	grow(r.To)
	for _, row := range r.Rows {
		grow(row.Median)
		grow(row.Low)
		grow(row.High)
		for _, s := range row.Samples {
			grow(s)
		}
	}
	if hi == 0 {
		lo, hi = time.Minute, 24*time.Hour
	}
	return logTimeRange(lo, hi)
}

// timesBetween returns the labelled times of the axis that have room.
func timesBetween(lo, hi time.Duration, x scale) []tick {
	var ticks []tick
	last := math.Inf(-1)
	for _, t := range append(logTimes[:len(logTimes):len(logTimes)], hi) {
		at, label := x.at(float64(t)), axisDuration(t)
		half := float64(textWidth(label, tickStyle)/2) + 3
		if t < lo || t > hi || at-half < last {
			continue
		}
		ticks = append(ticks, tick{float64(t), label})
		last = at + half
	}
	return ticks
}

// axisDuration keeps a day in hours: the incident is told in hours.
func axisDuration(t time.Duration) string {
	if t%(24*time.Hour) == 0 && t > 24*time.Hour {
		return shortDays(t)
	}
	return duration(t)
}

func shortDays(t time.Duration) string { return fmt.Sprintf("%d d", t/(24*time.Hour)) }

func (f *Figure) heads(never, ended box, x scale, top float64) {
	for i, words := range []string{"never", "harmed"} {
		f.text((never.x0+never.x1)/2, top-15+float64(10*float64(i)), middle, headStyle, words)
	}
	for i, words := range []string{"not recovered", "by the end"} {
		f.text((ended.x0+ended.x1)/2, top-15+float64(10*float64(i)), middle, headStyle, words)
	}
	f.text(margin, top-5, left, headStyle, "design")
	f.text((x.from+x.to)/2, top-5, middle, headStyle, "harmed and recovered")
	f.text(pageWidth-margin, top-5, right, headStyle, medianHead)
}

func (r Recovery) key() []keyEntry {
	unit := r.Unit
	if unit == "" {
		unit = "one population in one replication"
	}
	median, half := "median of those harmed", 0.0
	for _, row := range r.Rows {
		if row.High > 0 {
			median, half = "median of those harmed, with its 95 % interval", 10
			break
		}
	}
	k := []keyEntry{{unit, func(f *Figure, b box) {
		f.add(disc{centre: point{b.x1 - 4, (b.y0 + b.y1) / 2}, radius: dotRadius, fill: faint(axis, 0.8)})
	}}, {median, func(f *Figure, b box) {
		x := float64((b.x0 + b.x1) / 2)
		f.medianMark(x, x-half, x+half, (b.y0+b.y1)/2, 5)
	}}}
	if r.Objective > 0 {
		k = append(k, keyLine("objective: "+duration(r.Objective), alarm, 0.9, dashObjective))
	}
	return k
}

func (r Recovery) note(lo time.Duration) string {
	var notes []string
	for _, row := range r.Rows {
		if len(row.Samples) > maxDots {
			notes = append(notes, fmt.Sprintf("Where there are over %d recovery times, each dot is one of %d equally spaced quantiles.", maxDots, maxDots))
			break
		}
	}
	for _, row := range r.Rows {
		if len(row.Samples) > 0 && slices.Min(row.Samples) < lo {
			notes = append(notes, "Times under "+duration(lo)+" are drawn at the left edge.")
			break
		}
	}
	return strings.Join(notes, " ")
}
