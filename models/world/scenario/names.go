package scenario

// The most names of a kind. A request numbers its population in a byte. Every
// region and every provider's people handle events, of whom a kernel knows 256,
// and the world needs a dozen more. Of other kinds 1,000 are more than the
// simulator can serve: an assumption.
const (
	mostNames       = 1000
	mostPopulations = 256
	mostProviders   = 40
	mostRegions     = 200
)

// names are the names of one kind that a file declares, in its order.
type names struct {
	what  string
	most  int
	words []string
	lines map[string]int
}

// declare adds a name; a name that is there already is refused.
func (s *names) declare(n node, word string) {
	if word == "" {
		return // it was no name, which has been reported
	}
	if line, there := s.lines[word]; there {
		n.refuse("%s %q is declared twice; the first is in line %d", s.what, word, line)
		return
	}
	if len(s.words) == s.most {
		n.refuse("%s %q is one too many: there are at most %d", s.what, word, s.most)
		return
	}
	if s.lines == nil {
		s.lines = map[string]int{}
	}
	s.lines[word] = n.at.Line
	s.words = append(s.words, word)
}

// declared is the parser of a name that the node declares.
func (s *names) declared(n node) string {
	word := name(n)
	s.declare(n, word)
	return word
}

// reference is the parser of a name that is declared elsewhere. If none is,
// then their section is broken, which says enough.
func (s *names) reference(n node) string {
	word, ok := n.scalar("the name of a " + s.what)
	if ok && len(s.words) > 0 && !s.has(word) {
		n.refuse("unknown %s %q%s", s.what, short(word), hint(word, s.words))
	}
	return word
}

func (s *names) has(word string) bool {
	_, ok := s.lines[word]
	return ok
}
