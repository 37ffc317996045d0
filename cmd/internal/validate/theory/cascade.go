package theory

// Cascade returns how many servers survive when all load is shared evenly and
// a share of those up, at least one, trips at once as long as the load of a
// survivor exceeds trip, and in how many steps (global load sharing in a
// bundle of fibres). load is in servers' worth.
func Cascade(up int, load, trip, share float64) (survivors, steps int) {
	for up > 0 && load/float64(up) > trip {
		up -= min(up, max(1, int(float64(float64(up)*share)+1e-9)))
		steps++
	}
	return up, steps
}
