package scenario

import (
	"time"

	"failsim/models/file"
)

// Objectives are what the tenant promises.
type Objectives struct {
	Availability float64 // share of requests
	Latency      time.Duration
	Recovery     time.Duration
	Hold         time.Duration
	LostRecords  int           // LB records that may be lost for good
	LostSpan     time.Duration // of acknowledged writes that may be
}

func objectives(n file.Node) Objectives {
	m := n.Open("objectives")
	defer m.Done()
	return Objectives{
		Availability: file.Need(m, "availability", file.ProperShareOf),
		Latency:      file.Need(m, "latency", file.PositiveDurationOf),
		Recovery:     file.Need(m, "recovery", file.PositiveDurationOf),
		Hold:         file.Need(m, "hold", file.PositiveDurationOf),
		LostRecords:  file.Get(m, "lost-records", file.CountOf, 0),
		LostSpan:     file.Get(m, "lost-writes", file.DurationOf, 0),
	}
}
