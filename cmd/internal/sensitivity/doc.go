// Package sensitivity finds which of many numbers matter to a figure: Morris's
// elementary effects to screen them, and Sobol's indices of those that are left.
//
// Morris (Technometrics 33(2), 1991): trajectories through a grid of the unit cube change
// one number at a time; mu* is the mean size of the effect of a step (Campolongo,
// Cariboni and Saltelli, 2007), and sigma, its spread, shows interactions and
// non-linearity. Sobol: first-order indices by the estimator of Saltelli et al. (Computer
// Physics Communications 181, 2010), total ones by Jansen's (1999), from two Latin
// hypercubes and one more sample for each number; intervals are of replicates, each a
// design of its own.
//
// What a run draws is noise to the indices: a figure is a mean over replications
// that are the same at every point, so that what remains of it is small, and the
// remainder is the same for all points.
//
// It leaves out numbers that depend on each other.
package sensitivity
