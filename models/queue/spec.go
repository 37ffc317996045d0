package queue

import (
	"slices"
	"time"

	"failsim/models/figures"
)

// Spec is a queueing system that was read and checked.
type Spec struct {
	Name, About string
	// Length is the measured time; with warm-up by MSER-5, the whole.
	Length   time.Duration
	WarmUp   WarmUp
	Cycles   int             // independent runs, from empty, that make one replication
	Observe  []time.Duration // instants at which the number in system is told
	Streams  []Stream
	Stations []Station // members of groups included
	Groups   []Group
	Caches   []Cache

	// Older says in a line which older names the file has and what they are now; "" if none.
	Older string

	unanswerable map[figures.Key]string
	warnings     map[figures.Key]string
}

// WarmUp says how much of a run's beginning is not measured.
type WarmUp struct {
	Span time.Duration // before time 0
	MSER bool          // instead: cut from the run by MSER-5
}

// steady reports whether figures are meant as those of the steady state.
func (s *Spec) steady() bool {
	if len(s.Observe) > 0 || !s.WarmUp.MSER && s.WarmUp.Span == 0 {
		return false
	}
	for _, station := range s.Stations {
		if len(station.Schedule) > 0 || len(station.Down) > 0 {
			return false
		}
	}
	return true
}

// membersOf returns the stations of a target.
func (s *Spec) membersOf(to Target) []int {
	switch {
	case to.Group && to.Index < len(s.Groups):
		return s.Groups[to.Index].Members
	case !to.Group && to.Index < len(s.Stations):
		return []int{to.Index}
	}
	return nil
}

// impatient reports whether any request may leave a station's queue.
func (s *Spec) impatient(station int) bool {
	for i := range s.Streams {
		st := &s.Streams[i]
		if st.Patience == nil {
			continue
		}
		if st.To.Group && s.Stations[station].Group == st.To.Index || !st.To.Group && st.To.Index == station {
			return true
		}
	}
	return false
}

// impatientAll reports whether every request may leave a station's queue.
func (s *Spec) impatientAll(station int) bool {
	some := false
	for _, st := range s.Streams {
		if st.To.Group && st.To.Index == s.Stations[station].Group || !st.To.Group && st.To.Index == station {
			if st.Patience == nil {
				return false
			}
			some = true
		}
	}
	return some
}

// affected returns what has a share in a station's figures.
func (s *Spec) affected(station int) []string {
	of := []string{"station " + s.Stations[station].Name}
	group := s.Stations[station].Group
	if group >= 0 {
		of = append(of, "group "+s.Groups[group].Name)
	}
	for _, st := range s.Streams {
		if st.To.Group && st.To.Index == group || !st.To.Group && st.To.Index == station {
			of = append(of, "stream "+st.Name)
		}
	}
	return of
}

// rateVaries reports whether a station has arrivals at a rate that varies.
func (s *Spec) rateVaries(station int) bool {
	return slices.ContainsFunc(s.Streams, func(st Stream) bool {
		return st.Arrivals.varies && slices.Contains(s.membersOf(st.To), station)
	})
}

// objects returns how many a cache may be asked for.
func (s *Spec) objects(cache int) int {
	most := 0
	for i := range s.Streams {
		if st := &s.Streams[i]; st.To.Cache == cache+1 && st.Objects != nil {
			most = max(most, st.Objects.Len())
		}
	}
	return most
}
