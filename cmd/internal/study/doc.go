// Package study runs a scenario: replications in parallel, each design against
// the same users and the same faults, merged in the order of replications. It
// joins world, strategies, traces and results, which do not know each other.
package study
