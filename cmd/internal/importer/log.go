package importer

import (
	"fmt"
	"time"

	"failsim/results/tables"
)

// Log is what a log says beside the files: the load, and what became of requests.
type Log struct {
	Path, Name    string // as the scenario has it, and without its folder
	Requests      int64
	Rate, Peak    float64 // requests a second: mean, and of the busiest minute
	From, To      time.Time
	Known, Failed int64     // requests whose status it says, and those of 5xx or without an answer
	Failing       []Stretch // in which they were many
	Timed         int64     // requests whose duration it says
	Service       string    // their distribution; none if it says none
}

// Stretch is a time in which a log's own requests failed, and how many of them.
type Stretch struct {
	From, To time.Time
	Share    float64
}

// told says what the log says.
func (l *Log) reported() (list []string) {
	list = append(list, fmt.Sprintf("%s: %d requests from %s to %s, %s a second, %s in the busiest minute: the scenario replays them", l.Name, l.Requests, l.From.Format(time.DateTime), l.To.Format(time.DateTime), tables.Count(l.Rate), tables.Count(l.Peak)))
	switch {
	case l.Service != "":
		list = append(list, fmt.Sprintf("durations of %d requests that were answered: the servers' work", l.Timed))
	default:
		list = append(list, "no durations: how long servers work stays a question")
	}
	if l.Known == 0 {
		return append(list, "no statuses: what its servers answered is not known")
	}
	list = append(list, fmt.Sprintf("statuses of %d requests, %s of them failed: compare writes them beside the designs, observed.csv", l.Known, percent(l.Failed, l.Known)))
	for _, s := range l.Failing {
		list = append(list, fmt.Sprintf("from %s to %s %.0f %% failed", s.From.Format(time.DateTime), s.To.Format(time.DateTime), 100*s.Share))
	}
	return list
}

func percent(n, of int64) string { return fmt.Sprintf("%.4g %%", 100*float64(n)/float64(of)) }
