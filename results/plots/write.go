package plots

import (
	"io"
)

// SVG writes the figure as an SVG document that also works inlined in HTML:
// it defines no ids and refers to nothing.
func (f *Figure) SVG(w io.Writer) error { return writeSVG(w, f) }

// PNG writes the figure as a PNG of 192 dots per inch.
func (f *Figure) PNG(w io.Writer) error { return new(Raster).PNG(w, f) }

// Area is how large the figure is, in square points.
func (f *Figure) Area() float64 { return f.width * f.height }
