package traces

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"failsim/traces/format"
)

// add takes a file that was read into the trace, unless it does not fit those
// before it.
func (l *loader) add(f *loaded, of format.Shape, interval time.Duration, ambiguous int64, order disorder) error {
	i := &l.info
	if len(l.files) == 0 {
		i.Name, i.SHA256, i.Counts, i.Interval = f.name, f.info.SHA256, of.Counts, interval
	} else if err := l.misfit(f, of, interval); err != nil {
		return err
	}
	i.Interval = max(i.Interval, interval)
	i.Requests += f.info.Requests
	i.OutOfOrder += order.out
	i.FurthestBack = max(i.FurthestBack, order.furthest)
	i.AmbiguousTimes += ambiguous
	i.Padded += f.info.Padded
	i.Known = addKnown(i.Known, f.info.Known)
	addStamping(&i.Stamp, &f.info.Stamp)
	for _, w := range f.info.Wrappers {
		if !slices.Contains(i.Wrappers, w) {
			i.Wrappers = append(i.Wrappers, w)
		}
	}
	i.Ledger.add(&f.info.Ledger)
	i.Files = append(i.Files, f.info)
	i.Format, i.Packing = among(i.Format, f.info.Format), among(i.Packing, f.info.Packing)
	l.files = append(l.files, *f)
	return nil
}

// among adds a word to a list of different ones.
func among(list, word string) string {
	switch {
	case list == "":
		return word
	case strings.Contains(", "+list+", ", ", "+word+", "):
		return list
	}
	return list + ", " + word
}

// misfit says why a file cannot be merged with the first.
func (l *loader) misfit(f *loaded, of format.Shape, interval time.Duration) error {
	first := &l.files[0]
	switch {
	case of.Counts != l.info.Counts:
		return &format.InputError{Path: f.name, Reason: "counts per interval and single requests cannot be merged (" + first.name + " is of the other kind)"}
	case of.Counts && interval != l.info.Interval:
		return &format.InputError{Path: f.name, Reason: fmt.Sprintf("its intervals are of %s, those of %s of %s: counts cannot be merged", interval, first.name, l.info.Interval)}
	case of.Counts && (f.first-first.first)%int64(interval) != 0:
		return &format.InputError{Path: f.name, Reason: "its intervals begin at other moments than those of " + first.name + ": counts cannot be merged"}
	}
	return nil
}

// addStamping takes in the stamping of another file.
func addStamping(s, o *format.Stamping) {
	if s.At == "" {
		*s = *o
		return
	}
	s.Shifted += o.Shifted
	if s.At != o.At {
		s.At, s.Why = "as each format says", "the files differ; see each alone"
	}
}

// loader reads files, each once, into the store of a trace.
type loader struct {
	options Options
	classes *format.Classes
	vault   *vault
	blocks  []storedBlock
	files   []loaded
	info    Info
	likely  *format.Found // what the file before was
}

// loaded is what is kept of a file that was read.
type loaded struct {
	name        string
	open        func() (format.Content, error)
	info        FileInfo
	first, last int64 // stamps
}
