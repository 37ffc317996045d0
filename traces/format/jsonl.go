package format

import "encoding/json"

func newJSONL(of *reading) parser {
	p := &jsonlParser{filler: newFiller(of), of: of, without: noTime}
	p.scanner.values = make([]jsonValue, mostSlots)
	p.learnFrom(of.sample)
	return p
}

// header finds no header, but sees to it that the first lines have the fields
// that the user named.
func (p *jsonlParser) header([]byte) (bool, Fault) {
	if p.of.Fields != (Fields{}) && p.slots == nil && p.seen {
		return false, Fault{Column: 1, Reason: p.without}
	}
	return false, Fault{}
}

func (p *jsonlParser) parse(line []byte, r *Record) Fault {
	if p.slots == nil && p.lines < sniffLines {
		p.learnFrom([][]byte{line})
	}
	p.scanner.values = p.scanner.values[:len(p.slots)]
	if at, wrong := p.scanner.scan(line, p.wanted); wrong != "" {
		return Fault{Column: at + 1, Reason: wrong}
	}
	if p.slots == nil {
		return Fault{Column: 1, Reason: p.without}
	}
	*r = Record{Requests: 1, Duration: NoDuration}
	p.begin()
	if f := p.complete(line); f.Reason != "" {
		return f
	}
	for i := range p.slots {
		v := &p.scanner.values[i]
		if v.kind == 0 || v.kind == 'n' {
			continue
		}
		if p.other {
			break // what it says besides is of another kind
		}
		if wrong := p.take(p.slots[i].means, v, r); wrong != "" {
			return Fault{Column: v.at + 1, Reason: wrong}
		}
	}
	return p.finish(r)
}

// timesAndParts are the meanings of which a time is made, a bit each.
const timesAndParts = 1<<meansTime | 1<<meansDate | 1<<meansTimeOfDay

// complete sees to it that a line has a time, and a number of requests if it is
// of counts; a line of another kind stands aside.
func (p *jsonlParser) complete(line []byte) Fault {
	taken, missing := 0, ""
	for i := range p.slots {
		m := p.slots[i].means &^ alsoClass
		timed := 1<<m&timesAndParts != 0
		switch k := p.scanner.values[i].kind; {
		case k != 0 && k != 'n':
			if !timed {
				taken++
			}
		case timed || m == meansCount:
			missing = nameOfMeaning(m)
		}
	}
	if taken == 0 && len(p.slots) > 1 && (missing != "" || p.of.Fields.Time == "") {
		if kind := applicationJSON(line); kind != "" {
			return setAside(kind)
		}
		if p.of.layout != nil {
			return setAside("JSON without the fields of " + p.of.layout.name)
		}
	}
	if missing != "" {
		return Fault{Column: 1, Reason: "the field of the " + missing + " is missing"}
	}
	return Fault{}
}

// take fills in one value.
func (p *jsonlParser) take(m meaning, v *jsonValue, r *Record) string {
	switch v.kind {
	case '{', '[', 't':
		return "the field of the " + nameOfMeaning(m) + " is neither a string nor a number"
	case '"':
		if v.odd {
			return p.fill(m, unescaped(v.raw), r)
		}
	}
	return p.fill(m, v.raw, r)
}

// unescaped undoes the escapes of a string that the scanner has checked.
func unescaped(raw []byte) []byte {
	var text string
	if json.Unmarshal([]byte(`"`+string(raw)+`"`), &text) != nil {
		return nil
	}
	return []byte(text)
}

func nearJSON(line []byte) bool { return line0(line) == '{' }
