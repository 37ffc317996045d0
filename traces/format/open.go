package format

// Open starts to read a file of this format. The names of classes are numbered on
// from those that there are.
func (f *Found) Open(in *Input, o Options, c *Classes) (*Reader, error) {
	of := readingOf(o, c)
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

// stampsAreFine reports whether one of the first stamps has decimals of the second.
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
