// Package validate holds the tool against oracles: cases of known kinds whose
// exact values follow from queueing, reliability and control theory. Every
// kind is declared in one table, a file a family and a line a kind, as
// computed, simulated or both. Computed values come from package theory and
// from the statistics of package results; simulated ones from the project's
// own models, judged over 40 replications of seed 1.
//
// What a kind cannot say (an unknown kind, a parameter, a law, a metric) is
// listed by name, never skipped.
package validate
