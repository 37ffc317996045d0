package page

import (
	"fmt"
	"html/template"
	"math"

	"failsim/results/statistics"
	"failsim/results/tables"
	"failsim/sim/portable"
)

// paired draws how much better each design is than the first, with intervals.
func (in *incident) paired() template.HTML {
	type row struct {
		name, text      string
		mean, low, high float64
	}
	var rows []row
	low, high := 0.0, 0.0
	for _, p := range in.Paired {
		if p.Metric != "availability" || p.B != in.Designs[0].Name {
			continue
		}
		r := row{name: p.A, mean: 100 * float64(p.MeanDifference), low: math.NaN(), high: math.NaN()}
		r.text = tables.Digits(r.mean, 3)
		if p.CI95 != nil && p.CI95[0].Known() && p.CI95[1].Known() {
			r.low, r.high = 100*float64(p.CI95[0]), 100*float64(p.CI95[1])
			low, high = min(low, r.low), max(high, r.high)
			r.text += fmt.Sprintf(" [%s, %s]", tables.Digits(r.low, 2), tables.Digits(r.high, 2))
		}
		if p.Same {
			r.text = "the same in every run"
		}
		low, high = min(low, r.mean), max(high, r.mean)
		rows = append(rows, r)
	}
	if len(rows) == 0 {
		return ""
	}
	s := newSVG(wide, float64(rowHeight*float64(len(rows)))+40, "Availability against "+in.Designs[0].Name+", in points")
	x := axis{low, high, nameWidth, wide - 190}
	bottom := float64(rowHeight*float64(len(rows))) + 8
	for _, v := range x.ticks(6) {
		s.line("grid", x.at(v), 4, x.at(v), bottom)
		s.text("tick", x.at(v), bottom+14, "middle", tables.Digits(v, 3))
	}
	s.line("zero", x.at(0), 4, x.at(0), bottom)
	s.text("tick", (x.left+x.right)/2, bottom+28, "middle", "points of availability more than "+in.Designs[0].Name)
	for i, r := range rows {
		y := float64(rowHeight*float64(i)) + rowHeight/2 + 4
		s.text("name", nameWidth-8, y+4, "end", r.name)
		if r.low == r.low {
			s.line("interval", x.at(r.low), y, x.at(r.high), y)
		}
		s.dot("mean", x.at(r.mean), y, 4, r.name+" "+r.text)
		s.text("value", x.right+10, y+4, "start", r.text)
	}
	return s.html()
}

// recovery draws when each run had recovered for good, with the median of the
// harmed and the two counts that have no time.
func (r *result) recovery(i int) template.HTML {
	if r.replications == nil {
		return ""
	}
	in := &r.Incidents[i]
	longest := 0.0
	for d := range in.Designs {
		if row := r.replications.by[[2]int{i, d}]; row != nil {
			for _, t := range row.took {
				longest = max(longest, t)
			}
		}
	}
	if longest == 0 {
		return ""
	}
	s := newSVG(wide, float64(rowHeight*float64(len(in.Designs)))+44, "Time until recovered for good, by design")
	x := axis{0, longest / 60 * 1.02, nameWidth + 80, wide - 110}
	unit, per := "min", 1.0
	if longest > 3*3600 {
		unit, per = "h", 60
	}
	bottom := float64(rowHeight*float64(len(in.Designs))) + 8
	for _, v := range (axis{0, x.high / per, 0, 1}).ticks(8) {
		s.line("grid", x.at(v*per), 4, x.at(v*per), bottom)
		s.text("tick", x.at(v*per), bottom+14, "middle", tables.Digits(v, 3)+" "+unit)
	}
	s.text("tick", nameWidth+30, bottom+14, "middle", "never harmed")
	s.text("tick", wide-50, bottom+14, "middle", "not in the run")
	if o := float64(r.Objectives.RecoveryS); o > 0 {
		s.line("objective", x.at(o/60), 4, x.at(o/60), bottom)
		s.text("tick", x.at(o/60), bottom+30, "middle", "objective "+tables.Spoken(r.Objectives.RecoveryS))
	}
	for d := range in.Designs {
		y := float64(rowHeight*float64(d)) + rowHeight/2 + 4
		s.text("name", nameWidth-8, y+4, "end", in.Designs[d].Name)
		row := r.replications.by[[2]int{i, d}]
		if row == nil {
			s.text("value", nameWidth+30, y+4, "middle", "as another's")
			continue
		}
		if row.never > 0 {
			s.text("value", nameWidth+30, y+4, "middle", fmt.Sprint(row.never))
		}
		if row.open > 0 {
			s.text("value", wide-50, y+4, "middle", fmt.Sprint(row.open))
		}
		for _, t := range row.took {
			s.dot("run", x.at(t/60), y, 3.2, in.Designs[d].Name+": "+tables.Spoken(statistics.Number(t)))
		}
		if m := in.Designs[d].Recover.Final.P50; m.Known() {
			s.diamond("median", x.at(float64(m)/60), y, 5.5)
		}
	}
	return s.html()
}

