package queue

import (
	"failsim/models/file"
	"failsim/models/station"
)

const (
	mostStations = 10_000
	mostServers  = 1_000_000
	mostClasses  = 200
)

// mostStreams keeps their numbers within an event's argument.
const mostStreams = 1000

// Unlimited is a number of servers or places that is never reached.
const Unlimited = station.Unlimited

// unlimitedOr reads a count or the word unlimited.
func unlimitedOr(count file.Parser[int]) file.Parser[int] {
	return func(n file.Node) int {
		if n.Word() == "unlimited" {
			return Unlimited
		}
		return count(n)
	}
}

func atMost(most int) func(int) bool { return func(n int) bool { return n <= most } }
