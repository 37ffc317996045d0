package traces

import "slices"

// Minute is one minute of the clock with at least one record (of counts over
// longer intervals: one interval).
type Minute struct {
	At       int64 // ns since 1970: its start, or that of the interval
	Requests int64
	// ByStatus counts the requests by hundreds of their status: [2] are 200
	// to 299; [0] have none that is known.
	ByStatus [6]int64
}

const minuteWidth = int64(60 * second)

// series counts by minute, from records that go back by less than a minute or
// two.
type series struct{ minutes []Minute }

func (s *series) add(r *Record) {
	at := r.At - r.At%minuteWidth
	i := len(s.minutes) - 1
	for i >= 0 && s.minutes[i].At > at {
		i--
	}
	if i < 0 || s.minutes[i].At < at {
		i++
		s.minutes = slices.Insert(s.minutes, i, Minute{At: at})
	}
	m := &s.minutes[i]
	m.Requests += r.Requests
	class := r.Status / 100
	if class > 5 {
		class = 0
	}
	m.ByStatus[class] += r.Requests
}

// merge adds another series.
func (s *series) merge(o []Minute) {
	all := make([]Minute, 0, len(s.minutes)+len(o))
	a := s.minutes
	for len(a) > 0 || len(o) > 0 {
		switch {
		case len(o) == 0 || len(a) > 0 && a[0].At < o[0].At:
			all, a = append(all, a[0]), a[1:]
		case len(a) == 0 || o[0].At < a[0].At:
			all, o = append(all, o[0]), o[1:]
		default:
			m := a[0]
			m.Requests += o[0].Requests
			for i := range m.ByStatus {
				m.ByStatus[i] += o[0].ByStatus[i]
			}
			all, a, o = append(all, m), a[1:], o[1:]
		}
	}
	s.minutes = all
}

// busiestMinute returns the earliest minute with the most requests.
func busiestMinute(minutes []Minute) Minute {
	var best Minute
	for _, m := range minutes {
		if m.Requests > best.Requests {
			best = m
		}
	}
	return best
}
