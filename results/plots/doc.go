// Package plots draws the four plots of a result directory, each as SVG and as
// PNG, from plain inputs of its own: it knows no model and no statistic.
//
//   - Availability: small multiples over time, one row a design. Eight lines
//     near 100 % on one panel hide each other; rows on one shared scale do not.
//   - MisconfiguredLBs: share of load balancers misconfigured over time, one panel, with
//     the published point and the theoretical curve beside the simulated ones.
//   - RecoveryTimes: every recovery time as a dot, with those never harmed and
//     those not recovered counted at the two ends of the axis.
//   - LostByCause: requests lost, once to scale and once as composition, so
//     that a design that loses 0.01 % still shows why.
//
// A figure is a list of marks on a page (Figure) that two small writers turn
// into bytes. The same input gives the same bytes, on every run; nothing reads
// the clock, the host's fonts or a random source.
//
// It leaves out interaction, themes and any choice of what to plot.
package plots
