package traces

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"time"
)

// loader reads files, each once, into the store of a trace.
type loader struct {
	options Options
	classes *classes
	vault   *vault
	blocks  []storedBlock
	files   []loaded
	info    Info
	likely  *format // that of the file before
}

// loaded is what is kept of a file that was read.
type loaded struct {
	name        string
	open        func() (*content, error)
	info        FileInfo
	first, last int64 // stamps
}

func newLoader(o Options) (*loader, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	return &loader{options: o, classes: newClasses(), vault: newVault()}, nil
}

// load reads a file.
func (l *loader) load(name string, open func() (*content, error)) error {
	f := loaded{name: name, open: open}
	format, err := f.detect(l.options, l.likely)
	if err == nil {
		l.likely = format.format
		err = l.scan(&f, format)
	}
	if err == nil || isOfMachine(err) {
		return err
	}
	return place(name, f.info.Ledger, err)
}

func (f *loaded) detect(o Options, likely *format) (found, error) {
	in, err := f.input()
	if err != nil {
		return found{}, err
	}
	format, err := detect(in, o, likely)
	if err != nil {
		in.close()
		return found{}, err
	}
	return format, in.close()
}

// input opens the file and finds how it is packed.
func (f *loaded) input() (*input, error) {
	c, err := f.open()
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

// scan reads a file into the store, and adds it to what is known of the others.
func (l *loader) scan(f *loaded, format found) (err error) {
	in, err := f.input()
	if err != nil {
		return err
	}
	defer func() {
		if e := in.close(); err == nil {
			err = e
		}
	}()
	of := newReading(l.options, l.classes)
	feed, err := format.open(of, in)
	if err != nil {
		return err
	}
	s := scanner{rows: newRows(feed, &l.options), allow: l.options.allowance(), store: newStoreWriter(l.vault)}
	s.info = FileInfo{Name: f.name, Format: format.name, Packing: in.packing}
	err = s.scan()
	f.info, f.first, f.last = s.info, s.first, s.last
	if err != nil {
		return err
	}
	f.info.describe(&format, of, feed, &s)
	shape := feed.shape()
	blocks, err := s.store.finish(int32(len(l.files)))
	if err == nil && shape.counts && s.order.out > 0 {
		blocks, err = l.distinct(&s, blocks)
	}
	if err != nil {
		return err
	}
	if f.info.SHA256, err = in.sum(); err != nil {
		return err
	}
	f.info.Ledger, f.info.Requests, f.info.NewestFirst = s.info.Ledger, s.info.Requests, s.store.newestFirst && s.order.furthest > 0
	l.blocks = append(l.blocks, blocks...)
	return l.add(f, shape, s.interval(shape), of.local.twice, s.order)
}

// describe says how a file was read: as what, inside which wrappers, with which
// stamps, and what is known of its requests.
func (i *FileInfo) describe(format *found, of *reading, f feed, s *scanner) {
	if of.layout != nil {
		i.Format = of.layout.name
	}
	i.Wrappers = format.wraps.names()
	i.Known = s.known.tell(of, s.info.Requests)
	shifted := int64(0)
	if a, ok := f.(*arrivals); ok {
		shifted, f = a.shifted, a.feed
	}
	i.Stamp = of.stamp(format.format).told(shifted)
	if l, ok := f.(*lineFeed); ok {
		i.Padded = l.padding
	}
}

// interval returns the resolution of the stamps.
func (s *scanner) interval(of shape) time.Duration {
	switch {
	case of.interval > 0:
		return time.Duration(of.interval)
	case of.fine || s.fine && !of.counts:
		return time.Nanosecond
	case s.smallestGap > 0:
		return time.Duration(s.smallestGap)
	case of.counts && s.first%int64(time.Minute) == 0:
		return time.Minute // a single row at a whole minute; assumption
	}
	return time.Second
}

// distinct goes through the rows of counts that were not in order: it finds the
// smallest gap, and leaves out those whose time is that of another.
func (l *loader) distinct(s *scanner, blocks []storedBlock) ([]storedBlock, error) {
	kept, last, bad := newStoreWriter(l.vault), int64(-1), int64(0)
	s.smallestGap = 0
	err := (&store{blocks: blocks, vault: l.vault}).each(allColumns, func(r *Record) error {
		if r.At == last {
			bad++
			s.unaccept(r)
			return nil
		}
		if gap := r.At - last; last >= 0 && (s.smallestGap == 0 || gap < s.smallestGap) {
			s.smallestGap = gap
		}
		last = r.At
		return kept.add(r)
	})
	if err != nil || bad == 0 {
		return blocks, err
	}
	s.info.Ledger.settle(s.allow)
	if err := s.verdict(); err != nil {
		return nil, err
	}
	return kept.finish(blocks[0].run)
}

// unaccept takes back a row of counts that turned out to be malformed.
func (s *scanner) unaccept(r *Record) {
	l := &s.info.Ledger
	l.Read--
	l.Accepted--
	s.info.Requests -= r.Requests
	const reason = "the time is that of another row"
	b := BadLine{Path: s.info.Name, Line: int64(r.Client), Column: 1, Reason: reason}
	l.reject(b, reason, s.allow)
	if s.refused == nil && l.Refused > 0 {
		s.refused = &InputError{Line: b.Line, Column: b.Column, Reason: reason}
	}
}

// sum returns the SHA-256 of the file as it is stored: of what was read, and of
// what is left.
func (in *input) sum() (string, error) {
	if _, err := io.Copy(io.Discard, in.stored); err != nil {
		return "", err
	}
	return hex.EncodeToString(in.stored.hash.Sum(nil)), nil
}

// trace makes a trace of the files that were read.
func (l *loader) trace() (*trace, error) {
	blocks := l.blocks
	if len(l.files) > 1 {
		var err error
		if blocks, err = arrange(l.vault, blocks); err != nil {
			return nil, err
		}
		sums := sha256.New()
		for i := range l.files {
			sums.Write([]byte(l.files[i].info.SHA256))
		}
		l.info.SHA256 = hex.EncodeToString(sums.Sum(nil))
		l.info.Name = fmt.Sprintf("%s and %d more", l.files[0].name, len(l.files)-1)
	}
	t := &trace{store: &store{blocks: blocks, vault: l.vault}, options: l.options, classes: l.classes, info: l.info}
	return t, t.info.summarise(t.store)
}
