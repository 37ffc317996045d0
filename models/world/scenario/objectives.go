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
		Availability: file.Need(m, "availability", file.ProperShareOf, "the share of requests that must be answered right and in time"),
		Latency:      file.Or(m, "latency", file.PositiveDurationOf, "10s", "a request that takes longer is not good", "assumption"),
		Recovery:     file.Need(m, "recovery", file.PositiveDurationOf, "how long after a fault the objective may be missed (RTO)"),
		Hold:         file.Or(m, "hold", file.PositiveDurationOf, "15m", "for how long the objective has to be met again until it counts as recovered", "assumption"),
		LostRecords:  file.Get(m, "lost-records", file.CountOf, 0, "how many records of load balancers may be lost for good"),
		LostSpan:     file.Get(m, "lost-writes", file.DurationOf, 0, "acknowledged writes of how long a time may be lost (RPO)"),
	}
}
