package traces

import (
	"errors"

	"failsim/traces/format"
)

// trace is a Source: what its files say, and what was found of it.
type trace struct {
	store   *store
	classes *format.Classes
	options Options
	info    Info
}

// Info reports what the scan found.
func (t *trace) Info() Info { return t.info }

// isOfMachine distinguishes an error of the machine from one of the input.
func isOfMachine(err error) bool {
	var full *format.MachineError
	return errors.As(err, &full)
}
