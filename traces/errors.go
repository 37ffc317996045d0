package traces

import (
	"errors"
	"fmt"
	"strings"

	"failsim/results/words"
)

// InputError is an error of the input: the user can mend it, so a program that
// gets one exits with status 2. It never shows the content of a line.
type InputError struct {
	Path   string // file, or name of a built-in trace; "" if the error is of neither
	Line   int64  // 1-based; 0 if the error is of no line
	Column int    // 1-based byte; 0 if the error is of no column
	Reason string
	Ledger Ledger // as far as the scan came
	Err    error  // the error beneath, or nil
}

// Error returns FILE:LINE:COLUMN: reason, without what does not apply.
func (e *InputError) Error() string {
	var b strings.Builder
	b.WriteString(words.Visible(e.Path))
	if e.Line > 0 {
		fmt.Fprintf(&b, ":%d", e.Line)
		if e.Column > 0 {
			fmt.Fprintf(&b, ":%d", e.Column)
		}
	}
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	b.WriteString(e.Reason)
	return b.String()
}

// Unwrap returns the error beneath, such as fs.ErrNotExist.
func (e *InputError) Unwrap() error { return e.Err }

// isOfMachine tells an error of the machine from one of the input.
func isOfMachine(err error) bool {
	var full *vaultError
	return errors.As(err, &full)
}
