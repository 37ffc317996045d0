package format

import "failsim/results/words"

// format is one way to write a trace. How to add one: see the package comment.
type format struct {
	name  string
	about string
	of    Shape
	// takes is what of Options.Fields it knows.
	takes fieldUse
	// asked tells that it is looked for only if the user names it, for its lines
	// may mean something else.
	asked bool
	// stamp is when, in the life of a request, its stamp is taken.
	stamp stamping
	// parser makes the parser of a format of lines.
	parser func(*reading) parser
	// near tells that a line is plainly meant to be of this format, so that
	// what is wrong with it is worth telling.
	near func(line []byte) bool
	// layout is that of a product whose columns have names: it comes in any
	// format of such columns.
	layout *layout
	// sniff tells by the first bytes of a file whether it is of this format.
	// Formats of lines are told by their lines.
	sniff func(head []byte) bool
	// feed opens a format that is not of lines.
	feed func(*reading, *Input) (feed, error)
}

// fieldUse is what of Options.Fields a format knows.
type fieldUse int

const (
	noFields    fieldUse = iota // everything has its place
	classOfLine                 // a class, of the first line of a request: requestClass
	classByName                 // a class, by the name of its column
	fieldsByName
	fieldsByNumber // words of a line, by number; the time as well
)

// parser reads lines of one format. What it makes of a line may depend on the
// lines before it, for every reading begins with the first.
type parser interface {
	// header tells whether the first line of a file is a header; a fault is
	// one that this format cannot go on with.
	header(line []byte) (bool, Fault)
	// parse fills r with what the line says, or returns what is wrong, or
	// aside if it holds no data. It leaves nothing in r as it was.
	parse(line []byte, r *Record) Fault
}

func formatNamed(name string) (*format, error) {
	for i := range formats {
		if formats[i].name == name {
			return &formats[i], nil
		}
	}
	return nil, &InputError{Reason: words.Unknown("trace format", name, Names())}
}

// Open starts to read a file of this format. The names of classes are numbered on
// from those that there are.
func (f *Found) Open(in *Input, o Options, c *Classes) (*Reader, error) {
	of := newReading(o, c)
	if err := f.accepts(&of.Options); err != nil {
		return nil, err
	}
	read, err := f.feedOf(of, in)
	if err != nil {
		return nil, err
	}
	r := &Reader{feed: read, of: of, found: *f}
	if of.stamp(f.format).at == stampEnd && !read.shape().Counts {
		r.feed = &arrivals{feed: read, fine: read.shape().Fine}
	}
	return r, nil
}

func (f *Found) feedOf(of *reading, in *Input) (feed, error) {
	if f.feed != nil {
		return f.feed(of, in)
	}
	s := f.of
	s.Counts = s.Counts || of.Fields.Count != ""
	l := &lineFeed{lines: *newLines(in), of: s, wraps: newPeeler(f.wraps)}
	of.sample = f.inside(l.peek(sniffLines))
	l.parser = f.parser(of)
	if len(of.sample) > 0 { // what a header says of columns and stamps is wanted now
		l.parser.header(of.sample[0])
	}
	if f.takes < fieldsByName {
		l.fixed = newPositions(of)
	}
	if !s.Fine && of.stamp(f.format).at == stampEnd {
		l.of.Fine = f.stampsAreFine(of)
	}
	of.sample = nil
	return l, nil
}

// inside returns the first lines as the format sees them.
func (f *Found) inside(lines [][]byte) [][]byte {
	if len(f.wraps) == 0 {
		return lines
	}
	var all [][]byte
	p := newPeeler(f.wraps)
	for _, line := range lines {
		if in, wrong := p.peel(line); wrong.Reason == "" {
			all = append(all, append([]byte(nil), in...))
		}
	}
	return all
}

// stampsAreFine tells whether one of the first stamps has decimals of the second.
func (f *Found) stampsAreFine(of *reading) bool {
	trial := *of
	trial.classes, trial.local = NewClasses(), newLocalClock(of.Zone)
	p := f.parser(&trial)
	for i, line := range of.sample {
		if i == 0 {
			if is, _ := p.header(line); is {
				continue
			}
		}
		var r Record
		if len(line) > 0 && p.parse(line, &r).Reason == "" && r.At%second != 0 {
			return true
		}
	}
	return false
}

// accepts says whether a format knows what fields ask for.
func (f *format) accepts(o *Options) error {
	fields, class := o.Fields, o.Fields.Class
	fields.Class = ""
	numbered := fields.byNumber()
	switch {
	case f.takes == fieldsByName:
		return nil
	case f.takes == fieldsByNumber:
		if fields.Time != "" && numbered {
			return nil
		}
		return &InputError{Reason: f.name + " has no names of columns: --fields counts words from 1, the time too: time=1,client=3"}
	case fields != Fields{} && (!numbered || f.parser == nil || fields.Time != ""):
		return &InputError{Reason: f.name + " has no columns with names; --fields counts its words from 1 or from the end, with what stands in quotes or brackets as one: duration=last:us"}
	case f.takes == classOfLine:
		if _, ok := parsePosition(class); ok {
			return nil
		}
		_, err := requestSegments(class)
		return err
	case f.takes == noFields && class != "":
		return &InputError{Reason: f.name + " has its own classes, or none; --fields says nothing to it"}
	}
	return nil
}

// byNumber tells whether all fields that are given are numbers of words.
func (f *Fields) byNumber() bool {
	for m := range meanings {
		if c := f.chosen(m); c != "" {
			if _, ok := parsePosition(c); !ok {
				return false
			}
		}
	}
	return true
}
