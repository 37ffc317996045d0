package format

// jsonNode is a name, within an object, of something wanted: a value, or an
// object that holds such.
type jsonNode struct {
	name  string
	leaf  int // what is wanted; -1 if only what is within
	under []jsonNode
}

// jsonValue is where a wanted value stands in the line.
type jsonValue struct {
	raw  []byte // without the quotes of a string
	at   int    // index of its first byte
	kind byte   // '"' string, '0' number, 't' true or false, 'n' null, '{' or '['; 0: not there
	odd  bool   // a string with escapes
}

// jsonScanner checks that a line is one JSON object, and finds the values that
// are wanted, without building anything.
type jsonScanner struct {
	line   []byte
	at     int
	values []jsonValue
	wrong  string
	// seen, if set, is called with each path to a value that is neither an
	// object nor an array, and with the value.
	seen func(path []byte, v *jsonValue)
	path []byte
	// known are the members of the line before, in order: those of most logs
	// come in the same.
	known  []knownMember
	passed int  // members of this line
	nested bool // it holds an object or an array
	flat   int  // members of the line before, if it holds neither
}

// knownMember is a member as it stood in a line: from its quote to its colon,
// and which of those wanted it was.
type knownMember struct {
	raw   []byte
	among *jsonNode // the first of those wanted there
	which int
}

func (s *jsonScanner) is(c byte) bool { return s.at < len(s.line) && s.line[s.at] == c }

func (s *jsonScanner) blanks() {
	for s.at < len(s.line) && (s.line[s.at] == ' ' || s.line[s.at] == '\t' || s.line[s.at] == '\r' || s.line[s.at] == '\n') {
		s.at++
	}
}

func (s *jsonScanner) fail(reason string) bool {
	if s.wrong == "" {
		s.wrong = reason
	}
	return false
}
