package maker

import (
	"fmt"
)

// Fitted is a model of a trace, and how it came about.
type Fitted struct {
	Model    Model
	Sessions int64 // how many there are in the trace
	Pauses   int64 // between requests of a session
	Distinct int64 // clients of the trace
	Notes    []string
}

func (f *Fitted) note(format string, args ...any) {
	f.Notes = append(f.Notes, fmt.Sprintf(format, args...))
}
