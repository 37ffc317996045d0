// Package validate holds the tool against oracles: cases of known kinds whose
// exact values follow from queueing, reliability and control theory. Every
// kind is declared in one table, a file a family and a line a kind, as
// computed, simulated or both. Computed values come from package theory and
// from the statistics of package results; simulated ones from files that a user
// could write, in the languages of models/queue and models/reliability, and a
// few from the models of the world itself: its state store, control plane,
// health checks and DNS.
//
// A simulated value is judged over 40 replications of seed 1, by two rules: (a) it is
// within the vector's tolerance, and (b) within 4 standard errors of the replications
// (and of the vector, where that was simulated). How long runs are is decided by one rule
// for all kinds, see size.go: a pilot of another seed measures the noise, and 5 of its
// standard errors are to fit into each tolerance, at a size of at most 8 million requests
// in all; where the vector names a size, it is that. Where 4 standard errors exceed the
// tolerance all the same, (b) judges alone; where no two replications differ, (a) does;
// for an approximation, (a) does, as the vectors ask. Each such value is listed by name.
// A value for which the vectors name no tolerance of simulation is allowed a tenth of it,
// and a share above a half a tenth of what is missing to 1.
//
// With the error estimated from 40 replications, a right value misses (b) with a
// probability of 2.7e-4 (Student's t distribution): the report's foot says how many of
// all values that makes.
//
// What a kind cannot say (an unknown kind, a parameter, a distribution, a metric) is
// listed by name, never skipped.
package validate
