package page

import (
	"fmt"
	"html"
	"html/template"
	"math"
	"strings"

	"failsim/sim/portable"
)

// The widths of drawings in pixels: names of designs stand left of all.
const (
	wide      = 860.0
	nameWidth = 190.0
	rowHeight = 24.0
)

// svg is a drawing as elements of classes that the style sheet colours, so that
// it follows light, dark and print.
type svg struct {
	b             strings.Builder
	width, height float64
	label         string
}

func newSVG(width, height float64, label string) *svg {
	return &svg{width: width, height: height, label: label}
}

func (s *svg) line(class string, x1, y1, x2, y2 float64) {
	fmt.Fprintf(&s.b, `<line class="%s" x1="%s" y1="%s" x2="%s" y2="%s"/>`, class, px(x1), px(y1), px(x2), px(y2))
}

func (s *svg) dot(class string, x, y, r float64, title string) {
	fmt.Fprintf(&s.b, `<circle class="%s" cx="%s" cy="%s" r="%s"><title>%s</title></circle>`, class, px(x), px(y), px(r), html.EscapeString(title))
}

func (s *svg) diamond(class string, x, y, r float64) {
	fmt.Fprintf(&s.b, `<path class="%s" d="M%s %sl%s %sl%s %sl%s %sz"/>`, class, px(x), px(y-r), px(r), px(r), px(-r), px(r), px(-r), px(-r))
}

// text writes at a place; anchor is start, middle or end.
func (s *svg) text(class string, x, y float64, anchor, text string) {
	fmt.Fprintf(&s.b, `<text class="%s" x="%s" y="%s" text-anchor="%s">%s</text>`, class, px(x), px(y), anchor, html.EscapeString(text))
}

func (s *svg) html() template.HTML {
	return template.HTML(fmt.Sprintf(`<svg role="img" aria-label="%s" viewBox="0 0 %s %s" style="max-width:%spx">%s</svg>`,
		html.EscapeString(s.label), px(s.width), px(s.height), px(s.width), s.b.String()))
}

// px prints a length to a tenth of a pixel.
func px(x float64) string { return strings.TrimSuffix(fmt.Sprintf("%.1f", x), ".0") }

// axis is a scale from values to pixels.
type axis struct {
	low, high   float64 // values
	left, right float64 // pixels
}

func (a axis) at(v float64) float64 {
	if a.high <= a.low {
		return (a.left + a.right) / 2
	}
	low, high := float64(a.low), float64(a.high)
	return a.left + (a.right-a.left)*(min(max(v, low), high)-low)/(high-low)
}

// ticks returns round values on a scale, about so many.
func (a axis) ticks(about int) []float64 {
	span := a.high - a.low
	if !(span > 0) {
		return []float64{a.low}
	}
	step := portable.Pow(10, math.Floor(portable.Log10(span/float64(about))))
	for _, times := range []float64{1, 2, 5, 10} {
		if span/(step*times) <= float64(about) {
			step *= times
			break
		}
	}
	var list []float64
	for k := math.Ceil(a.low/step - 1e-9); k*step <= a.high+float64(step*1e-9); k++ {
		list = append(list, max(0, k*step)+min(0, k*step)) // no -0
	}
	return list
}
