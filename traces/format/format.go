package format

import "failsim/sim"

// format is one way to write a trace. How to add one: see the package comment.
type format struct {
	name  string
	about string
	of    Shape
	// takes is what of Options.Fields it knows.
	takes fieldUse
	// asked reports that it is looked for only if the user names it, for its lines
	// may mean something else.
	asked bool
	// stamp is when, in the life of a request, its stamp is taken.
	stamp stamping
	// parser makes the parser of a format of lines.
	parser func(*reading) parser
	// near reports that a line is plainly meant to be of this format, so that
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
	// header reports whether the first line of a file is a header; a fault is
	// one that this format cannot go on with.
	header(line []byte) (bool, Fault)
	// parse fills r with what the line says, or returns what is wrong, or
	// aside if it holds no data. It leaves nothing in r as it was.
	parse(line []byte, r *Record) Fault
}

// reading is what one run through a trace knows from the start.
type reading struct {
	Options
	classes *Classes
	local   *localClock
	// sample are the first lines, without their wrappers, for a parser that
	// must see some before it begins; it must not keep them.
	sample [][]byte
	// sources is where each meaning comes from, as the parser finds out.
	sources [meanings]source
	// layouts are those that may be recognised; layout is the one that was, and
	// defaults what it says of columns.
	layouts  []*format
	layout   *format
	defaults Fields
	// stamped is when stamps are taken, where that is not so for the whole of
	// a format.
	stamped stamping
	// hint is what else could be known, if the user said more.
	hint string
}

func newReading(o Options, c *Classes) *reading {
	return &reading{Options: o, classes: c, local: newLocalClock(o.Zone)}
}

// clientKey is the key of the hashes of clients.
func (of *reading) clientKey() sim.Key { return of.Key.Named("client") }

// says notes where a meaning comes from.
func (of *reading) says(m meaning, field, unit string) { of.sources[m] = source{field, unit} }

// stamp returns when the stamps of a reading are taken.
func (of *reading) stamp(f *format) stamping {
	switch {
	case of.Options.Stamp == StampAtStart:
		return stamping{stampStart, "--stamp says so"}
	case of.Options.Stamp == StampAtEnd:
		return stamping{stampEnd, "--stamp says so"}
	case of.stamped != stamping{}:
		return of.stamped
	case of.layout != nil:
		return of.layout.stamp
	}
	return f.stamp
}

// source is where a meaning comes from.
type source struct{ field, unit string }
