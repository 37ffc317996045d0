package queue

import "failsim/models/figures"

// batch tells, of one replication in steady state, the means of batches of
// windows: of the number in system (of a group, that of all members
// together), and of the wait. There are 16 to 32 batches.
func (r *ledger) batch(out *figures.Report, of string, target int) {
	if !r.watched || len(r.marks) < windows {
		return
	}
	// The marks are those at the end of each window, of which the last
	// windows are whole; before them may be the warm-up's.
	marks := r.marks[len(r.marks)-windows:]
	first := 0
	if r.spec.WarmUp.MSER {
		first = r.keep
	}
	width := figures.Seconds(float64(r.spec.Length) * perSegment / windows)
	var inSystem, waits []float64
	for b := first; b < windows/perSegment; b++ {
		before := mark{}
		if i := b*perSegment - 1; i >= 0 {
			before = marks[i][target]
		} else if extra := len(r.marks) - windows; extra > 0 {
			before = r.marks[extra-1][target]
		}
		after := marks[(b+1)*perSegment-1][target]
		inSystem = append(inSystem, figures.Seconds(after.area-before.area)/width)
		if n := after.served - before.served; n > 0 {
			waits = append(waits, figures.Seconds(after.waited-before.waited)/n)
		}
	}
	out.RecordBatches(of, "mean_in_system", inSystem)
	out.RecordBatches(of, "mean_wait", waits)
}
