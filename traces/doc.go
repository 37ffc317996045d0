// Package traces reads request traces: clients and times, as real servers saw them,
// or as an intensity from which keyed Poisson arrivals are drawn.
//
// A Source is a trace that can be replayed any number of times. Open opens one
// from files (logs, results of load tests, or counts per interval, in any format
// of package traces/format), merged by time if they are several; Named one that is
// built in. Opening reads each file once, into compact columns that all replays
// share: in memory if they are small, else in a temporary file. Malformed lines
// are refused, or skipped and counted within a stated limit, and the Ledger
// accounts for every line. Records yields what the trace says.
//
// What a replay promises:
//
//   - Each accepted request of the window is played exactly once, in order of
//     time. Beyond 64 MiB of columns memory is constant, whatever the length of
//     the trace, the order of its lines and the number of its files.
//   - Instant 0 is a time of the local clock, so that the trace's noon falls on
//     the scenario's noon; see Align.
//   - Stamps of whole seconds, and counts per interval, say how many requests
//     fell into an interval but not when. They are spread as the arrivals of a
//     Poisson process are, given their number: as sorted uniform draws (or as
//     Options.Spread says). A draw is a function of the key, the interval and
//     the index within it, so the same key always gives the same times.
//   - Logs written when a request ends go back in time here and there, exports
//     begin with the latest line, and tables have no order. All are sorted, in
//     memory or by merging sorted runs; lines of the same stamp keep their order.
//
// A Profile is a trace as an intensity: its counts per minute of the local day,
// smoothed, with mean 1. Scaled to a rate it drives keyed Poisson arrivals.
// Counts are never multiplied, for that would multiply the burstiness of a
// small trace, and the clock is never sped up.
//
// A scan finds, besides, what the trace says of itself: requests by minute and
// status (Info.Minutes; 64 bytes for each minute with a request, the only
// memory that grows with a trace), and stretches in which requests are missing
// (Info.Gaps), whose demand no replay can bring back.
//
// A trace is also read as a Stream of records, and Rules divide it into populations.
// How a file is read and written is package traces/format; what makes other traces
// of a Stream, or a trace of figures, is package traces/make.
//
// What it leaves out: what was asked for, beyond a class; sessions; and days
// that differ from each other within one Profile. Durations that a server
// wrote down are kept in Records, but no replay plays them: they hold the
// waiting of that day, and the arrivals of a simulation carry no demand of
// their own.
package traces
