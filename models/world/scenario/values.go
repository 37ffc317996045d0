package scenario

import (
	"fmt"
	"strings"
	"time"
)

// of turns a parser of text into a parser of nodes.
func of[T any](expected string, parse func(string) (T, error)) parser[T] {
	return func(n node) T {
		var v T
		if text, ok := n.scalar(expected); ok {
			var err error
			if v, err = parse(text); err != nil {
				n.refuse("%v", err)
			}
		}
		return v
	}
}

// The parsers of single values.
var (
	duration = of(durationLike, ParseDuration)
	offset   = of(durationLike, ParseOffset)
	share    = of(shareLike, ParseShare)
	rate     = of(rateLike, ParseRate)
	size     = of(sizeLike, ParseSize)
	number   = of(numberLike, ParseNumber)
	count    = of(countLike, ParseCount)
	name     = of(nameLike, parseName)
	instant  = of(instantLike, parseInstant)
	text     = of("a text", func(s string) (string, error) { return s, nil })
)

// The same with the conditions that come up again and again.
var (
	positiveDuration = that(duration, "longer than 0s", func(d time.Duration) bool { return d > 0 })
	probability      = that(share, "at most 100%", func(s float64) bool { return s <= 1 })
	// properShare is one that failures can be told from: of 100 % every single
	// request would have to succeed.
	properShare    = that(probability, "above 0% and below 100%", func(s float64) bool { return s > 0 && s < 1 })
	positiveShare  = that(probability, "above 0%", func(s float64) bool { return s > 0 })
	positiveCount  = that(count, "at least 1", func(n int) bool { return n >= 1 })
	positiveNumber = that(number, "above 0", func(x float64) bool { return x > 0 })
	positiveRate   = that(rate, "above 0/s", func(r Rate) bool { return r.Count > 0 })
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
		return "", unlike(nameLike, s, "")
	case len(s) > most:
		return "", unlike(nameLike, s, fmt.Sprintf("it has more than %d letters", most))
	}
	return s, nil
}

func parseInstant(s string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, unlike(instantLike, s, "")
	}
	// A zone of its own, so that equal texts are equal values wherever the
	// program runs.
	_, ahead := t.Zone()
	return t.In(time.FixedZone("", ahead)), nil
}

// oneOf returns the parser of one of a few words.
func oneOf(what string, words ...string) parser[string] {
	return func(n node) string {
		word, ok := n.scalar("a " + what)
		if !ok {
			return ""
		}
		for _, w := range words {
			if w == word {
				return w
			}
		}
		n.refuse("unknown %s %q%s", what, short(word), hint(word, words))
		return ""
	}
}
