// Package calibrate fits the unknowns of a scenario, as how long resolvers keep
// old answers or how much room the survivors had, to a log with an outage: the
// scenario is played with the log's own requests at many values, and those are kept
// at which requests fail when the log's failed.
//
// Time is cut into windows. Of each two one is fitted, by chance; the other is held out, and says
// how well the fitted scenario predicts what it has not seen. Distance is that of
// shares of failures, squared, from the mean of some replications, so that the phases
// of checks and caches, of which the log had some, are averaged over. All points have
// the same seeds. Intervals are those of the profile: as wide as windows scatter
// around the fit, or as replications differ among themselves.
//
// A line of the log must be a request, as clients see it: a log of servers has each
// attempt, and no request that was not answered. It leaves out how long requests
// took; values that trade against each other are separated only as far as the log
// does, and intervals hold the others where they are.
package calibrate
