// Package results estimates what designs are worth from runs that were counted:
// the figures of a design over replications, with intervals, and how designs
// compare, replication by replication.
//
// The way through it: a counted.Tally counts one run and distils it to a
// counted.Run; a Sample gathers the runs of one design in one incident;
// Study.Summary makes the Summary that results/written prints and summary.json
// holds.
//
// What it leaves out: counting (results/counted), text and tables (results/written),
// pictures (results/plots), parallel runs (cmd/internal/study), and every model.
package results
