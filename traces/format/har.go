package format

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"time"
)

// harFeed reads an HTTP Archive, the JSON in which browsers and proxies keep
// what they asked for, entry by entry: log.entries, stamped when the request
// was sent. It is one document, so it is cut short or damaged as a whole.
type harFeed struct {
	source  *lineCounter
	decoder *json.Decoder
	fill    filler
	row     int64 // line of the entry
	begun   bool
	err     error
}

// harEntry is what is taken of an entry. Bodies are passed over, but an entry
// is in memory as a whole.
type harEntry struct {
	StartedDateTime string   `json:"startedDateTime"`
	Time            *float64 `json:"time"` // ms; -1 if unknown
	Request         struct {
		Method string `json:"method"`
	} `json:"request"`
	Response struct {
		Status       int      `json:"status"`
		BodySize     *float64 `json:"bodySize"` // -1 if unknown
		TransferSize *float64 `json:"_transferSize"`
		Content      struct {
			Size float64 `json:"size"`
		} `json:"content"`
	} `json:"response"`
}

func isHAR(head []byte) bool {
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	head = bytes.TrimLeft(head, " \t\r\n")
	if len(head) == 0 || head[0] != '{' {
		return false
	}
	head = bytes.TrimLeft(head[1:], " \t\r\n")
	return bytes.HasPrefix(head, []byte(`"log"`)) && bytes.HasPrefix(bytes.TrimLeft(head[5:], " \t\r\n:"), []byte("{"))
}

func newHAR(of *reading, in *Input) (feed, error) {
	of.says(meansDuration, "time", "ms")
	of.says(meansBytes, "response.bodySize", "")
	of.says(meansClass, "request.method", "")
	of.says(meansStatus, "response.status", "")
	source := &lineCounter{source: in}
	return &harFeed{source: source, decoder: json.NewDecoder(source), fill: newFiller(of)}, nil
}

func (f *harFeed) next(r *Record) (Fault, bool) {
	if f.err != nil || !f.begun && !f.begin() {
		return Fault{}, false
	}
	if !f.decoder.More() {
		f.end()
		return Fault{}, false
	}
	var e harEntry
	err := f.decoder.Decode(&e)
	f.row = f.source.lineAt(f.decoder.InputOffset())
	if err != nil {
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) {
			return Fault{Column: 1, Reason: "a field of the entry is not of the kind that HAR says"}, true
		}
		f.fail(err)
		return Fault{}, false
	}
	return f.entry(&e, r), true
}

func (f *harFeed) entry(e *harEntry, r *Record) Fault {
	*r = Record{Requests: 1, Duration: NoDuration}
	if wrong := f.fill.fill(meansTime, []byte(e.StartedDateTime), r); wrong != "" {
		return Fault{Column: 1, Reason: wrong}
	}
	if e.Time != nil && *e.Time >= 0 {
		if *e.Time > maxDuration/1e6 {
			return Fault{Column: 1, Reason: "the duration is not a number from 0 to 10^9 s"}
		}
		r.Duration = int64(math.Round(*e.Time * float64(time.Millisecond)))
	}
	switch s := e.Response.Status; {
	case s >= 100 && s <= 599:
		r.Status = uint16(s)
	case s == 0 || s == -1:
		r.Status = StatusNoAnswer
	default:
		return Fault{Column: 1, Reason: "the status is not a number from 100 to 599"}
	}
	r.Class = f.fill.classes.named([]byte(e.Request.Method))
	size := e.Response.Content.Size
	for _, known := range []*float64{e.Response.BodySize, e.Response.TransferSize} {
		if known != nil && *known >= 0 {
			size = *known
		}
	}
	r.Bytes, r.HasBytes = uint64(min(max(size, 0), maxCount)), true
	return Fault{}
}

// begin reads on to the first entry.
func (f *harFeed) begin() bool {
	f.begun = true
	if !f.enter("log") || !f.enter("entries") {
		f.fail(f.err)
		return false
	}
	return true
}

