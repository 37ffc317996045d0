package diff

import (
	"math"
	"slices"

	"failsim/results"
	"failsim/results/statistics"
)

// key are the figures that most readers ask for. They have most of the 5 % to
// themselves, so that they do not pay for how many others are compared.
var key = []string{"availability", "full_outage_minutes", "user_minutes_lost", "restricted_time_to_recover_s", "time_to_recover_s.restricted_mean",
	"latency_p99_s"}

// level is the chance to call anything changed where nothing is, and keyShare how
// much of it is the key figures'.
const level, keyShare = 0.05, 0.8

func (r *Row) isKey() bool { return slices.Contains(key, r.Figure) }

// judge adjusts for how many figures are compared, and calls what changed.
func (r *Result) judge() {
	r.adjust(true, keyShare)
	r.adjust(false, 1-keyShare)
	for i := range r.Rows {
		row := &r.Rows[i]
		certain := math.IsNaN(row.p) // what does not vary has no p
		switch {
		case row.Verdict != "":
		case row.CI95 == nil:
			row.Verdict = Unknown
		case !certain && row.PHolm <= level, certain && (row.CI95[0] > 0 || row.CI95[1] < 0):
			row.Verdict = Changed
		default:
			row.Verdict = Unseen
		}
	}
}

// adjust adjusts the p-values of the key figures, or of the others, for how many
// they are and for their share of the level.
func (r *Result) adjust(keys bool, share float64) {
	var at []int
	var p []float64
	for i := range r.Rows {
		if row := &r.Rows[i]; row.isKey() == keys {
			at, p = append(at, i), append(p, row.p)
		}
	}
	for k, holm := range results.Holm(p) {
		r.Rows[at[k]].PHolm = statistics.Number(min(1, holm/share))
	}
}
