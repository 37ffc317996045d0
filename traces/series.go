package traces

import (
	"cmp"
	"slices"
)

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

// combined puts the minutes of several files in order, and those of the same
// time into one.
func combined(all []Minute) []Minute {
	slices.SortStableFunc(all, func(a, b Minute) int { return cmp.Compare(a.At, b.At) })
	kept := all[:0]
	for _, m := range all {
		last := len(kept) - 1
		if last < 0 || kept[last].At != m.At {
			kept = append(kept, m)
			continue
		}
		kept[last].Requests += m.Requests
		for i := range m.ByStatus {
			kept[last].ByStatus[i] += m.ByStatus[i]
		}
	}
	return kept
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
