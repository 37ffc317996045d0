// Package kept holds runs in files, so that a study that was stopped goes on where
// it was, and so that several machines can share one.
//
// A file begins with a line that names the format, and a line of JSON that says
// whose runs it holds. Records follow, each with its length and checksum: a run
// that was being written when the program was killed is the last, and is cut off.
//
// What it leaves out: what a run consists of (results/counted), and which runs a
// study needs (cmd/internal/study).
package kept
