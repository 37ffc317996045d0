package file

import "strings"

// MostNames is more than a file needs of one kind, where nothing else bounds
// them: an assumption.
const MostNames = 1000

// Names are the names of one kind that a file declares, in its order.
type Names struct {
	what  string
	most  int
	words []string
	lines map[string]int
}

// NewNames returns no names yet, of what kind messages say and how many there
// may be.
func NewNames(what string, most int) *Names { return &Names{what: what, most: most} }

// Declare adds a name; a name that is there already is refused.
func (s *Names) Declare(n Node, word string) {
	if word == "" {
		return // it was no name, which has been reported
	}
	if line, there := s.lines[word]; there {
		n.Refuse("%s %q is declared twice; the first is in %s", s.what, word, n.In(line))
		return
	}
	if len(s.words) == s.most {
		n.Refuse("%s %q is one too many: there are at most %d", s.what, word, s.most)
		return
	}
	if s.lines == nil {
		s.lines = map[string]int{}
	}
	s.lines[word] = n.Line()
	s.words = append(s.words, word)
}

// Declared is the parser of a name that the node declares.
func (s *Names) Declared(n Node) string {
	word := NameOf(n)
	if n.Dry() && word != "" {
		word = strings.ToUpper(s.what)
	}
	s.Declare(n, word)
	return word
}

// Reference is the parser of a name that is declared elsewhere. If none is,
// then their section is broken, which says enough.
func (s *Names) Reference(n Node) string {
	word, ok := n.Scalar("the name of a " + s.what)
	if ok && len(s.words) > 0 && !s.Has(word) {
		n.Refuse("unknown %s %q%s", s.what, Short(word), Hint(word, s.words))
	}
	return word
}

// All returns the names in the order of the file.
func (s *Names) All() []string { return s.words }

func (s *Names) Has(word string) bool {
	_, ok := s.lines[word]
	return ok
}
