package validate

import (
	"time"

	"failsim/cmd/internal/validate/oracle"
)

// Status is what came of a case.
type Status string

// The statuses. A case is passed only if every metric of it was judged.
const (
	Passed          Status = "passed"
	Failed          Status = "failed"
	NotExpressible  Status = "inexpressible"
	whyUnknownKind         = "unknown kind"
	whyNotSimulated        = "only a simulation can answer, and the kind is not simulated"
	whyNoAnswer            = "no answer of that name"
	whyTooNoisy            = "4 standard errors exceed its tolerance: judged by them alone"
	whyNoChance            = "no two replications differ: judged by its tolerance alone"
)

// Gap is a metric that could not be judged, and why. The whole case's metric
// is empty.
type Gap struct{ Metric, Why string }

// Result is what came of one case.
type Result struct {
	Case     *oracle.Case
	How      How // in which ways it was answered
	Status   Status
	Verdicts []Verdict
	Gaps     []Gap
	// Unsimulated are metrics that a simulation could be asked for and that only
	// theory answered, though the kind is simulated.
	Unsimulated []Gap
	// OneRule are simulated metrics that only one of the two rules can judge.
	OneRule []Gap
	Size    int // total over the replications, 0 if nothing was simulated
	Took    time.Duration
}
