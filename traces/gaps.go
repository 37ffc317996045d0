package traces

import (
	"slices"
	"time"

	"failsim/sim/portable"
)

// gaps finds the gaps of a trace. One at its start or end cannot be told.
func gaps(minutes []Minute, interval time.Duration) []Gap {
	g := &gapFinder{width: max(minuteWidth, int64(interval)), all: minutes}
	g.surprising = max(unlikely, portable.Log(float64(len(minutes))/falseGaps))
	g.dispersion = usualDispersion(minutes, g.width)
	for i := range minutes {
		m := &minutes[i]
		if i > 0 && m.At > g.position {
			g.quiet(g.position, m.At, 0)
		}
		g.position = m.At + g.width
		g.minute(m)
	}
	if len(g.after) > 0 {
		g.judge()
	}
	return g.gaps
}

// minute takes in a minute with a record.
func (g *gapFinder) minute(m *Minute) {
	switch usual, _ := moments(g.usual); {
	case len(g.usual) < beside || float64(m.Requests) >= few*usual:
		g.normal(m.Requests)
	case g.minutes > newLevel:
		g.open, g.minutes, g.usual = false, 0, nil
	default:
		g.quiet(m.At, m.At+g.width, m.Requests)
		g.minutes++
	}
}

// quiet takes in minutes with few requests or none.
func (g *gapFinder) quiet(from, to, requests int64) {
	if len(g.after) > 0 {
		g.judge()
	}
	if len(g.usual) < beside {
		g.remember((to-from)/g.width, requests)
		return
	}
	if !g.open {
		g.open, g.gap, g.before = true, Minute{At: from}, slices.Clone(g.usual)
	}
	g.gap.Requests += requests
	g.end = to
}

// normal takes in a minute with as many requests as usual.
func (g *gapFinder) normal(requests int64) {
	g.remember(1, requests)
	if g.open {
		if g.after = append(g.after, requests); len(g.after) == beside {
			g.judge()
		}
	}
}

// remember adds minutes to what is usual.
func (g *gapFinder) remember(minutes, requests int64) {
	for range min(minutes, beside) {
		g.usual = append(g.usual, requests/minutes)
	}
	g.usual = g.usual[max(0, len(g.usual)-beside):]
}

// judge decides on the open gap. The lower of the rates before and after is
// what was to be expected, so that a crowd beside it is not; requests that come
// in bursts surprise less, by their index of dispersion.
func (g *gapFinder) judge() {
	minutes := (g.end - g.gap.At) / g.width
	if missing := g.missing(minutes); missing > 0 {
		g.gaps = append(g.gaps, Gap{time.Unix(0, g.gap.At).UTC(), time.Unix(0, g.end).UTC(), g.gap.Requests, missing})
		if minutes > stale {
			g.usual = slices.Clone(g.after)
		}
	} else {
		g.usual = g.before
		g.remember(minutes, g.gap.Requests)
		for _, n := range g.after {
			g.remember(1, n)
		}
	}
	g.open, g.minutes, g.after = false, 0, g.after[:0]
}

// missing returns how many requests an open gap lacks, or 0 if it is none. Of a
// long one the minutes beside it tell little: the time of day has moved on.
func (g *gapFinder) missing(minutes int64) int64 {
	before, ok := g.rateOf(g.before, g.index(g.gap.At)-1, -1)
	if !ok {
		return 0
	}
	after, ok := g.rateOf(g.after, g.index(g.end), 1)
	if !ok {
		return 0
	}
	expected, got := min(before.perMinute, after.perMinute)*float64(minutes), float64(g.gap.Requests)
	bursts := max(1, before.dispersion, after.dispersion, g.dispersion)
	if !g.tooFew(got, expected, bursts) {
		return 0
	}
	if minutes > stale {
		if others, ok := g.sameHours(g.gap.At, g.end); ok {
			if expected = others; !g.tooFew(got, expected, bursts) {
				return 0
			}
		}
	}
	return int64(expected - got)
}

func (g *gapFinder) tooFew(got, expected, dispersion float64) bool {
	return got < expected && surprise(got, expected)/dispersion > g.surprising
}

// usualDispersion is the median index of dispersion of the requests by minute,
// within stretches of as many minutes as lie beside a gap: so neither the shape
// of the day nor an outage counts.
func usualDispersion(minutes []Minute, width int64) float64 {
	var all []float64
	var stretch []int64
	for i := range minutes {
		if i > 0 && minutes[i].At-minutes[i-1].At > int64(beside)*width {
			stretch = stretch[:0]
		} else if i > 0 {
			for at := minutes[i-1].At + width; at < minutes[i].At && len(stretch) < beside; at += width {
				stretch = append(stretch, 0)
			}
		}
		if len(stretch) < beside {
			stretch = append(stretch, minutes[i].Requests)
		}
		if len(stretch) == beside {
			if mean, dispersion := moments(stretch); mean > 0 {
				all = append(all, dispersion)
			}
			stretch = stretch[:0]
		}
	}
	if len(all) == 0 {
		return 1
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// surprise is the exponent of Chernoff's bound on the chance that a Poisson
// count is at most got.
func surprise(got, expected float64) float64 {
	if got == 0 {
		return expected
	}
	return expected - got + float64(got*portable.Log(got/expected))
}
