// Package plan finds the cheapest of many candidates that meets what is required of
// it, where what a candidate costs is known and what it does must be simulated.
//
// Candidates are points of grids, one grid a design; along each axis values go from
// lax to strict. Three things spare work, in this order. Where an axis is monotone (a
// stricter value never does worse), one that misses excludes all that are nowhere
// stricter, and one that meets excludes all that cost more: so each next candidate is
// the one that excludes most whatever it shows (bisection, on a partial order).
// Whether an axis is monotone is looked at, paired, at its ends and its middle, at
// the strictest candidate and again at the one that is found; one that is not is
// searched value by value. Candidates that miss by far are left after few runs, and
// only those near a bound have many: replications double until the chance of an error
// is small, which spends them in proportion to the inverse square of the distance
// from the bound, as OCBA-CO does (Lee, Pujowidianto, Li, Chen and Yap, IEEE
// Transactions on Automatic Control 57(11), 2012) and fully sequential procedures of
// feasibility (Andradóttir and Kim, Naval Research Logistics 57(5), 2010). A candidate
// that is still within reach of its bound after the most replications is in the zone of
// indifference: it is taken as missing, and said to be close. What is found is
// confirmed by more runs, and the search goes on if it fails.
//
// How sure the answer is follows from Bonferroni: one less the chances that the
// candidate found misses, and that any of those meets by which the cheaper ones are
// excluded. It is of what was simulated: a monotone axis between the points at which
// it was looked at is believed.
package plan
