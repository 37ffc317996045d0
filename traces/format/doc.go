// Package format knows how traces are written: the access logs of servers, load
// balancers and clouds, the results of load tests, and counts per interval, one
// format a file, listed in list.go.
//
// Unpack opens a file, plain, gzip, bzip2 or zstd, of UTF-8 or UTF-16, of lines or of a
// JSON array, all recognised by content. Detect finds by the first lines which format it
// is of and what collectors have put around each line, and a Reader then yields a Record
// for each request, or a Fault that says what is wrong with a line. A Target is a format
// that can be written, and a Writer writes the compact trace.
//
// A Reader judges each line by itself: what is to become of faults, of lines that
// go back in time and of several files is up to package traces, which imports this
// one and is not known here.
//
// # How to add a format
//
// A format is one file, one line in formats (list.go), and one sample in testdata whose
// name begins with that of the format (squid.log, cloudfront-v2-parquet.jsonl): go test
// ./traces -update writes its golden. The line says when stamps are taken, and by what
// source (a page, a file of the source code); without a source it is stampUnknown. There
// are four ways:
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
// A parser says by reading.says where each meaning comes from and in which unit, and by
// reading.stamped when stamps are taken, if the line in formats cannot. A line that is
// well-formed and no request is setAside(kind): it is counted by kind. What is wrong with
// a line is a fault with its column. near recognises a line that is plainly meant to be
// of the format, so that its reason is reported when none fits. What collectors put
// around lines is a wrapper (wrapper.go), which no format sees.
//
// The line in formats also says takes: classOfLine if a parser classes requests by their
// line, and of: Shape{Fine: true} if stamps are finer than a second (others are spread over
// it). Record.Object is filled by the parser of clf alone.
//
// What it leaves out: what was asked for, beyond a Class. A log of text may hold bytes
// that are not UTF-8 where nothing is read; JSON may not. The addresses of clients never
// leave the parser: a client is a keyed 64-bit hash, and messages name only file, line
// and column. The hash is a pseudonym that distinguishes clients, not a protection
// against anyone who knows the key and tries every address.
package format
