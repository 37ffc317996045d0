// Package written is how a study and its summary are written for people and
// programs: tables for a terminal, summary.md, and the CSV files of a result's
// directory.
//
// What it leaves out: every figure, which results has estimated already;
// pictures (results/plots); and reading a result back (results/stored).
package written
