// Package year turns episodes of rare failures into what a year costs: the
// mean of each figure with its interval, how far one year lies from another,
// and what each kind of failure contributes.
//
// The way through it: a Tally counts one episode, a Study gathers those of all
// strata, and Study.Summary makes the Summary that tables, Markdown, JSON and
// CSV print.
//
// What it leaves out: choosing and running episodes (cmd/internal/year).
package year

import "math"

var nan = math.NaN()
