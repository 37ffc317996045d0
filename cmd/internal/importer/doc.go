// Package importer makes a scenario of what files of configuration say, and tells
// what in them will hurt before anything is simulated.
//
// Every value of the scenario has the line that it comes from, or is a question
// with a default. What a file says and failsim cannot express is told, too.
//
// What it leaves out: several pools in one world. The pool with the most servers
// is the service; the others count for findings alone, and are named.
package importer
