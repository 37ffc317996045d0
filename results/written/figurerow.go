package written

import "failsim/results"

// figureRow is one figure of every design, with its interval.
type figureRow struct {
	name string
	cell func(*results.DesignSummary) string
}
