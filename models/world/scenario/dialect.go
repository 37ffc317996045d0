package scenario

import (
	"time"

	"failsim/models/law"
	"failsim/models/policy"
)

// Other kinds of file are written in the same language: strict keys, units,
// laws and strategies by name, and every mistake with its place. Their readers
// use what is exported here.
type (
	// Node is a value in a file.
	Node = node
	// Mapping is a mapping whose keys are asked for one by one; a key that is
	// never asked for is unknown.
	Mapping = mapping
	// Parser turns a node into a value, and reports what is wrong.
	Parser[T any] = parser[T]
	// Names are the names of one kind that a file declares.
	Names = names
)

// ReadAs reads a file by the parser of its whole. Strategies are those that it
// may name. The error is *Errors.
func ReadAs[T any](file string, content []byte, strategies []policy.Strategy, whole Parser[T]) (T, error) {
	r := newReader(file, content)
	r.strategies = strategies
	var v, none T
	if root, ok := r.load(content); ok {
		v = whole(root)
	}
	if len(r.problems) > 0 {
		return none, &Errors{Problems: sorted(r.problems)}
	}
	return v, nil
}

// Need reads a key that must be there.
func Need[T any](m *Mapping, key string, parse Parser[T]) T { return need(m, key, parse) }

// Get reads a key that may be missing.
func Get[T any](m *Mapping, key string, parse Parser[T], fallback T) T {
	return get(m, key, parse, fallback)
}

// ListOf returns the parser of a list with at least one item.
func ListOf[T any](what string, item Parser[T]) Parser[[]T] { return listOf(what, item) }

// That adds a condition to a parser: its value must be so.
func That[T any](parse Parser[T], must string, ok func(T) bool) Parser[T] {
	return that(parse, must, ok)
}

// OneOf returns the parser of one of a few words.
func OneOf(what string, words ...string) Parser[string] { return oneOf(what, words...) }

// NewNames returns no names yet, of what kind messages say.
func NewNames(what string) *Names { return &names{what: what, most: mostNames} }

// Declared is the parser of a name that the node declares.
func (s *names) Declared(n Node) string { return s.declared(n) }

// Reference is the parser of a name that is declared elsewhere.
func (s *names) Reference(n Node) string { return s.reference(n) }

// Declare adds a name that stands elsewhere than in a node of its own.
func (s *names) Declare(n Node, word string) { s.declare(n, word) }

// The parsers of values that other kinds of file share.
var (
	DurationOf         = Parser[time.Duration](duration)
	OffsetOf           = Parser[time.Duration](offset)
	PositiveDurationOf = Parser[time.Duration](positiveDuration)
	RateOf             = Parser[Rate](positiveRate)
	AnyRateOf          = Parser[Rate](rate)
	ProbabilityOf      = Parser[float64](probability)
	NumberOf           = Parser[float64](number)
	PositiveNumberOf   = Parser[float64](positiveNumber)
	CountOf            = Parser[int](count)
	PositiveCountOf    = Parser[int](positiveCount)
	NameOf             = Parser[string](name)
	TextOf             = Parser[string](text)
	LawOf              = Parser[law.Law](varying)
	PositiveLawOf      = Parser[law.Law](positiveVarying)
)

// Refuse reports a problem at the node.
func (n node) Refuse(format string, args ...any) { n.refuse(format, args...) }

// Open starts to read a mapping that describes what; Done ends it.
func (n node) Open(what string) *Mapping { return n.open(what) }

// Single returns the only key of a mapping, and its value.
func (n node) Single(expected string) (string, Node, bool) { return n.single(expected) }

// Word returns the text of a bare word, and "" for a list or a mapping.
func (n node) Word() string {
	if n.isScalar() {
		return n.value.Value
	}
	return ""
}

// HasKey tells whether the node is a mapping with a key.
func (n node) HasKey(key string) bool {
	for i := 0; n.isMapping() && i+1 < len(n.value.Content); i += 2 {
		if n.value.Content[i].Value == key {
			return true
		}
	}
	return false
}

// IsMapping tells whether the node is a mapping.
func (n node) IsMapping() bool { return n.isMapping() }

// Strategy reads a strategy of a socket: a bare name, or one with parameters.
func (n node) Strategy(socket policy.Socket) Strategy { return n.r.strategy(n, socket) }

// Sound tells whether no problem was found so far.
func (n node) Sound() bool { return len(n.r.problems) == 0 }

// Has tells whether the key is there.
func (m *mapping) Has(key string) bool { return m.has(key) }

// RefuseAt reports a problem at the value of a key, or at the mapping.
func (m *mapping) RefuseAt(key, format string, args ...any) { m.refuseAt(key, format, args...) }

// Done reports the keys that are missing, and those that nobody asked for.
func (m *mapping) Done() { m.done() }

// Missing declares that a key is needed and is not there.
func (m *mapping) Missing(key string) { m.lacking = append(m.lacking, key) }
