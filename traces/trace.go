package traces

import (
	"errors"
	"fmt"

	"failsim/traces/format"
)

// trace is a Source: what its files say, and what was found of it.
type trace struct {
	store   *store
	classes *format.Classes
	options Options
	info    Info
}

// Info tells what the scan found.
func (t *trace) Info() Info { return t.info }

// newTrace reads one file.
func newTrace(name string, open func() (format.Content, error), o Options) (*trace, error) {
	l, err := newLoader(o)
	if err != nil {
		return nil, place(name, Ledger{}, err)
	}
	if err := l.load(name, open); err != nil {
		return nil, err
	}
	return l.trace()
}

// isOfMachine tells an error of the machine from one of the input.
func isOfMachine(err error) bool {
	var full *format.MachineError
	return errors.As(err, &full)
}

// check says what is wrong with the options themselves.
func (o *Options) check() error {
	switch {
	case o.SkipBad < 0:
		return &format.InputError{Reason: "the number of malformed lines to skip is negative"}
	case !(o.SkipBadShare >= 0 && o.SkipBadShare <= 1):
		return &format.InputError{Reason: fmt.Sprintf("the share of malformed lines to skip, %g, is not between 0 and 1", o.SkipBadShare)}
	case o.Window < 0:
		return &format.InputError{Reason: "the time by which a line may lie back is negative"}
	}
	return nil
}
