// Package results turns what a run tells its record.Sink into figures: counts
// while it runs, figures when it ends, statistics over replications, and the
// tables and files that people and programs read.
//
// The way through it: a Tally counts one run, Tally.Run distils it to a Run, a
// Sample gathers the runs of one design in one incident, and Study.Summary
// makes the Summary that tables, Markdown, JSON and CSV print.
//
// What it leaves out: pictures (results/plots), who runs what in parallel
// (cmd/internal/study), and every model: it sees only facts that a Sink is told.
package results
