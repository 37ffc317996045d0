// Package importer makes a scenario of configuration files, and reports what in them will
// hurt before anything is simulated.
//
// Every value of the scenario has the line that it comes from, or is a question with a
// default. What a file says and failsim cannot express is reported, too. A scenario is
// of one pool: the service's has the other pools as services that its servers need, and
// each of those has a scenario of its own.
//
// What it leaves out: two layers of load balancers in one world, each with a choice of
// its own. Findings where layers meet are priced by one of them, which they say.
package importer
