package traces

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"failsim/traces/format"
)

func newLoader(o Options) (*loader, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	return &loader{options: o, classes: format.NewClasses(), vault: newVault()}, nil
}

// load reads a file.
func (l *loader) load(name string, open func() (format.Content, error)) error {
	f := loaded{name: name, open: open}
	kind, err := f.detect(l.options.toRead(), l.likely)
	if err == nil {
		l.likely = kind
		err = l.scan(&f, kind)
	}
	if err == nil || isOfMachine(err) {
		return err
	}
	return place(name, f.info.Ledger, err)
}

func (f *loaded) detect(o format.Options, likely *format.Found) (*format.Found, error) {
	in, err := f.input()
	if err != nil {
		return nil, err
	}
	kind, err := format.Detect(in, o, likely)
	if err != nil {
		in.Close()
		return nil, err
	}
	return kind, in.Close()
}

// input opens the file and finds how it is packed.
func (f *loaded) input() (*format.Input, error) {
	c, err := f.open()
	if err != nil {
		return nil, err
	}
	in, err := format.Unpack(c)
	if err != nil {
		c.Close()
		return nil, err
	}
	return in, nil
}

// scan reads a file into the store, and adds it to what is known of the others.
func (l *loader) scan(f *loaded, kind *format.Found) (err error) {
	in, err := f.input()
	if err != nil {
		return err
	}
	defer func() {
		if e := in.Close(); err == nil {
			err = e
		}
	}()
	read, err := kind.Open(in, l.options.toRead(), l.classes)
	if err != nil {
		return err
	}
	s := scanner{rows: newRows(read, &l.options), allow: l.options.allowance(), store: newStoreWriter(l.vault)}
	s.info = FileInfo{Name: f.name, Format: read.Format(), Packing: in.Packing()}
	err = s.scan()
	f.info, f.first, f.last = s.info, s.first, s.last
	if err != nil {
		return err
	}
	f.info.describe(read, &s)
	shape := read.Shape()
	blocks, err := s.store.finish(int32(len(l.files)))
	if err == nil && shape.Counts && s.order.out > 0 {
		blocks, err = l.distinct(&s, blocks)
	}
	if err != nil {
		return err
	}
	if f.info.SHA256, err = in.Sum(); err != nil {
		return err
	}
	f.info.Ledger, f.info.Requests, f.info.NewestFirst = s.info.Ledger, s.info.Requests, s.store.newestFirst && s.order.furthest > 0
	l.blocks = append(l.blocks, blocks...)
	return l.add(f, shape, s.interval(shape), read.Ambiguous(), s.order)
}

// describe says how a file was read: as what, inside which wrappers, with which
// stamps, and what is known of its requests.
func (i *FileInfo) describe(read *format.Reader, s *scanner) {
	i.Format, i.Wrappers, i.Padded, i.Stamp = read.Format(), read.Wrappers(), read.Padded(), read.Stamping()
	i.Known = s.known.report(read.Origins(), s.info.Requests)
}

// interval returns the resolution of the stamps.
func (s *scanner) interval(of format.Shape) time.Duration {
	switch {
	case of.Interval > 0:
		return time.Duration(of.Interval)
	case of.Fine || s.fine && !of.Counts:
		return time.Nanosecond
	case s.smallestGap > 0:
		return time.Duration(s.smallestGap)
	case of.Counts && s.first%int64(time.Minute) == 0:
		return time.Minute // a single row at a whole minute; assumption
	}
	return time.Second
}

// distinct goes through the rows of counts that were not in order: it finds the
// smallest gap, and leaves out those whose time is that of another.
func (l *loader) distinct(s *scanner, blocks []storedBlock) ([]storedBlock, error) {
	kept, last, bad := newStoreWriter(l.vault), int64(-1), int64(0)
	s.smallestGap = 0
	err := (&store{blocks: blocks, vault: l.vault}).each(allColumns, func(r *format.Record) error {
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
func (s *scanner) unaccept(r *format.Record) {
	l := &s.info.Ledger
	l.Read--
	l.Accepted--
	s.info.Requests -= r.Requests
	const reason = "the time is that of another row"
	b := BadLine{Path: s.info.Name, Line: int64(r.Client), Column: 1, Reason: reason}
	l.reject(b, reason, s.allow)
	if s.refused == nil && l.Refused > 0 {
		s.refused = &format.InputError{Line: b.Line, Column: b.Column, Reason: reason}
	}
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

// newTrace reads one file.
func newTrace(name string, open func() (format.Content, error), o Options) (*trace, error) {
	l, err := newLoader(o)
	if err != nil {
		return nil, place(name, Ledger{}, err)
	}
	if err := l.load(name, open); err != nil {
		return nil, err
	}
	return l.trace()
}
