package plots

import (
	"time"
)

// Recovery is the input of RecoveryTimes.
type Recovery struct {
	Title, Subtitle string // an empty title becomes "Time to recover by design, given this incident"
	Rows            []RecoveryRow
	Objective       time.Duration // 0 is none
	Unit            string        // what one sample is; empty: "one population in one replication"
	From, To        time.Duration // what the axis holds at least, if it is to be that of other figures too
}

// A RecoveryRow is one design's recovery times.
type RecoveryRow struct {
	Name              string
	Samples           []time.Duration // of those harmed and recovered
	Median, Low, High time.Duration   // given harm, with its interval; without Median it is computed, without Low and High there is none
	NeverHarmed       int
	Censored          int // harmed and not recovered by the end of the run
	// Shares of these two where samples weigh differently; 0 where they do not.
	NeverHarmedShare, CensoredShare float64
}
