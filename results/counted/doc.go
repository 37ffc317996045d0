// Package counted turns what one run reports to its record.Sink into figures: a Tally
// counts while it runs and allocates nothing per request, and Tally.Run distils it to
// a Run: availability, when harm began and ended, how far it reached, what control
// planes and steering did.
//
// What it leaves out: more than one run (results) and every model: it sees only facts
// that a Sink receives.
package counted
