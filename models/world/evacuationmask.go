package world

import (
	"slices"

	"failsim/models/id"
	"failsim/models/policy"
)

// masked is an answer without what regions do not keep, which goes to the others in it,
// or, if there are none, to those of the best rank that is not being emptied.
func (e *evacuations) masked(name id.Name, weights []float64) []float64 {
	list := e.s.w.authority.Endpoints(name)
	masked, moved, open := slices.Clone(weights), 0.0, 0.0
	for i, w := range weights {
		kept := e.kept[list[i].Region]
		if moved += float64(w * (1 - kept)); kept == 1 {
			open += w
		}
		masked[i] = w * kept
	}
	if moved == 0 {
		return weights
	}
	to := slices.Clone(weights)
	if open == 0 {
		to = e.nextBest(list)
	}
	sum := 0.0
	for i := range to {
		if e.kept[list[i].Region] < 1 {
			to[i] = 0
		}
		sum += to[i]
	}
	if sum == 0 {
		return weights // there is nowhere to go
	}
	for i := range to {
		masked[i] += moved * to[i] / sum
	}
	return masked
}

// nextBest weighs the endpoints of the best rank that is not being emptied.
func (e *evacuations) nextBest(list []policy.Endpoint) []float64 {
	best, to := -1, make([]float64, len(list))
	for i := range list {
		if e.kept[list[i].Region] == 1 && (best < 0 || list[i].Rank < list[best].Rank) {
			best = i
		}
	}
	for i := range list {
		if best >= 0 && e.kept[list[i].Region] == 1 && list[i].Rank == list[best].Rank {
			to[i] = list[i].Weight
		}
	}
	return to
}
