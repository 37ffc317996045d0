package format

import (
	"bytes"
	"time"

	"failsim/sim"
)

// filler fills records from columns.
type filler struct {
	key          sim.Key
	classes      *Classes
	clock        clock
	durationUnit int64 // ns; 0: a bare number says nothing
	commas       bool  // a comma stands for the decimal point
	strict       bool  // a client must be an address or a name, for there is no name of a column that says it is one
	parts        bool  // some meanings are made up of several columns
	date, text   []byte
	clockText    []byte
	sum          int64 // of durations that follow each other; NoDuration if one is unknown
	summed       bool
	gone         bool // the client hung up
	rows         *rowRule
	other        bool  // the row is no request
	end          int64 // when the response ended; 0 if unknown
}

func newFiller(of *reading) filler {
	return filler{key: of.clientKey(), classes: of.classes, clock: clock{local: of.local, unit: int64(of.Fields.TimeUnit)},
		durationUnit: int64(of.Fields.DurationUnit)}
}

// begin makes ready for a line.
func (f *filler) begin() {
	if f.parts {
		f.date, f.clockText, f.sum, f.summed = f.date[:0], f.clockText[:0], 0, false
		f.gone, f.other, f.end = false, false, 0
	}
}

// fill takes in what a column says, or returns what is wrong with it. An empty
// field or "-" says nothing.
func (f *filler) fill(m meaning, b []byte, r *Record) (wrong string) {
	if m&alsoClass != 0 {
		r.Class = f.classes.named(b)
		m &^= alsoClass
	}
	b = trimmed(b)
	if (len(b) == 0 || len(b) == 1 && b[0] == '-') && m != meansTime && m != meansCount {
		return ""
	}
	ok := true
	switch m {
	case meansTime:
		r.At, r.ZoneSeconds, wrong = f.clock.read(b)
		return wrong
	case meansClient:
		if !r.HasClient {
			ok, wrong = f.client(b, r), wrongClient
		}
	case meansForwarded:
		had, before := r.HasClient, r.Client
		ok, wrong = f.client(b, r), wrongClient
		if had && !r.HasClient {
			r.Client, r.HasClient = before, true
		}
	case meansClass:
		r.Class = f.classes.named(methodOf(b))
	case meansBytes:
		var n int64
		n, ok = parseCount(wholeNumber(b))
		wrong = "the number of bytes is not a whole number from 0 to 10^15"
		r.Bytes, r.HasBytes = uint64(n), true
	case meansDuration:
		r.Duration, ok = f.duration(b)
		wrong = wrongDuration
	case meansStatus:
		r.Status, ok = parseHTTPStatus(wholeNumber(b))
		if !ok && bytes.HasPrefix(b, []byte("Non HTTP response")) { // JMeter
			r.Status, ok = StatusNoAnswer, true
		}
		wrong = wrongStatus
	case meansCount:
		r.Requests, ok = parseCount(wholeNumber(b))
		wrong = "the number of requests is not a whole number from 0 to 10^15"
	default:
		return f.part(m, b)
	}
	if ok {
		return ""
	}
	return wrong
}

// duration reads a number in the unit of its column, or one with a unit of its
// own: 12ms. -1 stands for one that is not known.
func (f *filler) duration(b []byte) (int64, bool) {
	if len(b) > 3 && b[0] == 'P' && b[1] == 'T' && b[len(b)-1] == 'S' { // ISO 8601: PT1M2.5S
		b = bytes.ToLower(b[2:])
	}
	if f.commas && bytes.Count(b, []byte{','}) == 1 && bytes.IndexByte(b, '.') < 0 {
		b = bytes.Replace(b, []byte{','}, []byte{'.'}, 1)
	}
	if last := b[len(b)-1]; last == 's' {
		d, err := time.ParseDuration(string(withoutBlank(b)))
		return int64(d), err == nil && d >= 0 && d <= maxDuration
	}
	if b[0] == '-' && len(b) > 1 && b[1] == '1' {
		if s := string(b); s == "-1" || s == "-1.0" || s == "-1.000" {
			return NoDuration, true
		}
	}
	if f.durationUnit == 0 {
		n, ok := parseDecimal(b, 1)
		if !ok || n < 0 {
			return 0, false
		}
		return NoDuration, true
	}
	return parseDecimal(b, f.durationUnit)
}

