package format

import "bytes"

// CloudFront's real-time log has tabs and no header: those of its fields that
// were chosen, always in the same order. Which they are shows in what they look
// like. Consumers of the stream make JSON of it, with the fields' own names.

const realTimeStamps = "AWS, CloudFront real-time logs: timestamp is when the edge server finished responding"

var realTimeLayout = layout{
	signs:  []string{"timestamp", "sc-status", "x-edge-location|x-edge-result-type|time-to-first-byte|cs-uri-stem"},
	fields: "time=timestamp,client=c-ip,class=cs-method,bytes=sc-bytes,duration=time-taken:s,status=sc-status",
	utc:    true,
}

// realTimeField is a field of the log: its name, how it looks, what it means.
type realTimeField struct {
	name  string
	looks func([]byte) bool
	means int
}

// realTimeFields are the first of them, in order; none behind the time taken
// matters here.
var realTimeFields = []realTimeField{
	{"timestamp", isEpoch, int(meansTime)},
	{"c-ip", looksAddress, int(meansClient)},
	{"time-to-first-byte", isDecimal, -1},
	{"sc-status", func(b []byte) bool { return len(b) == 3 && digits(b) }, int(meansStatus)},
	{"sc-bytes", isDigits, int(meansBytes)},
	{"cs-method", IsMethod, int(meansClass)},
	{"cs-protocol", func(b []byte) bool { return len(b) > 1 && len(b) <= 5 && (b[0] == 'h' || b[0] == 'w') }, -1},
	{"cs-host", isNamed, -1},
	{"cs-uri-stem", func(b []byte) bool { return line0(b) == '/' }, -1},
	{"cs-bytes", isDigits, -1},
	{"x-edge-location", isNamed, -1},
	{"x-edge-request-id", func(b []byte) bool { return len(b) > 30 }, -1},
	{"x-host-header", isNamed, -1},
	{"time-taken", isDecimal, int(meansDuration)},
}

func isDigits(b []byte) bool { return len(b) > 0 && digits(b) }

func isDecimal(b []byte) bool {
	whole, part, ok := bytes.Cut(b, []byte{'.'})
	return ok && isDigits(whole) && isDigits(part)
}

// isNamed distinguishes a name from a number.
func isNamed(b []byte) bool { return isHostName(b) && !isDecimal(b) && !isDigits(b) }

// isEpoch tells seconds since 1970, with decimals or not.
func isEpoch(b []byte) bool {
	whole, part, _ := bytes.Cut(b, []byte{'.'})
	return len(whole) == 10 && digits(whole) && digits(part)
}

// realTimeParser reads the lines with tabs.
type realTimeParser struct {
	filler
	means []int // by column
}

func newRealTime(of *reading) parser {
	p := &realTimeParser{filler: newFiller(of)}
	p.durationUnit, p.strict = second, true
	most := 0
	for _, line := range of.sample {
		means, known := realTimeColumns(bytes.Split(line, []byte{'\t'}))
		if known > most {
			p.means, most = means, known
		}
	}
	for _, field := range realTimeFields {
		for _, m := range p.means {
			if m == field.means && m > int(meansTime) {
				unit := ""
				if m == int(meansDuration) {
					unit = "s"
				}
				of.says(meaning(m), field.name, unit)
			}
		}
	}
	return p
}

// realTimeColumns finds what the columns mean: each is the first of the fields
// behind that of the column before which looks so.
func realTimeColumns(columns [][]byte) (means []int, known int) {
	next := 0
	for i, c := range columns {
		means = append(means, -1)
		for f := next; f < len(realTimeFields); f++ {
			if string(c) == "-" && f == next || realTimeFields[f].looks(c) {
				means[i], next = realTimeFields[f].means, f+1
				if means[i] >= 0 {
					known++
				}
				break
			}
		}
	}
	if len(means) < 3 || means[0] != int(meansTime) || known < 3 {
		return nil, 0
	}
	return means, known
}

func (p *realTimeParser) header([]byte) (bool, Fault) { return false, Fault{} }

func (p *realTimeParser) parse(line []byte, r *Record) Fault {
	if p.means == nil {
		return Fault{Column: 1, Reason: "the line has not the fields of CloudFront's real-time log, divided by tabs"}
	}
	*r = Record{Requests: 1, Duration: NoDuration}
	at := 0
	for i, m := range p.means {
		if at > len(line) {
			return Fault{Column: len(line) + 1, Reason: "the line has fewer fields than those before it"}
		}
		end := bytes.IndexByte(line[at:], '\t')
		if end < 0 {
			end = len(line) - at
		}
		if m >= 0 {
			if wrong := p.fill(meaning(m), line[at:at+end], r); wrong != "" {
				return Fault{Column: at + 1, Reason: wrong}
			}
		}
		if at += end + 1; i == len(p.means)-1 && at <= len(line) {
			return Fault{Column: at, Reason: "the line has more fields than those before it"}
		}
	}
	return Fault{}
}
