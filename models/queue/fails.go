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

// errs tells whether an attempt ends in an error, if it is served to its end.
func (p *place) errs(st *stream, j *job) bool {
	share := p.spec.Fails.Share
	return share > 0 && st.errs.Float64(j.request+uint64(j.attempt)<<later) < share
}

// works returns what an attempt takes of a server's time.
func (p *place) works(st *stream, j *job) time.Duration {
	if after := p.spec.Fails.After; after > 0 && p.errs(st, j) {
		return after
	}
	return p.spec.Service.Quantile(st.service.Float64(j.request))
}

// work returns the mean of what a request takes of a server's time, errors
// included, and whether it is finite.
func (s *Station) work() (mean time.Duration, finite bool) {
	mean, finite = s.Service.Mean()
	switch f := s.Fails; {
	case f.After == 0:
		return mean, finite
	case f.all():
		return f.After, true
	default:
		return time.Duration((1-f.Share)*float64(mean) + f.Share*float64(f.After)), finite
	}
}

// all tells whether no service is worked off, as all end in errors before.
func (f Failing) all() bool { return f.After > 0 && f.Share == 1 }
