package format

import (
	"errors"
	"fmt"
	"os"
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
	Err    error // the error beneath, or nil
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

// ErrNoRequests is a file that is well-formed, as far as it goes, and holds no
// request: empty, or of nothing but headers or messages. Among other files it is
// left out by name.
var ErrNoRequests = errors.New("no requests")

// MachineError is a failure of the machine, not of the trace: what is read cannot
// be kept in a temporary file.
type MachineError struct{ Err error }

// Error reports where temporary files are.
func (e *MachineError) Error() string {
	return fmt.Sprintf("the columns of the trace cannot be kept in a temporary file of %s (TMPDIR names another folder): %v", os.TempDir(), e.Err)
}

// Unwrap returns what the operating system said.
func (e *MachineError) Unwrap() error { return e.Err }
