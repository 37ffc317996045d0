package results

import (
	"time"

	"failsim/results/statistics"
)

// Offered is the load that a run offers, in real requests a second, without
// surges of an incident.
type Offered struct {
	MeanPerSecond    statistics.Number `json:"mean_per_s"`
	BusiestPerSecond statistics.Number `json:"busiest_minute_per_s"`
	BusiestAt        time.Time         `json:"busiest_minute_at"`
	// DayPerSecond is the mean rate of the workload's day, which the run may
	// hold only some hours of.
	DayPerSecond statistics.Number `json:"mean_of_day_per_s"`
}
