package traces

// Minute is one minute of the clock with at least one record (of counts over
// longer intervals: one interval).
type Minute struct {
	At       int64 // ns since 1970: its start, or that of the interval
	Requests int64
	// ByStatus counts the requests by hundreds of their status: [2] are 200
	// to 299; [0] have none that is known. Those without an answer and those
	// whose client hung up are in none of them.
	ByStatus [6]int64
	// NoAnswer counts requests that the log says got no answer, and HungUp
	// those whose client went away before it had one.
	NoAnswer, HungUp int64
}

const (
	second      = 1_000_000_000 // ns
	minuteWidth = int64(60 * second)
)

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
