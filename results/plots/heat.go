package plots

import (
	"fmt"
	"image/color"
	"math"

	"failsim/sim/portable"
)

// Heat is the input of HeatMap: values over two axes, in panels of one scale.
type Heat struct {
	Title, Subtitle string
	XName, YName    string
	X, Y            []string // labels of columns and rows
	Panels          []HeatPanel
	Legend          string // what the colour says
	Log             bool   // colours follow the logarithm: for losses, whose sizes differ by powers of ten
	Note            string
}

// HeatPanel is one field of cells. Values and words are by row and column; a NaN is
// a cell without a value.
type HeatPanel struct {
	Name   string
	Values [][]float64
	Words  [][]string
	Framed [][]bool // cells that meet what is asked
}

// heatFrom and heatTo are the ends of the scale: as light as paper for little, dark
// for much, of one hue, so that it reads in grey too.
var heatFrom, heatTo = rgb(0xfdf3ea), rgb(0x9a3d00)

const heatRow, widestHeat = 22.0, 120.0

// HeatMap draws fields of coloured cells with their values in them.
func HeatMap(h Heat) (*Figure, error) {
	low, high, err := h.ends()
	if err != nil {
		return nil, err
	}
	f, at := newPage(h.Title, "What changes with two values", h.Subtitle)
	side, rows := column(h.Y, 220)
	for _, p := range h.Panels {
		at = f.heatPanel(h, p, at, side, rows, low, high)
	}
	return f.close(f.heatKey(h, at+6, low, high), h.Note), nil
}

func (h Heat) ends() (low, high float64, err error) {
	low, high = math.Inf(1), math.Inf(-1)
	least := h.least()
	for _, p := range h.Panels {
		if len(p.Values) != len(h.Y) || len(p.Words) != len(h.Y) {
			return 0, 0, fmt.Errorf("plots: heat map: %s has %d rows of values and %d of words for %d labels", p.Name, len(p.Values), len(p.Words), len(h.Y))
		}
		for _, row := range p.Values {
			for _, v := range row {
				if !math.IsNaN(v) {
					low, high = min(low, h.scaled(v, least)), max(high, h.scaled(v, least))
				}
			}
		}
	}
	return low, high, nil
}

// least is where a logarithmic scale begins: below the least value that is not 0,
// which has a place of its own there.
func (h Heat) least() float64 {
	least := math.Inf(1)
	for _, p := range h.Panels {
		for _, row := range p.Values {
			for _, v := range row {
				if v > 0 {
					least = min(least, v)
				}
			}
		}
	}
	return least / 2
}

func (h Heat) scaled(v, least float64) float64 {
	if h.Log {
		return portable.Log10(max(v, least))
	}
	return v
}

// heatPanel draws one field and returns the height below it.
func (f *Figure) heatPanel(h Heat, p HeatPanel, y, side float64, rows [][]string, low, high float64) float64 {
	x0 := margin + side + 10
	width := math.Min((pageWidth-margin-x0)/float64(max(1, len(h.X))), widestHeat)
	y += 8
	if p.Name != "" {
		y += nameStyle.size
		f.text(margin, y, left, nameStyle, p.Name)
		y += 6
	}
	for r := range h.Y {
		f.rowName(margin, y+heatRow/2, rows[r])
		for c := range h.X {
			b := box{x0 + float64(float64(c)*width), y, x0 + float64(float64(c+1)*width) - 1.5, y + heatRow - 1.5}
			fill := panel
			if v := p.Values[r][c]; !math.IsNaN(v) {
				fill = between(heatFrom, heatTo, shareOf(h.scaled(v, h.least()), low, high))
			}
			f.rect(b, fill)
			if p.Framed != nil && p.Framed[r][c] {
				f.add(path{points: []point{{b.x0, b.y0}, {b.x1, b.y0}, {b.x1, b.y1}, {b.x0, b.y1}}, closed: true, stroke: rgb(0x0072b2), width: 1.8})
			}
			if words := p.Words[r][c]; textWidth(words, tickStyle) < width-2 {
				f.text((b.x0+b.x1)/2, y+heatRow/2+2.5, middle, tickStyle.coloured(inkOn(fill)), words)
			}
		}
		y += heatRow
	}
	every := 1
	for c := range h.X {
		every = max(every, int(math.Ceil((textWidth(h.X[c], tickStyle)+6)/width)))
	}
	for c := 0; c < len(h.X); c += every {
		f.text(x0+float64((float64(c)+0.5)*width)-0.75, y+10, middle, tickStyle, h.X[c])
	}
	f.text(x0, y+22, left, headStyle, h.XName)
	f.text(x0-10, y+10, right, headStyle, h.YName)
	return y + 26
}

func shareOf(v, low, high float64) float64 {
	if high <= low {
		return 0
	}
	return (v - low) / (high - low)
}

func between(a, b color.NRGBA, share float64) color.NRGBA {
	mix := func(x, y uint8) uint8 { return uint8(float64(x) + float64(share*(float64(y)-float64(x))) + 0.5) }
	return color.NRGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), 0xff}
}

// heatKey draws the scale and returns the height below it.
func (f *Figure) heatKey(h Heat, y, low, high float64) float64 {
	const steps, step = 40, 4.0
	x := margin
	f.text(x, y+9, left, headStyle, h.Legend+": little")
	x += textWidth(h.Legend+": little", headStyle) + 6
	for i := range steps {
		f.rect(box{x, y + 1, x + step + 0.3, y + 11}, between(heatFrom, heatTo, float64(i)/(steps-1)))
		x += step
	}
	words := "much"
	if h.Log {
		words = "much (logarithmic)"
	}
	f.text(x+6, y+9, left, headStyle, words)
	return y + 14
}
