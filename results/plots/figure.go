package plots

import (
	"bytes"
	"image/color"

	"gonum.org/v1/plot/vg/vgimg"
)

// A Figure is a finished plot: marks on a page, in the order of painting.
// Lengths are points (1/72 inch) from the upper left corner.
type Figure struct {
	title, about  string
	width, height float64
	marks         []mark
}

// Alt returns one sentence or more that say what the figure shows, for the
// alternative text of an image.
func (f *Figure) Alt() string {
	if f.about == "" {
		return f.title
	}
	return f.title + ". " + f.about
}

// A mark is one thing on the page: path, disc or text.
type mark interface {
	svg(*svgWriter)
	paint(*painter)
}

type point struct{ x, y float64 }

// A path is a polyline or polygon. A zero colour paints nothing.
type path struct {
	points       []point
	closed       bool
	fill, stroke color.NRGBA
	width        float64
	dash         []float64
}

// A disc is a filled circle, with an outline if stroke and width are set.
type disc struct {
	centre       point
	radius       float64
	fill, stroke color.NRGBA
	width        float64
}

// A text is one line of letters; at lies on its baseline. The tail, if any,
// follows the words after a space, in a softer colour.
type text struct {
	at     point
	anchor anchor
	style  style
	words  string
	tail   string
}

func (t text) whole() string {
	if t.tail == "" {
		return t.words
	}
	return t.words + " " + t.tail
}

type anchor uint8

const (
	left anchor = iota
	middle
	right
)

// box returns the rectangle that the text covers, without the room that a font
// keeps above capitals.
func (t text) box() box {
	w := textWidth(t.whole(), t.style)
	x := t.at.x - float64(w*[...]float64{left: 0, middle: 0.5, right: 1}[t.anchor])
	return box{x, t.at.y - float64(0.74*t.style.size), x + w, t.at.y + float64(0.2*t.style.size)}
}

// A box is a rectangle with sides along the axes.
type box struct{ x0, y0, x1, y1 float64 }

func (a box) overlaps(b box) bool { return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1 }

func (a box) holds(p point) bool { return a.x0 <= p.x && p.x <= a.x1 && a.y0 <= p.y && p.y <= a.y1 }

func (f *Figure) add(m ...mark) { f.marks = append(f.marks, m...) }

func (f *Figure) line(c color.NRGBA, width float64, dash []float64, p ...point) {
	f.add(path{points: p, stroke: c, width: width, dash: dash})
}

func (f *Figure) rect(b box, fill color.NRGBA) {
	f.add(path{points: []point{{b.x0, b.y0}, {b.x1, b.y0}, {b.x1, b.y1}, {b.x0, b.y1}}, closed: true, fill: fill})
}

func (f *Figure) text(x, y float64, a anchor, s style, words string) {
	if words != "" {
		f.add(text{at: point{x, y}, anchor: a, style: s, words: words})
	}
}

// A painter puts marks on a raster; vg counts upwards from the lower left
// corner.
type painter struct {
	canvas *vgimg.Canvas
	height float64
}

type svgWriter struct{ bytes.Buffer }
