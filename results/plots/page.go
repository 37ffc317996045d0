package plots

import (
	"image/color"
	"time"

	"failsim/results/words"
)

// newPage starts a figure with its title and subtitle and returns it with the
// height used so far. The page's height is set when it is closed.
func newPage(title, fallback, subtitle string) (*Figure, float64) {
	if title == "" {
		title = fallback
	}
	title, subtitle = words.Line(title), words.Line(subtitle)
	f := &Figure{title: title, about: subtitle, width: pageWidth}
	y := margin
	for _, l := range wrap(title, pageWidth-2*margin, titleStyle) {
		y += titleStyle.size
		f.text(margin, y, left, titleStyle, l)
		y += float64(titleStyle.size * (leading - 1))
	}
	if subtitle != "" {
		y += 2
		for _, l := range wrap(subtitle, pageWidth-2*margin, bodyStyle) {
			y += bodyStyle.size
			f.text(margin, y, left, bodyStyle, l)
			y += float64(bodyStyle.size * (leading - 1))
		}
	}
	return f, y + 4
}

// close writes the note at the foot and ends the page there.
func (f *Figure) close(y float64, note string) *Figure {
	if note == "" {
		f.height = y + margin*0.75
		return f
	}
	for _, l := range wrap(note, pageWidth-2*margin, smallStyle) {
		y += float64(smallStyle.size * leading)
		f.text(margin, y, left, smallStyle, l)
	}
	f.height = y + margin*0.75
	return f
}

// A keyEntry is a swatch and its meaning.
type keyEntry struct {
	words string
	draw  func(f *Figure, b box) // b is the swatch's place
}

func keyLine(words string, c color.NRGBA, width float64, dash []float64) keyEntry {
	return keyEntry{words, func(f *Figure, b box) {
		y := (b.y0 + b.y1) / 2
		f.line(c, width, dash, point{b.x0, y}, point{b.x1, y})
	}}
}

func keyArea(words string, c color.NRGBA) keyEntry {
	return keyEntry{words, func(f *Figure, b box) { f.rect(b, c) }}
}

// key writes entries in rows and returns the height below them.
func (f *Figure) key(y float64, entries []keyEntry) float64 {
	const swatch, gap, apart, row = 20.0, 5.0, 16.0, 14.0
	if len(entries) == 0 {
		return y
	}
	x := margin
	y += row
	for _, e := range entries {
		w := swatch + gap + textWidth(e.words, headStyle)
		if x > margin && x+w > pageWidth-margin {
			x, y = margin, y+row
		}
		e.draw(f, box{x, y - 8, x + swatch, y})
		f.text(x+swatch+gap, y-1, left, headStyle, e.words)
		x += w + apart
	}
	return y + 8
}

// timeAxis draws the ticks of a time axis under the plotting area and the
// axis's name, and returns the height below them.
func (f *Figure) timeAxis(x scale, y float64) float64 {
	ticks := timeTicks(time.Duration(x.lo), time.Duration(x.hi), 15)
	for _, t := range ticks {
		at := x.at(t.value)
		f.line(axis, 0.75, nil, point{at, y}, point{at, y + 3.5})
		f.text(at, y+13, middle, tickStyle, t.label)
	}
	f.text((x.from+x.to)/2, y+26, middle, headStyle, "time since the fault")
	return y + 30
}

// label writes lines in the given style (the first) and small (the others),
// centred on y.
func (f *Figure) label(x, y float64, a anchor, first style, lines []string) {
	height := 0.0
	for i := range lines {
		height += float64(lineStyle(first, i).size * 1.15)
	}
	y -= float64(height / 2)
	for i, l := range lines {
		s := lineStyle(first, i)
		f.text(x, y+float64(s.size*0.93), a, s, l)
		y += float64(s.size * 1.15)
	}
}

func lineStyle(first style, i int) style {
	if i == 0 {
		return first
	}
	return smallStyle
}

// column returns the width that names need, from 64 points up to a bound, and each name's
// lines.
func column(names []string, bound float64) (float64, [][]string) {
	width, lines := 64.0, make([][]string, len(names))
	for i, n := range names {
		lines[i] = balance(n, bound, nameStyle)
		for _, l := range lines[i] {
			width = max(width, textWidth(l, nameStyle))
		}
	}
	return width, lines
}

// rowName writes a row's name, all of its lines alike.
func (f *Figure) rowName(x, y float64, lines []string) {
	step := nameStyle.size * 1.15
	y = float64(y) - float64(step*float64(len(lines))/2)
	for i, l := range lines {
		f.text(x, y+float64(step*float64(i))+float64(nameStyle.size*0.93), left, nameStyle, l)
	}
}
