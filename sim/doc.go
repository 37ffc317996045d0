// Package sim is the kernel: simulated time, the event queue, keyed random
// draws and the fingerprint of a run. It knows no network, no region and no
// load balancer.
//
// What it promises:
//
//   - Time is an integer count of nanoseconds, so that adding a million small
//     steps loses nothing.
//   - Events fire in a total order: time, then declared rank, then the entity
//     that the event is for (owner, kind, argument). Those that agree in all of
//     that are the same to their handler and fire one after the other.
//   - A random draw is a function of a key and an index, never of how many
//     draws came before it, so that adding a component shifts the numbers of no other.
//   - Nothing allocates once the queue has grown to its working size.
//
// What it leaves out: processes with stacks of their own, real numbers as
// clocks, cancelling events (an owner ignores an event that its state no
// longer expects) and parallel runs of one simulation.
package sim
