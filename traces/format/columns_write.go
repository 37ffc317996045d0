package format

import (
	"bufio"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"

	"failsim/results/words"
)

// csvSink writes a request a line, under a header. What is not known is left
// empty.
type csvSink struct {
	to    *bufio.Writer
	clock clockCache
}

func newCSVSink(to io.Writer, _ CompactShape) (Sink, error) {
	s := &csvSink{to: bufio.NewWriter(to)}
	_, err := s.to.WriteString("time,client,class,bytes,duration_s,status\n")
	return s, err
}

func (s *csvSink) Write(r *Record, class string) error {
	b := s.to.AvailableBuffer()
	b = append(s.clock.time(r).AppendFormat(b, time.RFC3339Nano), ',')
	if r.HasClient {
		b = appendToken(b, r)
	}
	b = appendQuoted(append(b, ','), class)
	b = append(b, ',')
	if r.HasBytes {
		b = strconv.AppendUint(b, r.Bytes, 10)
	}
	b = append(b, ',')
	if r.Duration != NoDuration {
		b = appendSeconds(b, r.Duration, 3)
	}
	b = append(b, ',')
	if r.Status != 0 {
		b = strconv.AppendUint(b, writtenStatus(r), 10)
	}
	_, err := s.to.Write(append(b, '\n'))
	return err
}

func (s *csvSink) Close() error { return s.to.Flush() }

// appendQuoted writes a field, in quotes where it needs them (RFC 4180).
func appendQuoted(b []byte, field string) []byte {
	field = words.CSV(field)
	if !strings.ContainsAny(field, "\",\r\n\t;|") && strings.TrimSpace(field) == field {
		return append(b, field...)
	}
	b = append(b, '"')
	b = append(b, strings.ReplaceAll(field, `"`, `""`)...)
	return append(b, '"')
}

// jsonlSink writes a JSON object a line. What is not known is left out.
type jsonlSink struct {
	to    *bufio.Writer
	clock clockCache
}

func newJSONLSink(to io.Writer, _ CompactShape) (Sink, error) {
	return &jsonlSink{to: bufio.NewWriter(to)}, nil
}

func (s *jsonlSink) Write(r *Record, class string) error {
	b := append(s.to.AvailableBuffer(), `{"time":"`...)
	b = append(s.clock.time(r).AppendFormat(b, time.RFC3339Nano), '"')
	if r.HasClient {
		b = append(appendToken(append(b, `,"client":"`...), r), '"')
	}
	if class != "" {
		name, err := json.Marshal(class)
		if err != nil {
			return err
		}
		b = append(append(b, `,"class":`...), name...)
	}
	if r.HasBytes {
		b = strconv.AppendUint(append(b, `,"bytes":`...), r.Bytes, 10)
	} else { // so that the line says that it is of a request
		b = append(b, `,"bytes":null`...)
	}
	if r.Duration != NoDuration {
		b = appendSeconds(append(b, `,"duration_s":`...), r.Duration, 3)
	}
	if r.Status != 0 {
		b = strconv.AppendUint(append(b, `,"status":`...), writtenStatus(r), 10)
	}
	_, err := s.to.Write(append(b, '}', '\n'))
	return err
}

func (s *jsonlSink) Close() error { return s.to.Flush() }

// writtenStatus is how tables hold a status: no answer is 0, as k6 and vegeta
// have it.
func writtenStatus(r *Record) uint64 {
	if r.Status == StatusNoAnswer {
		return 0
	}
	return uint64(r.Status)
}
