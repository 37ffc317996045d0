// Package diff reports what changed between two results beyond noise.
//
// Where both have their runs (replications.csv) and come from the same seed, a
// figure's runs are compared replication by replication, with strata and weights
// as they were drawn; from different seeds they are independent samples. Of a
// summary.json alone, the intervals are put together (MOVER: Zou and Donner,
// Statistics in Medicine 27, 2008), which takes the results for independent, so
// that it sees less where they are not. p-values are adjusted for all figures
// that are compared (Holm; a few key figures have 4 % to themselves, all others
// 1 %), so the chance to call anything changed where nothing is, is 5 %.
//
// What it leaves out: medians and other quantiles, whose differences have no
// such interval; the time to recover stands as its restricted mean, where what
// had not recovered counts as if it had at the end of the run.
package diff

import "math"

var nan = math.NaN()
