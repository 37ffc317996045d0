// Package tables prints figures for people: a share with as many decimals as
// its interval supports, counts in three digits, spans of time in the unit that
// one would say them in, and tables without colour or frames, so that a pipe
// gets what a terminal shows.
//
// What it leaves out: which figures stand in which table.
package tables
