package year

import (
	"failsim/results/statistics"
	"failsim/sim/portable"
)

// Spread is how one year differs from another.
type Spread struct {
	NoLoss   Share             `json:"no_loss"`
	Meets    []Meets           `json:"meets"`
	Median   Quantile          `json:"availability_p50"`
	Worst10  Quantile          `json:"availability_p10"`
	Worst5   Quantile          `json:"availability_p05"`
	Worst1   Quantile          `json:"availability_p01"`
	Variance statistics.Number `json:"lost_share_variance"`
}

// Share is a share of years with its 95 % interval.
type Share struct {
	Share statistics.Number    `json:"share"`
	CI95  *statistics.Interval `json:"ci95"`
}

// Meets is the share of years that meet an objective.
type Meets struct {
	Objective statistics.Number `json:"objective"`
	Share
}

// Quantile is an availability that a share of years falls short of; null,
// with the reason, where too few simulated episodes stand behind it.
type Quantile struct {
	Value    statistics.Number    `json:"value"`
	CI95     *statistics.Interval `json:"ci95"`
	Episodes int                  `json:"episodes"` // that are the costliest of the years beyond
	Why      string               `json:"why,omitempty"`
}

// Pair compares a design with the first in the same episodes and years.
type Pair struct {
	A         string              `json:"a"`
	B         string              `json:"b"`
	LostShare statistics.Estimate `json:"lost_share_difference"` // A minus B
	ABetter   Share               `json:"p_a_better"`            // of years in which A loses less
	Tied      Share               `json:"p_tied"`
}

func variance(x []float64) float64 { return portable.Variance(x) }
