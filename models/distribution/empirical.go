package distribution

import (
	"errors"
	"slices"
	"strings"
	"time"

	"failsim/models/file"
)

// Empirical is one of a list of durations that were observed, each as likely
// as the others.
type Empirical struct {
	values []time.Duration // ascending
}

// NewEmpirical returns the distribution of a list of durations, none negative; it has
// at least one, and may name one more than once.
func NewEmpirical(values []time.Duration) (Empirical, error) {
	if len(values) == 0 {
		return Empirical{}, errors.New("an empirical distribution needs a value")
	}
	sorted := slices.Sorted(slices.Values(values))
	if sorted[0] < 0 {
		return Empirical{}, errors.New("a duration must not be negative, as " + file.FormatDuration(sorted[0]) + " is")
	}
	return Empirical{sorted}, nil
}

// Quantile implements Distribution.
func (l Empirical) Quantile(u float64) time.Duration {
	return l.values[min(int(u*float64(len(l.values))), len(l.values)-1)]
}

// Mean implements Distribution.
func (l Empirical) Mean() (time.Duration, bool) {
	sum := 0.0
	for _, v := range l.values {
		sum += float64(v)
	}
	return meanOf(sum / float64(len(l.values)))
}

// String implements Distribution.
func (l Empirical) String() string {
	texts := make([]string, len(l.values))
	for i, v := range l.values {
		texts[i] = file.FormatDuration(v)
	}
	return "{empirical: {values: [" + strings.Join(texts, ", ") + "]}}"
}
