package traces

import (
	"failsim/results/words"
	"failsim/sim"
	"failsim/traces/format"
)

// Spread says how requests are spread within the resolution of their stamps:
// the second of a log, or the interval of a row of counts. Stamps finer than a
// second are played as they stand.
type Spread int

const (
	// SpreadSorted draws uniform times and gives them to the requests in the
	// order of their lines. Given its number of arrivals, the times of a
	// Poisson process are such draws, so this is the Poisson process
	// conditioned on the trace.
	SpreadSorted Spread = iota
	// SpreadUniform draws a uniform time for each request by itself: the same
	// times in distribution, but the order of lines within a second is lost. It is for
	// logs whose order says nothing.
	SpreadUniform
	// SpreadBurst leaves every request at the start of its second: the
	// sharpest burst that the stamps allow.
	SpreadBurst
)

var spreads = []struct {
	name string
	how  Spread
}{{"sorted", SpreadSorted}, {"poisson", SpreadSorted}, {"uniform", SpreadUniform}, {"burst", SpreadBurst}}

// Spreads returns the names of the ways to spread requests. "sorted" and
// "poisson" are the same.
func Spreads() []string {
	var names []string
	for _, s := range spreads {
		names = append(names, s.name)
	}
	return names
}

// SpreadNamed returns a way to spread requests; "" is SpreadSorted.
func SpreadNamed(name string) (Spread, error) {
	if name == "" {
		return SpreadSorted, nil
	}
	for _, s := range spreads {
		if s.name == name {
			return s.how, nil
		}
	}
	return 0, &format.InputError{Reason: words.Unknown("way to spread requests", name, Spreads())}
}

// shuffle puts requests in an order drawn with a key.
func shuffle(items []format.Record, key sim.Key) {
	for i := len(items) - 1; i > 0; i-- {
		j := int(key.Float64(uint64(i)) * float64(i+1))
		items[i], items[j] = items[j], items[i]
	}
}
