// Package experiment runs one scenario at many points: each says other values of
// some paths (file.Edit), and meets the same users and the same faults, as a
// replication's draws depend on its number and the names in the scenario alone.
// Sweep, plan, sensitivity and robust are built on it.
//
// It leaves out which points to choose, and what follows from their figures.
package experiment