// cost draws what designs cost against what they lose.
func (in *incident) cost() template.HTML {
	lowest, highest, most := math.Inf(1), 0.0, 0.0
	var priced []*design
	for d := range in.Designs {
		p := &in.Designs[d]
		if !p.Cost.Mean.Known() || !p.OutageMinutes.Mean.Known() {
			continue
		}
		priced = append(priced, p)
		lowest, highest = min(lowest, float64(p.Cost.Mean)), max(highest, float64(p.Cost.Mean))
		most = max(most, float64(p.OutageMinutes.Mean))
	}
	if len(priced) < 2 {
		return ""
	}
	s := newSVG(wide, 340, "Minutes of full outage against cost per hour")
	pad := float64(max(highest-lowest, highest*0.02) * 0.12)
	x := axis{lowest - pad, highest + pad, 70, wide - 160}
	// Minutes span decades: the scale is that of the logarithm of 1 + minutes.
	scale := func(m float64) float64 { return portable.Log10(1 + m) }
	y := axis{0, scale(most) * 1.05, 290, 14}
	for _, m := range []float64{0, 1, 3, 10, 30, 100, 300, 1000, 3000, 10000} {
		if m <= most*1.05 {
			s.line("grid", x.left, y.at(scale(m)), x.right, y.at(scale(m)))
			s.text("tick", x.left-6, y.at(scale(m))+4, "end", tables.Digits(m, 3))
		}
	}
	for _, v := range x.ticks(6) {
		s.line("grid", x.at(v), 14, x.at(v), 290)
		s.text("tick", x.at(v), 306, "middle", tables.Digits(v, 4))
	}
	s.text("tick", (x.left+x.right)/2, 326, "middle", "USD an hour, while nothing is wrong")
	s.text("tick", 8, 10, "start", "minutes of full outage")
	taken := []float64{}
	for _, p := range priced {
		px, py := x.at(float64(p.Cost.Mean)), y.at(scale(float64(p.OutageMinutes.Mean)))
		if ci := p.OutageMinutes.CI95; ci != nil && ci[0].Known() && ci[1].Known() {
			s.line("interval", px, y.at(scale(max(0, float64(ci[0])))), px, y.at(scale(float64(ci[1]))))
		}
		s.dot("mean", px, py, 4, fmt.Sprintf("%s: %s USD an hour, %s min", p.Name, tables.Digits(float64(p.Cost.Mean), 4), tables.Counted(p.OutageMinutes)))
		at := py + 4
		for moved := true; moved; {
			moved = false
			for _, t := range taken {
				if math.Abs(t-at) < 13 {
					at, moved = t-13, true
				}
			}
		}
		taken = append(taken, at)
		s.text("name small", px+8, at, "start", p.Name)
	}
	return s.html()
}
