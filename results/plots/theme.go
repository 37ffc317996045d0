package plots

import (
	"image/color"
	"strings"
	"sync"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	xfont "golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// Page and type sizes, in points. A page is 10 inches wide: it shrinks to the
// text width of A4 with its smallest letters still at 5.5 points.
const (
	pageWidth = 720.0
	margin    = 18.0
	leading   = 1.3 // line to line, in type sizes
)

// A style is how letters look.
type style struct {
	size   float64
	bold   bool
	colour color.NRGBA
}

var (
	ink   = color.NRGBA{0x1a, 0x1a, 0x1a, 0xff}
	soft  = color.NRGBA{0x59, 0x59, 0x59, 0xff} // 7:1 on white
	axis  = color.NRGBA{0x80, 0x80, 0x80, 0xff}
	grid  = color.NRGBA{0xe4, 0xe4, 0xe4, 0xff}
	phase = color.NRGBA{0xa8, 0xa8, 0xa8, 0xff}
	panel = color.NRGBA{0xf7, 0xf7, 0xf7, 0xff}
	white = color.NRGBA{0xff, 0xff, 0xff, 0xff}
	alarm = color.NRGBA{0xb3, 0x3a, 0x00, 0xff} // objectives and censoring: vermillion, dark enough for text

	titleStyle  = style{15, true, ink}
	bodyStyle   = style{10, false, soft}
	nameStyle   = style{10, true, ink}
	valueStyle  = style{10, true, ink}
	headStyle   = style{8.5, false, soft}
	tickStyle   = style{8.5, false, soft}
	smallStyle  = style{8, false, soft}
	phaseName   = style{8.5, false, ink}
	markedStyle = style{9.5, true, ink}
)

var (
	dashObjective = []float64{5, 3}
	dashTheory    = []float64{3, 2}
	dashPhase     = []float64{1.2, 2.2}
)

// faint returns the colour at an opacity. NRGBA, because RGBA is premultiplied
// and would come out opaque.
func faint(c color.NRGBA, opacity float64) color.NRGBA {
	c.A = uint8(float64(opacity*255) + 0.5)
	return c
}

// coloured returns the style in another colour.
func (s style) coloured(c color.NRGBA) style { s.colour = c; return s }

// The fonts are part of the binary, so that widths and rasters do not depend
// on the host.
var fonts = sync.OnceValue(func() *font.Cache {
	return font.NewCache(font.Collection{
		embedded(liberationsansregular.TTF, xfont.WeightNormal),
		embedded(liberationsansbold.TTF, xfont.WeightBold),
	})
})

func embedded(ttf []byte, weight xfont.Weight) font.Face {
	parsed, err := opentype.Parse(ttf)
	if err != nil {
		panic("plots: embedded font: " + err.Error())
	}
	return font.Face{Font: font.Font{Typeface: "Liberation", Variant: "Sans", Weight: weight}, Face: parsed}
}

func face(s style) font.Face {
	f := font.Font{Typeface: "Liberation", Variant: "Sans"}
	if s.bold {
		f.Weight = xfont.WeightBold
	}
	return fonts().Lookup(f, vg.Length(s.size))
}

func textWidth(words string, s style) float64 {
	f := face(s)
	return float64(f.Width(words))
}

// balance breaks words into as many lines as wrap needs, but of even length.
func balance(words string, width float64, s style) []string {
	lines := wrap(words, width, s)
	for narrower := width; narrower > 0; narrower -= 2 {
		next := wrap(words, narrower, s)
		if len(next) > len(lines) {
			break
		}
		lines = next
	}
	return lines
}

// wrap breaks words into lines no wider than the width, after spaces and
// hyphens; a piece that is too wide alone keeps its own line.
func wrap(words string, width float64, s style) []string {
	var lines []string
	line := ""
	for _, piece := range strings.SplitAfter(strings.ReplaceAll(words, "-", "-\x00"), " ") {
		for _, part := range strings.SplitAfter(piece, "\x00") {
			part = strings.TrimSuffix(part, "\x00")
			if line != "" && textWidth(strings.TrimRight(line+part, " "), s) > width {
				lines = append(lines, strings.TrimRight(line, " "))
				line = ""
			}
			line += part
		}
	}
	return append(lines, strings.TrimRight(line, " "))
}
