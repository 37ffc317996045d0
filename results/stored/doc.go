// Package stored reads results as their directories hold them: the figures of
// summary.json, each with its interval, the runs of replications.csv and the
// manifest. What judges or compares results knows figures by the names that
// summary.json gives them, so a figure that is added there needs nothing here.
//
// What it leaves out: counts of the runs made, which have no interval and are
// not weighted, and what a design lost by cause.
package stored

import "math"

var nan, inf = math.NaN(), math.Inf(1)
