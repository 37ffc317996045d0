package format

import (
	"time"

	"failsim/sim"
)

// formatOptions says how to read a file. The zero value detects the format.
type Options struct {
	// Format names the format, one of Names; "" detects it by content.
	Format string
	// Fields says which columns of a file with named ones mean what; those
	// left empty are found by their usual names.
	Fields Fields
	// Stamp says when the stamps were taken, if not as the format says.
	Stamp Stamp
	// Pattern is a regular expression whose named groups say what the parts of
	// a line are; LogFormat is the line in which a server was told what to
	// write. Either takes the place of a format.
	Pattern, LogFormat string
	// Key is that of the hashes of clients.
	Key sim.Key
	// Zone is the local clock of stamps that state no zone; nil is UTC.
	Zone *time.Location
}
