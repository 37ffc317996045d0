package queue

// batch keeps, of one replication in steady state, the means of batches of
// windows: of the number in system, and of the wait.
func (r *record) batch(out *Report, of string, target int) {
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
	width := seconds(float64(r.spec.Length) * perSegment / windows)
	var inSystem, waits []float64
	for b := first; b < windows/perSegment; b++ {
		before := mark{}
		if i := b*perSegment - 1; i >= 0 {
			before = marks[i][target]
		} else if extra := len(r.marks) - windows; extra > 0 {
			before = r.marks[extra-1][target]
		}
		after := marks[(b+1)*perSegment-1][target]
		inSystem = append(inSystem, seconds(after.area-before.area)/width)
		if n := after.served - before.served; n > 0 {
			waits = append(waits, seconds(after.waited-before.waited)/n)
		}
	}
	out.batches[of] = [2][]float64{inSystem, waits}
}

// BatchMeans returns the mean of a series and its standard error, estimated
// from the means of so many batches of equal length: values that depend on
// those shortly before them are nearly independent of those in other batches.
// What is left over at the end is left out.
func BatchMeans(series []float64, batches int) (mean, se float64) {
	size := len(series) / batches
	means := make([]float64, batches)
	for b := range means {
		for _, x := range series[b*size : (b+1)*size] {
			means[b] += x / float64(size)
		}
	}
	return meanAndError(means)
}

// BatchMeans estimates a station's or group's mean_in_system (of a group, that
// of all members together) or mean_wait from this one replication, by means of
// 16 to 32 batches; the mean wait is that of batch means. False: it has none.
func (r *Report) BatchMeans(of, name string) (Estimate, bool) {
	both, ok := r.batches[of]
	values := both[0]
	switch name {
	case "mean_in_system":
	case "mean_wait":
		values = both[1]
	default:
		return Estimate{}, false
	}
	mean, se := meanAndError(values)
	return Estimate{Of: of, Name: name, Mean: mean, SE: se, Replications: len(values)}, ok
}
