package traces

import (
	"io"
	"os"

	"failsim/traces/format"
)

// spool copies standard input to a temporary file, for a trace is read more
// than once. The file loses its name at once, so it is gone when the program
// ends, however it ends. Where a system does not let go of the name of an open
// file, the file stays in the folder for temporary ones.
func spool(from io.Reader) (func() (format.Content, error), error) {
	if from == nil {
		from = os.Stdin
	}
	file, err := os.CreateTemp("", "failsim-trace-*")
	if err != nil {
		return nil, err
	}
	_ = os.Remove(file.Name())
	size, err := io.Copy(file, from)
	if err != nil {
		file.Close()
		return nil, &format.InputError{Path: "standard input", Reason: "it cannot be copied to a temporary file: " + err.Error(), Err: err}
	}
	return func() (format.Content, error) { return newContent(file, size, nil), nil }, nil
}
