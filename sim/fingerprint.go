package sim

import "fmt"

// Fingerprint sums hashes of facts. The sum does not depend on the order of
// the facts, so an optimisation that changes no fact changes no fingerprint.
// The zero value is ready for use.
type Fingerprint struct{ sum, count uint64 }

// Fact adds one fact: a kind and up to three numbers that state it.
func (f *Fingerprint) Fact(kind, a, b, c uint64) {
	h := mix(kind + golden)
	h = mix(h ^ a)
	h = mix(h + b*golden)
	h = mix(h ^ (c + golden))
	f.sum += h
	f.count++
}

// Merge adds all facts of g.
func (f *Fingerprint) Merge(g Fingerprint) {
	f.sum += g.sum
	f.count += g.count
}

// String returns the fingerprint as 16 hexadecimal digits.
func (f Fingerprint) String() string {
	return fmt.Sprintf("%016x", mix(f.sum)^mix(f.count+golden))
}
