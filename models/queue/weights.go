package queue

import (
	"failsim/models/policy"
	"failsim/sim"
)

var weightedRandomEntry = policy.Strategy{
	Name:   "weighted-random",
	Socket: policy.BalancingSocket,
	About:  "draws a station, in proportion to the weights",
	Hazard: "blind to load",
	New:    func(policy.Values) any { return &weightedRandom{} },
}

var weightedRoundRobinEntry = policy.Strategy{
	Name:   "weighted-round-robin",
	Socket: policy.BalancingSocket,
	About:  "takes stations in turn, evenly spread in proportion to the weights, as nginx does",
	Hazard: "blind to load",
	New:    func(policy.Values) any { return &weightedRoundRobin{} },
}

var weightedLeastEntry = policy.Strategy{
	Name:   "weighted-least-request",
	Socket: policy.BalancingSocket,
	About:  "takes a station with the fewest requests for its weight, that to come included",
	Hazard: "looking at all costs time in large groups",
	New:    func(policy.Values) any { return &weightedLeast{} },
}

type weightedRandom struct{ upTo []float64 }

func (w *weightedRandom) weigh(weights []float64) {
	sum := 0.0
	for _, x := range weights {
		sum += x
		w.upTo = append(w.upTo, sum)
	}
}

func (w *weightedRandom) Pick(t *policy.Targets, u uint64) uint16 {
	x := float64(u>>11) / (1 << 53) * w.upTo[len(w.upTo)-1]
	for i, upTo := range w.upTo {
		if x < upTo {
			return t.Healthy[i]
		}
	}
	return t.Healthy[len(t.Healthy)-1]
}

// weightedRoundRobin gives each station its weight at each turn, and takes
// the richest, which pays the sum.
type weightedRoundRobin struct {
	weights, purse []float64
	sum            float64
}

func (w *weightedRoundRobin) weigh(weights []float64) {
	w.weights, w.purse = weights, make([]float64, len(weights))
	for _, x := range weights {
		w.sum += x
	}
}

func (w *weightedRoundRobin) Pick(t *policy.Targets, _ uint64) uint16 {
	richest := 0
	for i := range w.purse {
		w.purse[i] += w.weights[i]
		if w.purse[i] > w.purse[richest] {
			richest = i
		}
	}
	w.purse[richest] -= w.sum
	return t.Healthy[richest]
}

// weightedLeast draws evenly between equals.
type weightedLeast struct{ weights []float64 }

func (w *weightedLeast) weigh(weights []float64) { w.weights = weights }

func (w *weightedLeast) Pick(t *policy.Targets, u uint64) uint16 {
	best, least, ties := 0, 0.0, uint64(0)
	for i := range w.weights {
		load := float64(t.InFlight[i]+1) / w.weights[i]
		switch {
		case i == 0 || load < least:
			best, least, ties = i, load, 1
		case load == least:
			ties++
			if sim.Mix(u+ties)%ties == 0 {
				best = i
			}
		}
	}
	return t.Healthy[best]
}
