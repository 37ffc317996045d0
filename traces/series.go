package traces

import "failsim/traces/format"

// addMinute counts a record, which is not before the last one.
func (i *Info) addMinute(r *format.Record) {
	at := r.At - r.At%minuteWidth
	n := len(i.Minutes) - 1
	if n < 0 || i.Minutes[n].At < at {
		i.Minutes = append(i.Minutes, Minute{At: at})
		n++
	}
	m := &i.Minutes[n]
	m.Requests += r.Requests
	switch class := r.Status / 100; {
	case r.Status == format.StatusNoAnswer:
		m.NoAnswer += r.Requests
	case r.HungUp():
		m.HungUp += r.Requests
	case class > 5:
		m.ByStatus[0] += r.Requests
	default:
		m.ByStatus[class] += r.Requests
	}
}
