// Package statistics turns values of replications into estimates: means,
// quantiles and shares, each with its number, its 95 % interval, how that was
// made, and a warning where it should be read with care.
//
// Values are by stratum, for runs of rare branches are drawn more often than
// they happen; a plain sample is one stratum.
//
// What it leaves out: where values come from, and how figures are printed.
package statistics

import "math"

var nan = math.NaN()

// hair is what is granted to shares that have no exact float.
const hair = 1e-12
