package format

import (
	"bytes"
	"encoding/gob"
	"errors"
	"io"
	"time"
)

// vegetaParser reads what "vegeta encode" writes, one result a line, stamped
// when the request was sent and written when it ended:
//
//	{"attack":"","seq":0,"code":200,"timestamp":"2020-04-16T11:20:59.165Z","latency":2130000,"bytes_out":0,"bytes_in":14,...}
//
// Latencies are in ns. The code 0 is a request without an answer.
type vegetaParser struct {
	filler
	scanner jsonScanner
}

var vegetaTree = []jsonNode{
	{name: "timestamp", leaf: int(meansTime)}, {name: "latency", leaf: int(meansDuration)}, {name: "code", leaf: int(meansStatus)},
	{name: "bytes_in", leaf: int(meansBytes)}, {name: "method", leaf: int(meansClass)}, {name: "seq", leaf: int(meansCount)},
}

// vegetaSays notes where vegeta's results say what.
func vegetaSays(of *reading) {
	of.says(meansDuration, "latency", "ns")
	of.says(meansBytes, "bytes_in", "")
	of.says(meansClass, "method", "")
	of.says(meansStatus, "code", "")
}

func newVegeta(of *reading) parser {
	vegetaSays(of)
	p := &vegetaParser{filler: newFiller(of)}
	p.durationUnit = 1
	p.scanner.values = make([]jsonValue, meanings)
	return p
}

func (p *vegetaParser) header([]byte) (bool, Fault) { return false, Fault{} }

func (p *vegetaParser) parse(line []byte, r *Record) Fault {
	if at, wrong := p.scanner.scan(line, vegetaTree); wrong != "" {
		return Fault{Column: at + 1, Reason: wrong}
	}
	*r = Record{Requests: 1, Duration: NoDuration}
	for _, m := range [...]meaning{meansTime, meansDuration, meansStatus, meansBytes, meansClass} {
		v := &p.scanner.values[m]
		if v.kind == 0 && m != meansClass || p.scanner.values[meansCount].kind == 0 { // the number of the result
			return Fault{Column: 1, Reason: "the line has not the fields of a result of vegeta: seq, timestamp, latency, code, bytes_in"}
		}
		if wrong := p.fill(m, v.raw, r); wrong != "" {
			return Fault{Column: v.at + 1, Reason: wrong}
		}
	}
	return Fault{}
}

// newVegetaCSV reads "vegeta encode --to csv": time in ns, code, latency in
// ns, bytes out, bytes in, error, body, attack, number, method, URL, headers.
func newVegetaCSV(of *reading) parser {
	chosen := *of
	chosen.Fields = Fields{Time: "1", Status: "2", Duration: "3", DurationUnit: time.Nanosecond, Bytes: "5", Class: "10"}
	chosen.layouts = nil
	return &vegetaCSVParser{csvParser: *newCSV(&chosen).(*csvParser), reading: of}
}

type vegetaCSVParser struct {
	csvParser
	reading *reading
}

func (p *vegetaCSVParser) header(line []byte) (bool, Fault) {
	if bytes.Count(line, []byte{','}) < 11 {
		return false, Fault{Column: 1, Reason: "the line has not the 12 columns of a result of vegeta"}
	}
	is, f := p.csvParser.header(line)
	vegetaSays(p.reading)
	return is, f
}

// vegetaResult is what vegeta's own encoding holds of a result, by the names
// of its fields; those that are not here are passed over.
type vegetaResult struct {
	Seq       uint64
	Code      uint16
	Timestamp time.Time
	Latency   time.Duration
	BytesIn   uint64
	Method    string
}

// vegetaGobFeed reads vegeta's own encoding, that of encoding/gob.
type vegetaGobFeed struct {
	decoder *gob.Decoder
	of      *reading
	row     int64
	err     error
}

func isVegetaGob(head []byte) bool {
	return bytes.Contains(head[:min(len(head), 20)], []byte("\x06Result"))
}

func newVegetaGob(of *reading, in *Input) (feed, error) {
	vegetaSays(of)
	return &vegetaGobFeed{decoder: gob.NewDecoder(in), of: of}, nil
}

func (f *vegetaGobFeed) next(r *Record) (Fault, bool) {
	if f.err != nil {
		return Fault{}, false
	}
	var v vegetaResult
	if err := f.decoder.Decode(&v); err != nil {
		if !errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			f.err = &InputError{Line: f.row + 1, Reason: "the results of vegeta are damaged or cut short", Err: err}
		}
		return Fault{}, false
	}
	f.row++
	at := v.Timestamp
	if year := at.UTC().Year(); year < 1970 || year > 2199 {
		return Fault{Column: 1, Reason: "the time is not of the years 1970 to 2199"}, true
	}
	if v.Latency < 0 || int64(v.Latency) > maxDuration {
		return Fault{Column: 1, Reason: "the duration is not a number from 0 to 10^9 s"}, true
	}
	if v.Code > 599 || v.Code < 100 && v.Code != 0 {
		return Fault{Column: 1, Reason: "the status is not a number from 100 to 599"}, true
	}
	if v.Code == 0 {
		v.Code = StatusNoAnswer
	}
	_, zone := at.Zone()
	*r = Record{At: at.UnixNano(), Requests: 1, Duration: int64(v.Latency), Bytes: min(v.BytesIn, maxCount), HasBytes: true, Status: v.Code,
		ZoneSeconds: int32(zone), Class: f.of.classes.named([]byte(v.Method))}
	return Fault{}, true
}

func (f *vegetaGobFeed) line() int64    { return f.row }
func (f *vegetaGobFeed) headers() int64 { return 0 }
func (f *vegetaGobFeed) failure() error { return f.err }
func (f *vegetaGobFeed) shape() Shape   { return Shape{Fine: true} }

var vegetaStamp = stamping{stampStart, "vegeta takes a result's timestamp when it sends the request: lib/attack.go"}
