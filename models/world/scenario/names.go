package scenario

// The most names of a kind. What a run keeps for each population, region and
// provider is numbered in bytes; that of others is more than the simulator can
// serve: an assumption.
const (
	mostNames       = 1000
	mostPopulations = 256 // a number of one is a byte
	mostProviders   = 40  // with the regions, and a dozen of the world's own, at most
	mostRegions     = 200 // as many handlers of events as a kernel has
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
