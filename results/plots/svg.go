package plots

import (
	"fmt"
	"html"
	"image/color"
	"io"
	"math"
	"strconv"

	"failsim/results/words"
)

// svgFonts have the same widths down to Helvetica, and text keeps its anchor,
// so that a viewer's fallback stays aligned.
const svgFonts = "'Liberation Sans', Arimo, Arial, Helvetica, sans-serif"

func writeSVG(w io.Writer, f *Figure) error {
	var b svgWriter
	// Four CSS pixels for three points: the size at which a browser shows 1/72 inch.
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s" role="img" font-family="%s">`+"\n",
		num(f.width*4/3), num(f.height*4/3), num(f.width), num(f.height), svgFonts)
	fmt.Fprintf(&b, "<title>%s</title>\n", inXML(f.title))
	if f.about != "" {
		fmt.Fprintf(&b, "<desc>%s</desc>\n", inXML(f.about))
	}
	fmt.Fprintf(&b, `<rect width="%s" height="%s" fill="#ffffff"/>`+"\n", num(f.width), num(f.height))
	for _, m := range f.marks {
		m.svg(&b)
	}
	b.WriteString("</svg>\n")
	_, err := w.Write(b.Bytes())
	return err
}

// inXML has words stand in the document as they are: its marks escaped, and
// what XML does not know, or a browser would obey, made visible.
func inXML(s string) string { return html.EscapeString(words.Visible(s)) }

func (p path) svg(b *svgWriter) {
	if len(p.points) == 0 {
		return
	}
	b.WriteString(`<path d="`)
	for i, at := range p.points {
		b.WriteByte("ML"[min(i, 1)])
		b.WriteString(num(at.x))
		b.WriteByte(' ')
		b.WriteString(num(at.y))
	}
	if p.closed {
		b.WriteByte('Z')
	}
	b.WriteByte('"')
	b.paint("fill", p.fill)
	b.stroke(p.stroke, p.width)
	for i, d := range p.dash {
		b.WriteString([...]string{` stroke-dasharray="`, " "}[min(i, 1)] + num(d))
	}
	if len(p.dash) > 0 {
		b.WriteByte('"')
	}
	b.WriteString("/>\n")
}

func (d disc) svg(b *svgWriter) {
	fmt.Fprintf(b, `<circle cx="%s" cy="%s" r="%s"`, num(d.centre.x), num(d.centre.y), num(d.radius))
	b.paint("fill", d.fill)
	b.stroke(d.stroke, d.width)
	b.WriteString("/>\n")
}

func (t text) svg(b *svgWriter) {
	fmt.Fprintf(b, `<text x="%s" y="%s" font-size="%s"`, num(t.at.x), num(t.at.y), num(t.style.size))
	if t.style.bold {
		b.WriteString(` font-weight="bold"`)
	}
	if t.anchor != left {
		fmt.Fprintf(b, ` text-anchor="%s"`, [...]string{middle: "middle", right: "end"}[t.anchor])
	}
	// The length squeezes a viewer's wider fallback font into the place that
	// was measured.
	fmt.Fprintf(b, ` textLength="%s" lengthAdjust="spacingAndGlyphs"`, num(textWidth(t.whole(), t.style)))
	b.paint("fill", t.style.colour)
	b.WriteString(">" + inXML(t.words))
	if t.tail != "" {
		b.WriteString("<tspan")
		b.paint("fill", soft)
		b.WriteString("> " + inXML(t.tail) + "</tspan>")
	}
	b.WriteString("</text>\n")
}

func (b *svgWriter) stroke(c color.NRGBA, width float64) {
	if c.A == 0 || width <= 0 {
		return
	}
	b.paint("stroke", c)
	fmt.Fprintf(b, ` stroke-width="%s" stroke-linejoin="round"`, num(width))
}

func (b *svgWriter) paint(attribute string, c color.NRGBA) {
	if c.A == 0 {
		fmt.Fprintf(b, ` %s="none"`, attribute)
		return
	}
	fmt.Fprintf(b, ` %s="#%02x%02x%02x"`, attribute, c.R, c.G, c.B)
	if c.A < 255 {
		fmt.Fprintf(b, ` %s-opacity="%s"`, attribute, num(float64(c.A)/255))
	}
}

// num writes a length to 1/100 point, without trailing zeros.
func num(v float64) string {
	v = math.Round(v*100) / 100
	return strconv.FormatFloat(v+0, 'f', -1, 64) // +0 turns -0 into 0
}
