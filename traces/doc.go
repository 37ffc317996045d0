// Package traces reads request traces: who asked when, as real servers saw it,
// or as an intensity from which keyed Poisson arrivals are drawn.
//
// A Source is a trace that can be replayed any number of times. File opens one
// from disk (a log, or counts per interval, in one of Formats; plain, gzip,
// bzip2 or zstd, told apart by content), Named one that is built in. Opening
// scans the file once: malformed lines are refused, or skipped and counted
// within a stated limit, and the Ledger accounts for every line.
//
// What a replay promises:
//
//   - Each accepted request of the window is played exactly once, in order of
//     time, in constant memory: nothing held is proportional to the number of
//     requests of the trace, only to those of the second at hand and of the
//     few seconds by which the log's lines go back.
//   - Instant 0 is a time of the local clock, so that the trace's noon falls on
//     the scenario's noon; see Align.
//   - Stamps of whole seconds, and counts per interval, say how many requests
//     fell into an interval but not when. They are spread as the arrivals of a
//     Poisson process are, given their number: as sorted uniform draws. A draw
//     is a function of the key, the interval and the index within it, so the
//     same key always gives the same times.
//   - Logs written when a request ends go back in time here and there. Order is
//     restored within ReorderWindow; a line further back is malformed.
//
// A Profile is a trace as an intensity: its counts per minute of the local day,
// smoothed, with mean 1. Scaled to a rate it drives keyed Poisson arrivals.
// Counts are never multiplied, for that would multiply the burstiness of a
// small trace, and the clock is never sped up.
//
// What it leaves out: what was asked for (URLs, methods, status codes, user
// agents), service times, sessions, and days that differ from each other
// within one Profile. The addresses of clients never leave the parser: a
// client is a keyed 64-bit hash, and messages name only file, line and column.
// The hash is a pseudonym that tells clients apart, not a protection against
// somebody who knows the key and tries every address.
package traces
