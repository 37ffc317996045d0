// Package traces reads request traces: who asked when, as real servers saw it,
// or as an intensity from which keyed Poisson arrivals are drawn.
//
// A Source is a trace that can be replayed any number of times. Open opens one
// from files (logs, results of load tests, or counts per interval, in one of
// Formats; plain, gzip, bzip2 or zstd, told apart by content), merged by time
// if they are several; Named one that is built in. Opening reads each file
// once, into compact columns that all replays share: in memory if they are
// small, else in a temporary file. Malformed lines are refused, or skipped and
// counted within a stated limit, and the Ledger accounts for every line. Records yields what the trace
// says, and a Writer keeps it as a compact trace.
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
// A trace is also read as a Stream of records, Rules divide it into populations,
// and a Target writes one as a file. What makes other traces of a Stream, or a
// trace of figures, is package traces/make.
//
// # How to add a format
//
// A format is one file, one line in formats (formats.go), and one sample in
// testdata/formats whose name begins with that of the format
// (squid.log, cloudfront-v2-parquet.jsonl): go test ./traces -update writes its
// golden. The line says when stamps are taken, and who says so (a page, a file
// of the source); without a source it is stampUnknown. There are four ways:
//
//   - The product writes columns with names, as JSON Lines, as a table or as
//     Parquet: the file holds a layout (traefik.go, kong.go), columns by which
//     the product is known, and what its columns mean, as --fields says it. If
//     rows of other kinds come among its requests, a rowRule sets them aside
//     (azure_edge.go). A product that writes text as well has a parser beside its
//     layout, in the same line of formats (s3.go).
//   - A line of text that follows one of the servers whose syntax is known: the
//     file holds the format as the server's configuration has it (haproxy.go,
//     envoy.go), and a parser that compiles it. Of other products it may be
//     written in nginx's way too, which has the plainest variables.
//   - A line of text of another kind: the file holds a parser (elb.go, iis.go).
//     It fills the record by filler.fill, so that a value is read alike in all
//     formats: clients, durations with units, statuses without an answer.
//   - What is not of lines brings a feed (har.go).
//
// A parser says by reading.says where each meaning comes from and in which unit,
// and by reading.stamped when stamps are taken, if the line in formats cannot. A
// line that is well-formed and no request is setAside(kind): it is counted by
// kind. What is wrong with a line is a fault with its column. near tells a line
// that is plainly meant to be of the format, so that its reason is told when
// none fits. What collectors put around lines is a wrapper (wrapper.go), which
// no format sees.
//
// What it leaves out: what was asked for, beyond a Class; sessions; and days
// that differ from each other within one Profile. Durations that a server
// wrote down are kept in Records, but no replay plays them: they hold the
// waiting of that day, and the arrivals of a simulation carry no demand of
// their own. A log of text may hold bytes that are not UTF-8 where nothing is
// read; JSON may not. The addresses of clients never leave the parser: a
// client is a keyed 64-bit hash, and messages name only file, line and column.
// The hash is a pseudonym that tells clients apart, not a protection against
// somebody who knows the key and tries every address.
package traces
