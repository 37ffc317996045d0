package record

import (
	"failsim/models/request"
	"failsim/sim"
)

// Mover is what a Sink may also be: it is told what steering moves. What it is told
// is no fact of a run, and no part of its fingerprint.
type Mover interface {
	// Moved reports that an answer has changed, or a zone is shifted: which share of
	// one name's load moves by it, or of several names' together, above 1.
	Moved(at sim.Time, names float64)
	// Diverted reports a request that is sent elsewhere than it would be while all is steady,
	// because of that; in vain if where it would be sent it would have been answered.
	Diverted(p request.Population, at sim.Time, vain bool)
}
