package plots

import (
	"fmt"
	"math"
	"strings"
)

// Lost is the input of LostByCause.
type Lost struct {
	Title, Subtitle string   // an empty title becomes "Requests lost by cause, given this incident"
	Causes          []string // in the order of stacking
	Rows            []LostRow
	Most            float64 // share at the end of the axis, if it is to be that of other figures too
}

// Largest is the largest share lost.
func (l *Lost) Largest() (most float64) {
	for _, r := range l.Rows {
		most = max(most, r.total())
	}
	return most
}

// A LostRow is one design's lost requests.
type LostRow struct {
	Name  string
	Share []float64 // by cause: lost / valid requests
	Label string    // at the bar's end; empty: the total; further lines are set small
}

// LostByCause draws each design twice: to scale, with the total at the bar's
// end, and as composition, so that the causes of the smallest loss can be read
// too.
func LostByCause(l Lost) (*Figure, error) {
	if err := l.check(); err != nil {
		return nil, fmt.Errorf("plots: lost requests: %w", err)
	}
	f, y := newPage(l.Title, "Requests lost by cause, given this incident", l.Subtitle)
	y = f.key(y, l.key())

	rowNames := make([]string, len(l.Rows))
	largest, labelWidth := max(l.Most, l.Largest()), 0.0
	for i, r := range l.Rows {
		rowNames[i] = r.Name
		for n, s := range r.label() {
			labelWidth = max(labelWidth, textWidth(s, lineStyle(valueStyle, n)))
		}
	}
	nameWidth, nameLines := column(rowNames, 118)
	const partWidth = 220.0
	hi := niceCeil(max(largest, 1e-6))
	whole := scale{0, hi, margin + nameWidth + 12, pageWidth - margin - partWidth - 24 - labelWidth - 6, identity}
	part := scale{0, 1, pageWidth - margin - partWidth, pageWidth - margin, identity}

	y += 20
	top := y
	height := min(max(330/float64(len(l.Rows)), 30), 52)
	bottom := top + float64(height*float64(len(l.Rows)))
	f.text(margin, top-7, left, headStyle, "design")
	f.text(whole.from, top-7, left, headStyle, "share of requests lost (to scale)")
	f.text(part.from, top-7, left, headStyle, "of these, by cause")
	f.shareAxis(whole, percentTicks(hi), top, bottom)
	f.shareAxis(part, percentTicks(1), top, bottom)
	for i, r := range l.Rows {
		b := box{y0: top + float64(float64(i)*height), y1: top + float64(float64(i+1)*height)}
		centre := float64((b.y0 + b.y1) / 2)
		f.rowName(margin, centre, nameLines[i])
		b.y0, b.y1 = centre-float64(height*0.32), centre+float64(height*0.32)
		end := f.bar(l, r, whole, 1, b, false)
		f.label(end+6, centre, left, valueStyle, r.label())
		if total := r.total(); total > 0 {
			f.bar(l, r, part, 1/total, b, true)
		}
	}
	f.line(axis, 0.75, nil, point{whole.from, top}, point{whole.from, bottom})
	return f.close(bottom+16, ""), nil
}

func (l Lost) check() error {
	if len(l.Rows) == 0 {
		return fmt.Errorf("nothing to draw: no rows")
	}
	for _, r := range l.Rows {
		if r.Name == "" {
			return fmt.Errorf("a row has no name")
		}
		if len(r.Share) != len(l.Causes) {
			return fmt.Errorf("%s: %d shares for %d causes", r.Name, len(r.Share), len(l.Causes))
		}
		for i, s := range append(r.Share[:len(r.Share):len(r.Share)], r.total()) {
			if err := checkShare(s); err != nil || math.IsNaN(s) {
				return fmt.Errorf("%s: cause %d: %g is no share from 0 to 1", r.Name, i, s)
			}
		}
	}
	return nil
}

func (r LostRow) total() float64 {
	sum := 0.0
	for _, s := range r.Share {
		sum += s
	}
	return sum
}

func (r LostRow) label() []string {
	if r.Label != "" {
		return lines(r.Label)
	}
	if r.total() == 0 {
		return []string{"none lost"}
	}
	return []string{percent(r.total())}
}

// key names the causes that lost anything, in the order of stacking.
func (l Lost) key() []keyEntry {
	var k []keyEntry
	for i, cause := range l.Causes {
		for _, r := range l.Rows {
			if r.Share[i] > 0 {
				k = append(k, keyArea(spoken(cause), causeColour(cause)))
				break
			}
		}
	}
	return k
}

// spoken is a cause as people write it, not as files name it.
func spoken(cause string) string {
	text := strings.ReplaceAll(cause, "-", " ")
	if rest, ok := strings.CutPrefix(text, "lb "); ok {
		return "load balancer " + rest
	}
	return text
}

func (f *Figure) shareAxis(x scale, ticks []tick, top, bottom float64) {
	for _, t := range ticks {
		at := x.at(t.value)
		f.line(grid, 0.75, nil, point{at, top}, point{at, bottom})
		f.line(axis, 0.75, nil, point{at, bottom}, point{at, bottom + 3.5})
		f.text(at, bottom+13, middle, tickStyle, t.label)
	}
}

// bar draws one stacked bar, with the percentages of its parts where they fit
// if wanted, and returns its end.
func (f *Figure) bar(l Lost, r LostRow, x scale, factor float64, b box, labelled bool) float64 {
	sum := 0.0
	for i, share := range r.Share {
		from, to := x.at(sum), x.at(sum+float64(max(share, 0)*factor))
		sum += float64(max(share, 0) * factor)
		if to <= from {
			continue
		}
		c := causeColour(l.Causes[i])
		f.rect(box{from, b.y0, to, b.y1}, c)
		if to-from > 3 { // a seam between neighbours
			f.line(white, 0.8, nil, point{to, b.y0}, point{to, b.y1})
		}
		words := fmt.Sprintf("%.0f %%", 100*share*factor)
		if s := (style{8, false, inkOn(c)}); labelled && textWidth(words, s)+3 <= to-from {
			f.text((from+to)/2, float64((b.y0+b.y1)/2)+2.9, middle, s, words)
		}
	}
	return x.at(sum)
}
