package format

// scan reads a line. It returns the index of what is wrong, and the reason.
func (s *jsonScanner) scan(line []byte, root []jsonNode) (int, string) {
	s.line = line
	clear(s.values)
	if s.flat > 0 && s.seen == nil && len(line) > 0 && line[0] == '{' {
		if s.likeBefore(line, root) {
			return 0, ""
		}
		clear(s.values)
	}
	s.at, s.wrong, s.path, s.passed, s.nested, s.flat = 0, "", s.path[:0], 0, false, 0
	s.blanks()
	if !s.is('{') {
		return s.at, "the line is not a JSON object"
	}
	if !s.object(root, 1) {
		return min(s.at, len(line)), s.wrong
	}
	s.blanks()
	if s.at < len(line) {
		return s.at, "something follows the JSON object"
	}
	if !s.nested && s.seen == nil && s.passed <= len(s.known) {
		s.flat = s.passed
	}
	return 0, ""
}
