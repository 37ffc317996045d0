package file

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// usually writes down the default of a key as a file would say it, if it is a single
// value.
func (k *Key) usually(fallback any) {
	if k.Of == nil || k.Default != "" {
		return
	}
	switch v := fallback.(type) {
	case time.Duration:
		k.Default = FormatDuration(v)
	case bool:
		k.Default = strconv.FormatBool(v)
		if w := k.Of.Words; len(w) == 2 && w[0].Word != "true" {
			k.Default = w[0].Word
			if v {
				k.Default = w[1].Word
			}
		}
	case string:
		k.Default = v
	case int:
		k.Default = strconv.Itoa(v)
	case float64:
		if k.Default = decimal(v, 0); slices.Contains(k.Of.Scalar, ShareLike) {
			k.Default = FormatShare(v)
		}
	case Rate:
		if v.Count > 0 {
			k.Default = v.String()
		}
	case fmt.Stringer:
		if v != nil {
			k.Default = v.String()
		}
	}
}

// Plain reports whether a default is nothing: none, never, no time.
func (k *Key) Plain() bool {
	return slices.Contains([]string{"", "0", "0s", "0%", "false", "{}"}, k.Default)
}

// taken reports whether a parser takes a default that is nothing. If it does not, that
// is no value: it stands for the thing not being there.
func taken[T any](nothing string, parse Parser[T]) bool {
	if nothing == "" {
		return false
	}
	_, err := Read("default", []byte(nothing), parse)
	return err == nil
}

// SaysWithout reports whether what is said of a key that may be left out says what holds
// then: its default, where else that stands, or the sentence itself.
func (k *Key) SaysWithout() bool {
	return k.Default != "" || k.Heir != "" || saysWithout.MatchString(k.About)
}

var saysWithout = regexp.MustCompile(`[;,] without\b|\binstead of\b|\bby default\b|\bif not\b|^only of\b`)
