package results

import (
	"encoding/json"
	"slices"

	"failsim/models/request"
	"failsim/results/statistics"
)

// CauseMeans say how many requests a run is expected to lose to each cause.
// Like CauseCounts they are written as an object, without causes of none.
type CauseMeans [request.Causes]float64

// Total returns how many requests are lost.
func (c *CauseMeans) Total() float64 {
	sum := 0.0
	for _, n := range c[request.None+1:] {
		sum += n
	}
	return sum
}

// Largest returns up to n causes of failure, those of most requests first,
// ties in the order of causes; causes of none are left out.
func (c *CauseMeans) Largest(n int) []request.Cause {
	var list []request.Cause
	for i := request.None + 1; i < request.Causes; i++ {
		if c[i] > 0 {
			list = append(list, i)
		}
	}
	slices.SortStableFunc(list, func(a, b request.Cause) int {
		switch {
		case c[a] > c[b]:
			return -1
		case c[a] < c[b]:
			return 1
		}
		return 0
	})
	return list[:min(n, len(list))]
}

// MarshalJSON writes the causes that cost something, by name.
func (c CauseMeans) MarshalJSON() ([]byte, error) {
	means := map[string]statistics.Number{}
	for i, name := range request.CauseNames() {
		if c[i+1] > 0 {
			means[name] = statistics.Number(c[i+1])
		}
	}
	return json.Marshal(means)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (c *CauseMeans) UnmarshalJSON(data []byte) error {
	means := map[string]statistics.Number{}
	if err := json.Unmarshal(data, &means); err != nil {
		return err
	}
	*c = CauseMeans{}
	for i, name := range request.CauseNames() {
		c[i+1] = float64(means[name])
	}
	return nil
}