// withoutBlank takes out the blank between a number and its unit: 12 ms.
func withoutBlank(b []byte) []byte {
	if blank := bytes.IndexByte(b, ' '); blank > 0 {
		return append(bytes.Clone(b[:blank]), b[blank+1:]...)
	}
	return b
}

// client takes in a client. In a column that is called one, it may be whatever
// tells users apart, but a time.
func (f *filler) client(b []byte, r *Record) bool {
	if takeClient(f.key, b, r) {
		return true
	}
	if f.strict || isDate(b) {
		return false
	}
	r.Client, r.HasClient = hashClient(f.key, b), true
	return true
}

const wrongStatus = "the status is not a number from 100 to 599"

const wrongDuration = "the duration is not a number from 0 to 10^9 s"

// part takes in a column that says a part of a meaning.
func (f *filler) part(m meaning, b []byte) (wrong string) {
	f.parts = true
	switch m {
	case meansDate:
		f.date = append(f.date[:0], b...)
	case meansTimeOfDay:
		f.clockText = append(f.clockText[:0], b...)
	case meansFlags:
		f.gone = downstreamGone(b)
	case meansRow:
		f.other = !f.rows.admits(b)
	case meansEnd:
		f.end, _, wrong = f.clock.read(b)
		return wrong
	case meansDurationPart:
		ns, ok := f.duration(b)
		switch {
		case !ok:
			return wrongDuration
		case ns == NoDuration:
			f.sum = NoDuration
		case f.sum != NoDuration:
			f.sum += ns
		}
		f.summed = true
	}
	return ""
}

// finish makes meanings of their parts, once a line is read.
func (f *filler) finish(r *Record) Fault {
	if !f.parts {
		return Fault{}
	}
	if f.other {
		return setAside(f.rows.kind)
	}
	if wrong := f.join(r); wrong != "" {
		return Fault{Column: 1, Reason: wrong}
	}
	return Fault{}
}

func (f *filler) join(r *Record) (wrong string) {
	if len(f.date) > 0 || len(f.clockText) > 0 {
		f.text = append(append(append(f.text[:0], f.date...), 'T'), f.clockText...)
		if r.At, r.ZoneSeconds, wrong = f.clock.read(f.text); wrong != "" {
			return wrong
		}
	}
	if f.summed {
		r.Duration = f.sum
	}
	// Of whole seconds a difference says too little.
	if f.end > r.At && r.Duration == NoDuration && (f.end%second != 0 || r.At%second != 0) && f.end-r.At <= maxDuration {
		r.Duration = f.end - r.At
	}
	if f.gone {
		r.Status = statusHungUp
	}
	return ""
}

// downstreamGone reports whether Envoy's flags of a response say that the
// downstream connection was terminated, or Google's that the client went away
// before there was an answer.
func downstreamGone(flags []byte) bool {
	for flag := range bytes.SplitSeq(flags, []byte{','}) {
		if string(flag) == "DC" || bytes.Contains(flag, []byte("client_disconnected_before_any_response")) {
			return true
		}
	}
	return false
}

// methodOf returns the method of the first line of a request, and anything else
// as it is.
func methodOf(b []byte) []byte {
	if blank := bytes.IndexByte(b, ' '); blank > 0 && bytes.Contains(b, []byte(" HTTP/")) && IsMethod(b[:blank]) {
		return b[:blank]
	}
	return b
}

// wholeNumber takes off the decimals of a whole number, as tables write it.
func wholeNumber(b []byte) []byte { return bytes.TrimSuffix(b, []byte(".0")) }

// nonHTTP is what JMeter writes of a request without an answer, and then why.
var nonHTTP = []byte("Non HTTP response code")

// parseHTTPStatus reads a status; 0 and 000 are that of a request without an
// answer.
func parseHTTPStatus(b []byte) (uint16, bool) {
	if len(b) == 1 && b[0] == '0' || string(b) == "000" || bytes.HasPrefix(b, nonHTTP) {
		return StatusNoAnswer, true
	}
	if len(b) != 3 || !digits(b) || b[0] < '1' || b[0] > '5' {
		return 0, false
	}
	return uint16(b[0]-'0')*100 + uint16(digits2(b[1:])), true
}
