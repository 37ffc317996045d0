// Package gate holds results against what is expected of them:
//
//	availability(tv-americas) >= 99.9%
//	availability(multi-*, elb-state-loss) >= 99.9%
//	p95(recovery) <= 10m
//
// An expectation is of a figure of summary.json, by its name there (the unit at
// its end may be left out), or by a shorter one of Aliases. A quantile stands
// around it or after it, p95(time_to_detect) or time_to_detect.p95. Brackets
// after it narrow where it has to hold: names of populations, designs and
// incidents, or patterns such as tv-*, as --designs has them. Without names it has to
// hold of the whole, for every design in every incident.
//
// An expectation is met if the whole 95 % interval lies on the right side, missed
// if the whole lies on the wrong side, and else undecided. Each is judged by its
// own interval: of twenty that just hold, one is expected to be called missed or
// met by chance, and none is adjusted for the others.
//
// What it leaves out: expectations of differences between designs, which `paired`
// in summary.json has, and other levels than 95 %.
package gate

import "math"

var nan = math.NaN()
