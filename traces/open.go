package traces

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// StandardInput is the path that stands for standard input.
const StandardInput = "-"

// Open opens files as one trace, and reads each once. A path is a file, a
// folder (then all files in it and below, and those that links in it lead to;
// Info.LeftOut names what is not read), a pattern of
// path/filepath.Match, or StandardInput. What several files hold is merged by
// time; they may overlap, each keeps its own ledger, and none may come twice.
//
// A trace is read more than once, so standard input is copied to a temporary
// file that nobody else can open and that is gone when the program ends.
func Open(paths []string, o Options) (Source, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	var left []LeftOut
	files, err := expand(paths, &left)
	if err != nil {
		return nil, err
	}
	if len(files) == 1 && files[0] != StandardInput {
		one, err := File(files[0], o)
		if err == nil {
			one.(*trace).info.LeftOut = left
		}
		return one, err
	}
	t := &trace{options: o}
	seen := &twins{}
	for _, path := range files {
		p, err := openPart(path, o, seen)
		if err != nil {
			return nil, err
		}
		p.order = len(t.parts)
		t.parts = append(t.parts, p)
	}
	if len(t.parts) == 1 {
		t.info = t.parts[0].info
	} else if err := t.join(); err != nil {
		return nil, err
	}
	t.info.LeftOut = left
	return t, nil
}

func openPart(path string, o Options, seen *twins) (*part, error) {
	var p *part
	if path == StandardInput {
		open, err := spool(o.Stdin)
		if err == nil {
			p, err = newPart("standard input", open, o)
		}
		if err != nil {
			return nil, err
		}
	} else {
		stat, err := os.Stat(path)
		if err != nil {
			return nil, place(path, Ledger{}, fileError(err))
		}
		if err := seen.file(path, stat); err != nil {
			return nil, err
		}
		one, err := File(path, o)
		if err != nil {
			return nil, err
		}
		p = one.(*trace).parts[0]
	}
	return p, seen.content(p)
}

// expand lists the files that paths stand for.
func expand(paths []string, left *[]LeftOut) ([]string, error) {
	var files []string
	for _, path := range paths {
		stat, err := os.Stat(path)
		switch {
		case path == StandardInput:
			if slices.Contains(files, path) {
				return nil, &InputError{Path: "standard input", Reason: "it is named twice"}
			}
			files = append(files, path)
		case err == nil && stat.IsDir():
			below, err := filesBelow(path, left)
			if err != nil {
				return nil, err
			}
			files = append(files, below...)
		case err != nil && strings.ContainsAny(path, "*?["):
			matches, err := filepath.Glob(path)
			if err != nil {
				return nil, &InputError{Path: path, Reason: "it is no pattern of files: " + err.Error(), Err: err}
			}
			if len(matches) == 0 {
				return nil, &InputError{Path: path, Reason: "no file fits the pattern", Err: fs.ErrNotExist}
			}
			below, err := expand(matches, left)
			if err != nil {
				return nil, err
			}
			files = append(files, below...)
		default:
			files = append(files, path)
		}
	}
	if len(files) == 0 {
		return nil, &InputError{Reason: "no trace file is named"}
	}
	return files, nil
}

// join makes one Info of those of several files.
func (t *trace) join() error {
	first := t.parts[0]
	i := &t.info
	*i = first.info
	i.Ledger, i.Files, i.PerMinute, i.Minutes = Ledger{}, nil, [minutesPerDay]int64{}, nil
	i.Requests, i.OutOfOrder, i.AmbiguousTimes = 0, 0, 0
	var all []Minute
	sums := sha256.New()
	for _, p := range t.parts {
		if err := p.fits(first); err != nil {
			return err
		}
		if p.info.First.Before(i.First) {
			i.First = p.info.First
		}
		if p.info.Last.After(i.Last) {
			i.Last = p.info.Last
		}
		i.Interval = max(i.Interval, p.info.Interval)
		i.add(&p.info)
		all = append(all, p.info.Minutes...)
		sums.Write([]byte(p.info.SHA256))
	}
	i.Offsets = t.offsets()
	for _, p := range t.parts {
		p.shape.fine = i.Interval < time.Second
		p.info = Info{First: p.info.First, Last: p.info.Last, Interval: i.Interval, FurthestBack: p.info.FurthestBack}
	}
	i.Name = fmt.Sprintf("%s and %d more", first.name, len(t.parts)-1)
	i.Minutes, i.SHA256 = combined(all), hex.EncodeToString(sums.Sum(nil))
	i.Last = i.local(i.Last.UnixNano())
	i.rates()
	i.busiestDay()
	return nil
}

// offsets joins the changes of the local clock that the files saw, in order of
// their first requests.
func (t *trace) offsets() []Offset {
	parts := slices.Clone(t.parts)
	slices.SortStableFunc(parts, func(a, b *part) int { return a.info.First.Compare(b.info.First) })
	var all []Offset
	for _, p := range parts {
		for _, o := range p.info.Offsets {
			if n := len(all); n == 0 || o.Seconds != all[n-1].Seconds && o.At > all[n-1].At {
				all = append(all, o)
			}
		}
	}
	if len(all) > maxOffsets {
		all = all[:1]
	}
	return all
}

// add sums up what can be summed.
func (i *Info) add(o *Info) {
	i.Requests += o.Requests
	i.OutOfOrder += o.OutOfOrder
	i.AmbiguousTimes += o.AmbiguousTimes
	i.FurthestBack = max(i.FurthestBack, o.FurthestBack)
	i.Ledger.add(&o.Ledger)
	i.Files = append(i.Files, o.Files...)
	for m := range o.PerMinute {
		i.PerMinute[m] += o.PerMinute[m]
	}
	if !strings.Contains(i.Format, o.Format) {
		i.Format += ", " + o.Format
	}
	if !strings.Contains(i.Packing, o.Packing) {
		i.Packing += ", " + o.Packing
	}
}

// busiestDay finds it by the minutes of the trace.
func (i *Info) busiestDay() {
	i.BusiestDay = Day{}
	var now Day
	for _, m := range i.Minutes {
		at := i.local(m.At)
		date := i.midnight(time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC))
		if !date.Equal(now.Date) {
			now = Day{Date: date}
		}
		if now.Requests += m.Requests; now.Requests > i.BusiestDay.Requests {
			i.BusiestDay = now
		}
	}
}

// fits says why a file cannot be merged with another.
func (p *part) fits(o *part) error {
	switch {
	case p.shape.counts != o.shape.counts:
		return &InputError{Path: p.name, Reason: "counts per interval and single requests cannot be merged (" + o.name + " is of the other kind)"}
	case p.shape.counts && p.info.Interval != o.info.Interval:
		return &InputError{Path: p.name, Reason: fmt.Sprintf("its intervals are of %s, those of %s of %s: counts cannot be merged", p.info.Interval, o.name, o.info.Interval)}
	case p.shape.counts && p.info.First.Sub(o.info.First)%p.info.Interval != 0:
		return &InputError{Path: p.name, Reason: "its intervals begin at other moments than those of " + o.name + ": counts cannot be merged"}
	}
	return nil
}
