package traces

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
)

// trace is a Source: one file or several, and what the scan of all found.
type trace struct {
	parts   []*part
	options Options
	info    Info
}

// part is one file of a trace: where to read it from, and what the scan found.
type part struct {
	name    string
	order   int // among the files
	open    func() (*content, error)
	options Options
	format  *format
	shape   shape
	info    Info
}

// Info tells what the scan found.
func (t *trace) Info() Info { return t.info }

// newTrace detects the format of one file and scans it.
func newTrace(name string, open func() (*content, error), o Options) (*trace, error) {
	if err := o.check(); err != nil {
		return nil, place(name, Ledger{}, err)
	}
	p, err := newPart(name, open, o)
	if err != nil {
		return nil, err
	}
	return &trace{parts: []*part{p}, options: o, info: p.info}, nil
}

func newPart(name string, open func() (*content, error), o Options) (*part, error) {
	p := &part{name: name, open: open, options: o}
	if err := p.detect(); err != nil {
		return nil, place(name, Ledger{}, err)
	}
	if err := p.scan(); err != nil {
		return nil, place(name, p.info.Ledger, err)
	}
	return p, nil
}

func (p *part) detect() error {
	in, err := p.input()
	if err != nil {
		return err
	}
	p.format, err = detect(in, p.options)
	if err != nil {
		in.close()
		return err
	}
	return in.close()
}

// input opens the file and finds how it is packed.
func (p *part) input() (*input, error) {
	c, err := p.open()
	if err != nil {
		return nil, err
	}
	in, err := unpack(c)
	if err != nil {
		c.Close()
		return nil, err
	}
	return in, nil
}

func (p *part) scan() (err error) {
	in, err := p.input()
	if err != nil {
		return err
	}
	defer func() {
		if e := in.close(); err == nil {
			err = e
		}
	}()
	of := newReading(p.options, newClasses())
	of.whole = true
	f, err := p.format.open(of, in)
	if err != nil {
		return err
	}
	s := scanner{rows: newRows(f), allow: p.options.allowance()}
	err = s.scan()
	p.info = s.info
	if err != nil {
		return err
	}
	p.shape = f.shape()
	p.shape.fine = p.shape.fine || s.fine
	p.info.Name, p.info.Format, p.info.Packing, p.info.AmbiguousTimes = p.name, p.format.name, in.packing, of.local.twice
	for k := range p.info.Ledger.First {
		p.info.Ledger.First[k].Path = p.name
	}
	p.info.SHA256, err = in.sum()
	p.info.Files = []FileInfo{{Name: p.name, Format: p.format.name, Packing: in.packing, SHA256: p.info.SHA256, Requests: p.info.Requests, Ledger: p.info.Ledger}}
	return err
}

// sum returns the SHA-256 of the file as it is stored.
func (in *input) sum() (string, error) {
	hash := sha256.New()
	if _, err := io.Copy(hash, io.NewSectionReader(in.file, 0, in.size)); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// cells opens a file as a sequence of cells, in order of time. Cells that end
// at or before from may be left out.
func (p *part) cells(c *classes, from int64) (*cellReader, error) {
	in, err := p.input()
	if err != nil {
		return nil, place(p.name, Ledger{}, err)
	}
	f, err := p.format.open(newReading(p.options, c), in)
	if err != nil {
		in.close()
		return nil, place(p.name, Ledger{}, err)
	}
	if s, ok := f.(interface{ seek(at int64) }); ok {
		s.seek(max(from, 0) - int64(p.info.Interval))
	}
	r := &cellReader{in: in, rows: newRows(f), width: int64(p.info.Interval), name: p.name}
	if !p.shape.counts {
		r.order = newReorder(p.info.FurthestBack, p.shape.fine)
	}
	return r, nil
}

// cells opens all files, merged by time.
func (t *trace) cells(c *classes, from int64) (cellSource, error) {
	open := func(p *part) (cellSource, error) {
		r, err := p.cells(c, from)
		if err != nil {
			return nil, err
		}
		return r, nil
	}
	if len(t.parts) == 1 {
		return open(t.parts[0])
	}
	return newMergedCells(t.parts, from, open), nil
}

// check says what is wrong with the options themselves.
func (o *Options) check() error {
	switch {
	case o.SkipBad < 0:
		return &InputError{Reason: "the number of malformed lines to skip is negative"}
	case !(o.SkipBadShare >= 0 && o.SkipBadShare <= 1):
		return &InputError{Reason: fmt.Sprintf("the share of malformed lines to skip, %g, is not between 0 and 1", o.SkipBadShare)}
	}
	return nil
}
