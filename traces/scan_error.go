package traces

import (
	"errors"

	"failsim/traces/format"
)

// ScanError is an error of the input that a scan met, and how far it came.
type ScanError struct {
	*format.InputError
	Ledger Ledger
}

// Unwrap returns the error of the input.
func (e *ScanError) Unwrap() error { return e.InputError }

// place puts a path on an error of the input, and a ledger if lines were read; any
// other error it wraps in one.
func place(path string, l Ledger, err error) error {
	var e *format.InputError
	if !errors.As(err, &e) {
		e = &format.InputError{Reason: err.Error(), Err: err}
	}
	placed := *e
	placed.Path = path
	if l.Read == 0 {
		return &placed
	}
	for k := range l.First {
		l.First[k].Path = path
	}
	return &ScanError{&placed, l}
}
