package format

import (
	"bufio"
	"io"
	"strconv"
	"strings"
)

// clfSink writes the Common Log Format. Where there is a duration, empty
// referrer and agent and the seconds follow.
//
// A client is written as a token, 16 hexadecimal digits of its keyed hash. A
// class that is a method is written as one, any other as the path of a GET; a
// request without a class has the request line "-". No bytes are "-" too, as
// the format has it (Apache's %b).
type clfSink struct {
	to    *bufio.Writer
	clock clockCache
}

func newCLFSink(to io.Writer, _ CompactShape) (Sink, error) {
	return &clfSink{to: bufio.NewWriter(to)}, nil
}

func (s *clfSink) Write(r *Record, class string) error {
	b := s.to.AvailableBuffer()
	b = appendToken(b, r)
	b = append(b, " - - ["...)
	b = s.clock.time(r).AppendFormat(b, "02/Jan/2006:15:04:05 -0700")
	b = append(b, `] "`...)
	b = appendRequestLine(b, class)
	b = append(b, `" `...)
	switch r.Status {
	case 0:
		b = append(b, '-')
	case StatusNoAnswer:
		b = append(b, "000"...)
	default:
		b = strconv.AppendUint(b, uint64(r.Status), 10)
	}
	b = append(b, ' ')
	if r.Bytes == 0 {
		b = append(b, '-')
	} else {
		b = strconv.AppendUint(b, r.Bytes, 10)
	}
	if r.Duration != NoDuration {
		b = append(b, ` "-" "-" `...)
		b = appendSeconds(b, r.Duration, 6)
	}
	_, err := s.to.Write(append(b, '\n'))
	return err
}

func (s *clfSink) Close() error { return s.to.Flush() }

// appendToken writes a client's pseudonym, or "-" if it is unknown.
func appendToken(b []byte, r *Record) []byte {
	if !r.HasClient {
		return append(b, '-')
	}
	const digits = "0123456789abcdef"
	for shift := 60; shift >= 0; shift -= 4 {
		b = append(b, digits[r.Client>>shift&15])
	}
	return b
}

func appendRequestLine(b []byte, class string) []byte {
	method, path := "GET", "/"
	switch {
	case class == "":
		return append(b, '-')
	case class[0] == '/':
		path = class
	case IsMethod([]byte(class)):
		method = class
	default:
		path = "/" + class
	}
	b = append(append(b, method...), ' ')
	for i := range len(path) {
		if c := path[i]; c <= ' ' || c == '"' || c == '\\' || c >= 0x7f {
			b = append(b, '%', "0123456789ABCDEF"[c>>4], "0123456789ABCDEF"[c&15])
		} else {
			b = append(b, c)
		}
	}
	return append(b, " HTTP/1.1"...)
}

// appendSeconds writes a duration in seconds, with a point and at least so many
// of nine decimals. In a common log there are six: three are nginx's, whose
// stamps are taken at the end, and these are arrivals.
func appendSeconds(b []byte, ns int64, least int) []byte {
	b = append(strconv.AppendInt(b, ns/second, 10), '.')
	part := strconv.FormatInt(second+ns%second, 10)[1:]
	for len(part) > least && strings.HasSuffix(part, "0") {
		part = part[:len(part)-1]
	}
	return append(b, part...)
}
