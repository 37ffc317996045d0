package fault

import (
	"fmt"
	"time"

	"failsim/models/file"
	"failsim/models/id"
	"failsim/sim"
)

// StateAger has a share of a region's records of LBs be what they were some time ago,
// or what they should again.
type StateAger interface {
	AgeState(now sim.Time, region id.Region, share float64, age time.Duration)
	RefreshState(now sim.Time, region id.Region)
}

// StaleState is a store that answers with old records: reads go to a follower that
// lags, or an old copy was restored by mistake. Running LBs do not notice.
type StaleState struct {
	Where StateAger
	At    id.Region
	Share float64
	Age   time.Duration
}

// Begin implements Fault.
func (f StaleState) Begin(now sim.Time) { f.Where.AgeState(now, f.At, f.Share, f.Age) }

// End implements Fault: the store has caught up.
func (f StaleState) End(now sim.Time) { f.Where.RefreshState(now, f.At) }

// Region implements Fault.
func (f StaleState) Region() id.Region { return f.At }

// String implements Fault.
func (f StaleState) String() string {
	return fmt.Sprintf("%.3g %% of the region's LB records are what they were %s ago", 100*f.Share, file.FormatDuration(f.Age))
}
