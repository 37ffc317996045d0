package format

// wrapper is what a collector of logs puts around each line. To add one, write
// its peel and add it to wrappers. It is found by content: if most of the first
// lines have it, and a format fits what is inside at least as well as the whole.
type wrapper struct {
	name string
	peel func(line []byte, buffer *[]byte) peeled
}

// peeled is what is inside a line.
type peeled struct {
	line    []byte // it may lie in the buffer
	ok      bool   // the line has the wrapper
	partial bool   // the next line goes on where this one ends
	stderr  bool   // it was written to standard error
}

// wrapping are the wrappers of a file, from the outside in.
type wrapping []*wrapper

func (w wrapping) names() (names []string) {
	for _, one := range w {
		names = append(names, one.name)
	}
	return names
}

// peeler takes off the wrappers of one file. A nil one takes off nothing.
type peeler struct {
	wraps   wrapping
	buffers []([]byte)
	pending []byte // of a line that is written in parts
	stderr  bool   // of the current line
}

func newPeeler(w wrapping) *peeler {
	if len(w) == 0 {
		return nil
	}
	return &peeler{wraps: w, buffers: make([][]byte, len(w))}
}

// peel returns what is inside a line, or aside for a part of one that goes on.
// A line without the wrapper is returned as it stands: the format judges it.
func (p *peeler) peel(line []byte) ([]byte, Fault) {
	p.stderr = false
	for i, w := range p.wraps {
		in := w.peel(line, &p.buffers[i])
		if !in.ok {
			break
		}
		line, p.stderr = in.line, p.stderr || in.stderr
		if in.partial && len(p.pending) < maxLine {
			p.pending = append(p.pending, line...)
			return nil, aside
		}
		if len(p.pending) > 0 {
			p.pending = append(p.pending, line...)
			line = p.pending
			p.pending = p.pending[:0]
		}
	}
	return line, Fault{}
}

// kind is that of a current line that is not of the format.
func (p *peeler) kind() string {
	if p == nil || !p.stderr {
		return ""
	}
	return "a line of standard error"
}
