package format

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
)

// jmeterFeed reads JMeter's results as XML. A sample may hold others, of which it
// is the sum: what a page loads, or where it was redirected to. Those without
// others in them are the requests; a sample that is not of HTTP stands aside.
type jmeterFeed struct {
	decoder *xml.Decoder
	filler
	open []jmeterSample // those that have begun
	row  int
	err  error
}

// jmeterSample is a sample whose element has begun.
type jmeterSample struct {
	http  bool
	attrs []xml.Attr
	inner bool // others are in it
}

func isJMeterXML(head []byte) bool {
	return bytes.Contains(head, []byte("<testResults"))
}

func newJMeterXML(of *reading, in *Input) (feed, error) {
	of.says(meansClass, "lb", "")
	of.says(meansDuration, "t", "ms")
	of.says(meansBytes, "by", "")
	of.says(meansStatus, "rc", "")
	f := &jmeterFeed{decoder: xml.NewDecoder(in), filler: newFiller(of)}
	f.durationUnit, f.decoder.Strict = 1e6, true
	f.decoder.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	return f, nil
}

func (f *jmeterFeed) next(r *Record) (Fault, bool) {
	for f.err == nil {
		token, err := f.decoder.Token()
		if err != nil {
			f.end(err)
			break
		}
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Local != "httpSample" && e.Name.Local != "sample" {
				continue
			}
			if n := len(f.open); n > 0 {
				f.open[n-1].inner = true
			}
			if len(f.open) == deepest {
				f.err = &InputError{Line: f.here(), Reason: "the samples of JMeter lie too deep: more than 100 levels"}
				continue
			}
			f.open = append(f.open, jmeterSample{http: e.Name.Local == "httpSample", attrs: e.Copy().Attr})
		case xml.EndElement:
			if e.Name.Local != "httpSample" && e.Name.Local != "sample" || len(f.open) == 0 {
				continue
			}
			last := f.open[len(f.open)-1]
			f.open = f.open[:len(f.open)-1]
			f.row = int(f.here())
			return f.sample(&last, r), true
		}
	}
	return Fault{}, false
}

func (f *jmeterFeed) here() int64 {
	line, _ := f.decoder.InputPos()
	return int64(line)
}

var jmeterAttributes = map[string]meaning{"ts": meansTime, "t": meansDuration, "lb": meansClass, "rc": meansStatus, "by": meansBytes}

func (f *jmeterFeed) sample(s *jmeterSample, r *Record) Fault {
	switch {
	case s.inner:
		return setAside("samples that are the sum of others")
	case !s.http:
		return setAside(jmeterOthers)
	}
	*r = Record{Requests: 1, Duration: NoDuration}
	timed := false
	for _, a := range s.attrs {
		m, ok := jmeterAttributes[a.Name.Local]
		if !ok {
			continue
		}
		timed = timed || m == meansTime
		if wrong := f.fill(m, []byte(a.Value), r); wrong != "" {
			return Fault{Column: 1, Reason: wrong}
		}
	}
	if !timed {
		return Fault{Column: 1, Reason: "the sample has no time (ts)"}
	}
	return Fault{}
}

func (f *jmeterFeed) end(err error) {
	var packing *packingError
	var input *InputError
	switch {
	case errors.As(err, &packing), errors.As(err, &input):
		f.err = err
	case err != io.EOF:
		f.err = &InputError{Line: f.here(), Reason: "the XML of JMeter is malformed, or cut short as a test is that was stopped", Err: err}
	}
}

func (f *jmeterFeed) line() int64    { return int64(f.row) }
func (f *jmeterFeed) headers() int64 { return 0 }
func (f *jmeterFeed) failure() error { return f.err }
func (f *jmeterFeed) shape() Shape   { return Shape{Fine: true} }
