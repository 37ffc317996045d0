package traces

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
	b = strconv.AppendUint(append(b, ','), r.Bytes, 10)
	b = append(b, ',')
	if r.Duration != NoDuration {
		b = appendSeconds(b, r.Duration)
	}
	b = append(b, ',')
	if r.Status != 0 {
		b = strconv.AppendUint(b, uint64(r.Status), 10)
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
	b = strconv.AppendUint(append(b, `,"bytes":`...), r.Bytes, 10)
	if r.Duration != NoDuration {
		b = appendSeconds(append(b, `,"duration_s":`...), r.Duration)
	}
	if r.Status != 0 {
		b = strconv.AppendUint(append(b, `,"status":`...), uint64(r.Status), 10)
	}
	_, err := s.to.Write(append(b, '}', '\n'))
	return err
}

func (s *jsonlSink) Close() error { return s.to.Flush() }
