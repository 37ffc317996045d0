package file

import (
	"fmt"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// of turns a parser of text into a parser of nodes.
func ScalarOf[T any](expected string, parse func(string) (T, error)) Parser[T] {
	return func(n Node) T {
		var v T
		if text, ok := n.Scalar(expected); ok && !n.Dry() {
			var err error
			if v, err = parse(text); err != nil {
				n.Refuse("%v", err)
			}
		}
		return v
	}
}

// The parsers of single values.
var (
	DurationOf = ScalarOf(durationLike, ParseDuration)
	OffsetOf   = ScalarOf(offsetLike, ParseOffset)
	ShareOf    = ScalarOf(ShareLike, ParseShare)
	RateOf     = ScalarOf(rateLike, ParseRate)
	SizeOf     = ScalarOf(sizeLike, ParseSize)
	NumberOf   = ScalarOf(numberLike, ParseNumber)
	CountOf    = ScalarOf(countLike, ParseCount)
	plainName  = ScalarOf(nameLike, parseName)
	InstantOf  = ScalarOf(instantLike, parseInstant)
	TextOf     = ScalarOf("a text", func(s string) (string, error) { return s, nil })
)

// NameOf is the parser of a name.
func NameOf(n Node) string {
	if word := plainName(n); !n.Dry() || !n.may(yaml.ScalarNode) {
		return word
	}
	return "NAME"
}

// The same with the conditions that come up again and again.
var (
	PositiveDurationOf = That(DurationOf, "longer than 0s", func(d time.Duration) bool { return d > 0 })
	ProbabilityOf      = That(ShareOf, "at most 100%", func(s float64) bool { return s <= 1 })
	// properShare is one that failures can be told from: of 100 % every single
	// request would have to succeed.
	ProperShareOf    = That(ProbabilityOf, "above 0% and below 100%", func(s float64) bool { return s > 0 && s < 1 })
	PositiveShareOf  = That(ProbabilityOf, "above 0%", func(s float64) bool { return s > 0 })
	PositiveCountOf  = That(CountOf, "at least 1", func(n int) bool { return n >= 1 })
	PositiveNumberOf = That(NumberOf, "above 0", func(x float64) bool { return x > 0 })
	PositiveRateOf   = That(RateOf, "above 0/s", func(r Rate) bool { return r.Count > 0 })
)

const (
	nameLike    = "a name of lower-case letters, digits, '-', '_' and '.', like us-east-1"
	instantLike = "a time like 2012-12-24T12:00:00-08:00"
)

// parseName accepts what is safe as the name of a file or an option, and has
// no slash, because full region names do.
func parseName(s string) (string, error) {
	const most = 64
	rest := strings.TrimLeft(s, "abcdefghijklmnopqrstuvwxyz0123456789-_.")
	switch {
	case s == "", rest != "", strings.IndexByte("-_.", s[0]) >= 0:
		return "", Unlike(nameLike, s, "")
	case len(s) > most:
		return "", Unlike(nameLike, s, fmt.Sprintf("it has more than %d letters", most))
	}
	return s, nil
}

func parseInstant(s string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, Unlike(instantLike, s, "")
	}
	// A zone of its own, so that equal texts are equal values wherever the
	// program runs.
	_, ahead := t.Zone()
	return t.In(time.FixedZone("", ahead)), nil
}

// OneOf returns the parser of one of a few words.
func OneOf(what string, words ...string) Parser[string] {
	return func(n Node) string {
		if n.Dry() {
			for _, w := range words {
				n.Is(w, "")
			}
			return ""
		}
		word, ok := n.Scalar("a " + what)
		if !ok {
			return ""
		}
		for _, w := range words {
			if w == word {
				return w
			}
		}
		n.Refuse("unknown %s %q%s", what, Short(word), n.Hint(word, words))
		return ""
	}
}
