// Package sweep runs a scenario over a grid, or a Latin hypercube, of values, and
// writes every figure of every point: tidy (Wickham 2014), one figure a row, as CSV
// and as Parquet; and draws them as a heat map.
//
// All points have the same seed, so that they meet the same users and faults, and
// differences between points are due to what is varied, not to chance.
package sweep
