package queue

import (
	"time"

	"failsim/models/file"
)

// Failing is how a station's services end in errors.
type Failing struct {
	Share float64
	// After is what such an error takes of a server's time instead of its service,
	// at least a nanosecond; 0: the whole service.
	After time.Duration
}

// failing reads a share, or {share: 10%, error-after: 5ms}.
func failing(n file.Node) Failing {
	if !n.IsMapping() {
		return Failing{Share: file.ProbabilityOf(n)}
	}
	m := n.Open("fails")
	defer m.Done()
	f := Failing{file.Need(m, "share", file.ProbabilityOf), file.Get(m, "error-after", file.DurationOf, 0)}
	if m.Has("error-after") {
		f.After = max(1, f.After)
	}
	return f
}

// all reports whether no service is worked off, as all end in errors before.
func (f Failing) all() bool { return f.After > 0 && f.Share == 1 }
