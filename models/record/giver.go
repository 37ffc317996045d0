package record

import "failsim/models/request"

// Giver is what a Sink may also be: it is notified of work, in nanoseconds, that servers
// were given by requests which had their outcome before, so that no Settlement tells
// of it. It is no fact of a run, and no part of its fingerprint.
type Giver interface {
	Given(p request.Population, work int64)
}
