package plots

import (
	"image/color"
	"math"
)

// runs cuts a line where it has no data and maps each piece to the page.
func (l Line) runs(values []float64, x, y scale) [][]point {
	var out [][]point
	var run []point
	for i, v := range values {
		if math.IsNaN(v) {
			if len(run) > 0 {
				out = append(out, run)
			}
			run = nil
			continue
		}
		run = append(run, point{x.at(float64(l.X[i])), y.at(clamp(v))})
		if l.Until > 0 {
			end := l.Until
			if i+1 < len(l.X) {
				end = l.X[i+1]
			}
			run = append(run, point{x.at(float64(end)), y.at(clamp(v))})
		}
	}
	if len(run) > 0 {
		out = append(out, run)
	}
	return out
}

// stroke draws the line; a lone point becomes a disc.
func (f *Figure) stroke(runs [][]point, c color.NRGBA, width float64, dash []float64) {
	for _, run := range runs {
		if len(run) == 1 {
			f.add(disc{centre: run[0], radius: width, fill: c})
			continue
		}
		f.line(c, width, dash, thin(run)...)
	}
}

// ribbon fills between the bounds of a line's interval.
func (f *Figure) ribbon(l Line, x, y scale, c color.NRGBA) {
	if len(l.Low) == 0 {
		return
	}
	low, high := make([]float64, len(l.Y)), make([]float64, len(l.Y))
	for i := range l.Y {
		low[i], high[i] = l.Low[i], l.High[i]
		if math.IsNaN(low[i]) || math.IsNaN(high[i]) || math.IsNaN(l.Y[i]) {
			low[i], high[i] = math.NaN(), math.NaN()
		}
	}
	lows, highs := l.runs(low, x, y), l.runs(high, x, y)
	for i := range lows {
		f.between(thin(lows[i]), thin(highs[i]), c)
	}
}

// between fills the area between two polylines.
func (f *Figure) between(a, b []point, c color.NRGBA) {
	around := append([]point(nil), a...)
	for i := len(b) - 1; i >= 0; i-- {
		around = append(around, b[i])
	}
	f.add(path{points: around, closed: true, fill: c})
}

// thin keeps, of the points that fall into the same half point of page width,
// the first, the lowest, the highest and the last: what an eye could see.
func thin(run []point) []point {
	const column = 0.5
	if len(run) < 4 || float64(len(run)) < float64(float64(4*(run[len(run)-1].x-run[0].x))/column) {
		return run
	}
	var out []point
	for i := 0; i < len(run); {
		j, lowest, highest := i, i, i
		for ; j < len(run) && math.Floor(run[j].x/column) == math.Floor(run[i].x/column); j++ {
			if run[j].y < run[lowest].y {
				lowest = j
			}
			if run[j].y > run[highest].y {
				highest = j
			}
		}
		last := -1
		for _, k := range []int{i, min(lowest, highest), max(lowest, highest), j - 1} {
			if k > last {
				out = append(out, run[k])
				last = k
			}
		}
		i = j
	}
	return out
}
