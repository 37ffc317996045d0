package format

import (
	"bufio"
	"bytes"
	"io"
	"slices"
	"strings"
)

// listMembers are what the member of an object is called that holds the records
// of an export: of Azure Monitor and Event Hubs, AWS, and log services alike.
var listMembers = []string{"records", "events", "logs", "entries", "items", "value", "values", "rows", "data", "results"}

var byteOrderMark = []byte("\xef\xbb\xbf")

// isJSONArray reports whether a text begins as an array of objects does, or as an
// object that holds one: {"records": [{...
func isJSONArray(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, byteOrderMark), " \t\r\n")
	if rest, ok := bytes.CutPrefix(head, []byte{'{'}); ok {
		name, value, ok := bytes.Cut(bytes.TrimLeft(rest, " \t\r\n"), []byte{':'})
		name = bytes.TrimRight(name, " \t\r\n")
		if !ok || len(name) < 2 || name[0] != '"' || !isListMember(name[1:len(name)-1]) {
			return false
		}
		head = bytes.TrimLeft(value, " \t\r\n")
	}
	rest, ok := bytes.CutPrefix(head, []byte{'['})
	rest = bytes.TrimLeft(rest, " \t\r\n")
	return ok && len(rest) > 0 && (rest[0] == '{' || rest[0] == ']')
}

func isListMember(name []byte) bool {
	return slices.Contains(listMembers, strings.ToLower(string(name)))
}

// arrayReader makes lines of the elements of JSON arrays, one each, without
// building anything. Several documents may follow each other. The lines that
// messages name are then the elements, counted from 1.
type arrayReader struct {
	from *bufio.Reader
	made []byte // yet to be read
	in   bool   // an array
	out  bool   // an object holds it
	had  bool   // that object had an array
	err  error
}

func newArrayReader(from *bufio.Reader) *arrayReader { return &arrayReader{from: from} }

func (a *arrayReader) Read(p []byte) (int, error) {
	for len(a.made) == 0 {
		if a.err != nil {
			return 0, a.err
		}
		a.made = a.made[:0]
		if err := a.step(); err != nil {
			a.err = err
		}
	}
	n := copy(p, a.made)
	a.made = a.made[n:]
	return n, nil
}

const (
	arrayCutShort  = "the JSON array is cut short: its end is missing"
	arrayMalformed = "the JSON array is malformed: neither a comma nor its end follows an element"
)

// step reads on: an element, a member that holds none, or the end of something.
func (a *arrayReader) step() error {
	c, err := a.next()
	switch {
	case err == io.EOF && !a.in && !a.out:
		return io.EOF
	case err == io.EOF:
		return &InputError{Reason: arrayCutShort}
	case err != nil:
		return err
	case a.in && c == ']':
		a.in = false
		return a.follow('}', a.out)
	case a.in:
		a.made = append(a.made[:0], c)
		if err := a.value(c, true); err != nil {
			return err
		}
		a.made = append(a.made, '\n')
		return a.follow(']', true)
	case c == '[' && !a.out:
		a.in = true
		return nil
	case c == '{' && !a.out:
		a.out, a.had = true, false
		return nil
	case c == '}' && a.out && a.had:
		a.out = false
		return nil
	case c == '}' && a.out:
		return &InputError{Reason: "an object beside the JSON arrays holds no array of records"}
	case c == '"' && a.out:
		return a.member()
	}
	return &InputError{Reason: "the JSON is malformed: neither an array nor an object that holds one begins here"}
}

// member reads a member of the object around the array.
func (a *arrayReader) member() error {
	a.made = a.made[:0]
	if err := a.text(true); err != nil {
		return err
	}
	list := isListMember(bytes.TrimSuffix(a.made, []byte{'"'}))
	a.made = a.made[:0]
	if c, err := a.next(); err != nil || c != ':' {
		return orReason(err, "the JSON is malformed: no colon follows a name")
	}
	c, err := a.next()
	if err != nil {
		return orReason(err, arrayCutShort)
	}
	if list && c == '[' {
		a.in, a.had = true, true
		return nil
	}
	if err := a.value(c, false); err != nil {
		return err
	}
	return a.follow('}', true)
}

// follow sees to it that a comma, which it passes, or an end follows.
func (a *arrayReader) follow(end byte, needed bool) error {
	if !needed {
		return nil
	}
	c, err := a.next()
	switch {
	case err != nil:
		return orReason(err, arrayCutShort)
	case c == end:
		return a.from.UnreadByte()
	case c != ',':
		return &InputError{Reason: arrayMalformed}
	}
	return nil
}

// value reads to the end of a value that begins with c, and keeps it if wanted;
// line ends within it become blanks. What is in it is checked as a line.
func (a *arrayReader) value(c byte, keep bool) error {
	depth := 0
	for {
		switch c {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case '"':
			if err := a.text(keep); err != nil {
				return err
			}
		}
		if depth <= 0 && (c == '}' || c == ']' || c == '"') {
			return nil
		}
		next, err := a.from.ReadByte()
		if err != nil {
			return orReason(err, arrayCutShort)
		}
		if c = next; depth == 0 && (c == ',' || c == ']' || c == '}') { // behind a number or word
			return a.from.UnreadByte()
		}
		if c == '\n' || c == '\r' {
			c = ' '
		}
		if keep && len(a.made) <= maxLine {
			a.made = append(a.made, c)
		}
	}
}

// text reads the rest of a string, whose first quote was read.
func (a *arrayReader) text(keep bool) error {
	slashes := 0 // right before what comes next
	for {
		part, err := a.from.ReadSlice('"')
		if keep && len(a.made) <= maxLine {
			a.made = append(a.made, part...)
		}
		before := bytes.TrimSuffix(part, []byte{'"'})
		plain := bytes.TrimRight(before, `\`)
		if len(plain) > 0 {
			slashes = 0
		}
		slashes += len(before) - len(plain)
		switch {
		case err == bufio.ErrBufferFull:
		case err != nil:
			return orReason(err, arrayCutShort)
		case slashes%2 == 0:
			return nil
		default:
			slashes = 0
		}
	}
}

// next returns the next byte that is not blank.
func (a *arrayReader) next() (byte, error) {
	for {
		c, err := a.from.ReadByte()
		if err != nil || c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return c, err
		}
	}
}

// orReason returns an error of reading, or the reason if there is none or the text
// has ended.
func orReason(err error, reason string) error {
	if err != nil && err != io.EOF {
		return err
	}
	return &InputError{Reason: reason}
}
