// Package page makes report.html of a result directory: one file that opens without
// a network, for a reader who has to decide and has never run failsim.
//
// The page is a pure function of the other files of the directory, so that
// `failsim report` makes the same bytes again. Everything that is a number or a
// sentence is written here, as plain HTML that a screen reader, a printer and a
// browser without scripts can use; scripts add what moves: the charts over time
// and the strip of regions. Charts are drawn by uPlot, which is embedded.
//
// What it leaves out: any figure that summary.json does not hold, themes beyond
// light and dark, and sources of data other than a result of compare.
package page
