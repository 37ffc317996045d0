package results

import (
	"strconv"
	"time"
)

// FactsHead are the columns of facts.csv before the slices of time.
var FactsHead = []string{"incident", "design", "replication", "stratum", "run_of", "fingerprint"}

// SliceName begins the name of the column of a slice of time.
const SliceName = "from_minute_"

// SliceFrom names the column of a slice that begins so long after a run.
func SliceFrom(since time.Duration) string {
	return SliceName + strconv.FormatFloat(since.Minutes(), 'g', -1, 64)
}