// enter reads on to the value of a name in the object that comes, and into it
// if it is an array.
func (f *harFeed) enter(name string) bool {
	if !f.delim('{') {
		return false
	}
	for f.decoder.More() {
		key, err := f.decoder.Token()
		if err != nil {
			f.err = err
			return false
		}
		if key == name {
			return name != "entries" || f.delim('[')
		}
		var passed json.RawMessage
		if f.err = f.decoder.Decode(&passed); f.err != nil {
			return false
		}
	}
	return false
}

func (f *harFeed) delim(want json.Delim) bool {
	token, err := f.decoder.Token()
	f.err = err
	return err == nil && token == want
}

// end sees to it that the document is whole, and that nothing follows it.
func (f *harFeed) end() {
	for depth := 3; ; { // in the entries, in the log, in the document
		token, err := f.decoder.Token()
		switch {
		case err == io.EOF && depth == 0:
			return
		case err != nil:
			f.fail(err)
			return
		case depth == 0:
			f.err = &InputError{Line: f.source.lineAt(f.decoder.InputOffset()), Reason: "something follows the HTTP Archive: two files have been joined"}
			return
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
	}
}

func (f *harFeed) fail(err error) {
	reason := "the file is not an HTTP Archive: it has no log.entries"
	var syntax *json.SyntaxError
	var packing *packingError
	var input *InputError
	switch {
	case errors.As(err, &packing), errors.As(err, &input):
		f.err = err
		return
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		reason = "the HTTP Archive is cut short"
	case errors.As(err, &syntax):
		reason = "the JSON of the HTTP Archive is malformed"
	}
	f.err = &InputError{Line: f.source.lineAt(f.decoder.InputOffset()), Reason: reason, Err: err}
}

func (f *harFeed) line() int64    { return f.row }
func (f *harFeed) headers() int64 { return 0 }
func (f *harFeed) failure() error { return f.err }
func (f *harFeed) shape() Shape   { return Shape{Fine: true} }

// lineCounter bounds what lies between two entries, and remembers where the lines end that are yet to be passed. A byte
// order mark before the first is dropped.
type lineCounter struct {
	source io.Reader
	read   int64
	ends   []int64 // offsets of line ends behind passed
	passed int64   // lines that end before the offset asked for last
	asked  int64   // that offset
	blank  int     // blanks and line ends read last, in a row
}

// maxBlank is how many blanks and line ends may follow each other: the decoder
// would look at them again and again.
const maxBlank = 64 << 10

// maxEntry bounds what one entry may take, with the bodies it holds.
const maxEntry = 8 << 20

func (c *lineCounter) Read(p []byte) (int, error) {
	if c.read-c.asked > maxEntry {
		return 0, &InputError{Line: c.passed + 1, Reason: "an entry of the HTTP Archive takes more than 8 MiB; save it without the bodies of answers"}
	}
	n, err := c.source.Read(p)
	if c.read == 0 && bytes.HasPrefix(p[:n], []byte("\xef\xbb\xbf")) {
		n = copy(p, p[3:n])
	}
	for i, b := range p[:n] {
		if b == '\n' {
			c.ends = append(c.ends, c.read+int64(i))
		}
		if c.blank++; b > ' ' {
			c.blank = 0
		}
	}
	if c.blank > maxBlank {
		return 0, &InputError{Line: c.passed + 1, Reason: "the HTTP Archive holds more than 64 KiB of nothing but blanks"}
	}
	c.read += int64(n)
	return n, err
}

// lineAt returns the number of the line that holds an offset. Offsets ascend.
func (c *lineCounter) lineAt(offset int64) int64 {
	k := 0
	for k < len(c.ends) && c.ends[k] < offset {
		k++
	}
	c.passed, c.asked = c.passed+int64(k), offset
	c.ends = c.ends[:copy(c.ends, c.ends[k:])]
	return c.passed + 1
}
