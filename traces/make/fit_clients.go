package maker

import (
	"cmp"
	"slices"

	"failsim/sim/portable"
)

// rankable are the least sessions with which a client has a rank that chance
// hardly changes, from the most to the least that are tried; assumption.
var rankable = []int64{30, 10, 5}

// leastRanks is how many clients of a rank tell an exponent; assumption.
const leastRanks = 20

// fitClients finds the exponent of Zipf's law, and how many clients there are.
func (f *Fitted) fitClients(t *sessionTally) {
	all := make([]clientTally, 0, len(t.perClient))
	for _, c := range t.perClient {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b clientTally) int {
		return cmp.Or(cmp.Compare(b.sessions, a.sessions), cmp.Compare(b.requests, a.requests))
	})
	ranks := 0
	for _, least := range rankable {
		for ranks < len(all) && all[ranks].sessions >= least {
			ranks++
		}
		if ranks >= leastRanks {
			break
		}
	}
	if ranks >= leastRanks {
		f.Model.Exponent = zipfExponent(all[:ranks])
	} else {
		f.note("too few clients come %d times or more to estimate how they differ: alike", rankable[len(rankable)-1])
	}
	f.Model.Clients = zipfClients(f.Model.Exponent, t.sessions, int64(len(all)))
	if f.Model.Clients == mostClients {
		f.note("nearly every session is of a client of its own: how many clients there are cannot be estimated")
	}
}

// zipfExponent returns the likeliest exponent for the requests of clients by rank:
// the mean logarithm of the rank is that of the distribution, which falls with the
// exponent. Requests are counted, not sessions, for those of a busy client often
// follow each other within the gap and are seen as one.
func zipfExponent(ranked []clientTally) float64 {
	sum, logs := 0.0, 0.0
	for k, c := range ranked {
		sum += float64(c.requests)
		logs += float64(float64(c.requests) * portable.Log(float64(k+1)))
	}
	low, high := 0.0, 5.0
	for range 60 {
		s := (low + high) / 2
		of := func(power float64) float64 {
			return zipfSum(len(ranked), func(k float64) float64 { return portable.Pow(portable.Log(k), power) * portable.Pow(k, -s) })
		}
		if of(1)/of(0) > logs/sum {
			low = s
		} else {
			high = s
		}
	}
	return (low + high) / 2
}

// mostClients bounds the number of clients that is looked for.
const mostClients = 1 << 30

// zipfClients returns how many clients there must be for so many different ones
// to come in so many sessions.
func zipfClients(s float64, sessions, distinct int64) int {
	low, high := int(distinct), mostClients
	for low < high {
		n := (low + high) / 2
		total := zipfSum(n, func(k float64) float64 { return portable.Pow(k, -s) })
		come := zipfSum(n, func(k float64) float64 { return -portable.Expm1(-float64(sessions) * portable.Pow(k, -s) / total) })
		if come < float64(distinct) {
			low = n + 1
		} else {
			high = n
		}
	}
	return low
}
