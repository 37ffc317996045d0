package strategies

import "failsim/sim"

// purpose keeps the draws of one client apart.
type purpose uint64

const (
	purposeSupported purpose = iota + 1
	purposeSecondFirst
	purposeCritical
)

// parts turns a share into a bound for drawn: parts of 2^53.
func parts(share float64) uint64 { return uint64(share * (1 << 53)) }

// drawn reports whether a client belongs to a share of all clients. The answer
// never changes, and a larger share keeps everyone whom a smaller one had.
func drawn(client uint64, p purpose, below uint64) bool {
	return sim.Mix(sim.Mix(client)+uint64(p))>>11 < below
}
