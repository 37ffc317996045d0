package format

import (
	"regexp"
	"time"
)

// patternParser reads lines by a regular expression whose named groups say what
// the parts are: time, date and clock, client, forwarded, request, method, path,
// class, bytes, duration (with its unit: duration_ms), status, count. Other
// groups may have any other name, or none.
type patternParser struct {
	filler
	class  requestClass
	shape  *regexp.Regexp
	groups []group
}

type group struct {
	use  use
	also meaning // where use is usesNothing
	unit time.Duration
	skip bool
}

var groupUses = map[string]use{"time": usesTime, "timestamp": usesTime, "date": usesDate, "clock": usesClock, "client": usesClient, "forwarded": usesForwarded,
	"request": usesRequest, "method": usesMethod, "path": usesPath, "bytes": usesBytes, "status": usesStatus, "duration": usesDuration}

// compilePattern checks a pattern.
func compilePattern(of *reading) (*patternParser, error) {
	shape, err := regexp.Compile(of.Pattern)
	if err != nil {
		return nil, &InputError{Reason: "--pattern is no regular expression (of RE2): " + err.Error(), Err: err}
	}
	p := &patternParser{filler: newFiller(of), class: newRequestClass(of), shape: shape}
	p.strict = true
	timed := false
	for _, name := range shape.SubexpNames() {
		base, unit := cutUnit(name)
		g := group{use: groupUses[name], unit: unit}
		if g.use == usesNothing && unit > 0 {
			g.use = groupUses[base]
		}
		switch {
		case name == "class" || name == "count":
			g.also = map[string]meaning{"class": meansClass, "count": meansCount}[name]
		default:
			g.skip = g.use == usesNothing
		}
		if g.use == usesDuration && g.unit == 0 {
			g.unit = of.Fields.DurationUnit
		}
		timed = timed || g.use == usesTime || g.use == usesDate
		p.groups = append(p.groups, g)
		p.report(of, name, g)
	}
	if !timed {
		return nil, &InputError{Reason: "no group of --pattern is named time: (?P<time>...) says where it stands"}
	}
	return p, nil
}

func (p *patternParser) report(of *reading, name string, g group) {
	m, ok := map[use]meaning{usesClient: meansClient, usesForwarded: meansClient, usesRequest: meansClass, usesMethod: meansClass,
		usesBytes: meansBytes, usesStatus: meansStatus, usesDuration: meansDuration}[g.use]
	if ok {
		of.says(m, "group "+name, unitName(g.unit))
	}
}

func newPattern(of *reading) parser {
	p, err := compilePattern(of)
	if err != nil {
		return refusing{err}
	}
	return p
}

// refusing is the parser of options that were refused before it is asked.
type refusing struct{ err error }

func (p refusing) header([]byte) (bool, Fault) { return false, Fault{Column: 1, Reason: p.err.Error()} }
func (p refusing) parse([]byte, *Record) Fault { return Fault{Column: 1, Reason: p.err.Error()} }

func (p *patternParser) header([]byte) (bool, Fault) { return false, Fault{} }

func (p *patternParser) parse(line []byte, r *Record) Fault {
	at := p.shape.FindSubmatchIndex(line)
	if at == nil {
		return Fault{Column: 1, Reason: "the line does not match --pattern"}
	}
	*r = Record{Requests: 1, Duration: NoDuration}
	p.begin()
	t := template{class: p.class}
	for i := 1; i < len(p.groups); i++ {
		g := &p.groups[i]
		if g.skip || at[2*i] < 0 {
			continue
		}
		b := line[at[2*i]:at[2*i+1]]
		wrong := ""
		if g.use == usesNothing {
			wrong = p.fill(g.also, b, r)
		} else {
			t.filler = p.filler
			wrong, _ = t.take(&variable{means: g.use, unit: g.unit}, b, r)
			p.filler = t.filler
		}
		if wrong != "" {
			return Fault{Column: at[2*i] + 1, Reason: wrong}
		}
	}
	if t.method != nil || t.path != nil {
		r.Class = p.class.parts(t.method, t.path)
	}
	return p.finish(r)
}

// checkLines says what is wrong with a pattern or a format of a server.
func (o *Options) checkLines() error {
	if o.Pattern == "" && o.LogFormat == "" {
		return nil
	}
	of := newReading(*o, NewClasses())
	switch {
	case o.Pattern != "" && o.LogFormat != "" || o.Format != "" && o.Format != "pattern" && o.Format != "log-format":
		return &InputError{Reason: "one of --format, --pattern and --log-format says how lines are read, not two"}
	case o.Pattern != "":
		_, err := compilePattern(of)
		return err
	}
	_, err := newLogFormat(of)
	if err != nil {
		return &InputError{Reason: "--log-format: " + err.Error(), Err: err}
	}
	return nil
}

// newLogFormatParser makes the parser of --log-format, which has been checked.
func newLogFormatParser(of *reading) parser {
	t, err := newLogFormat(of)
	if err != nil {
		return refusing{err}
	}
	return t
}
