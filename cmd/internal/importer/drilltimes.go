package importer

import (
	"time"

	"failsim/cmd/internal/config"
)

// settled is for how long a drill runs before its fault, until every client has a
// connection and an answer of DNS, as it has on any day, and after for how long when the
// fault has ended, so that an objective of ten minutes can still be missed. What takes
// longer to recover says so.
const (
	settled = 10 * time.Minute
	after   = 10 * time.Minute
)

// at begins a fault.
var at = "at: " + config.Span(settled) + ", "
