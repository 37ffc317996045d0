package counted

import "failsim/sim"

// FactSlices is into how many slices of time a run's fingerprint is cut at most, so that
// two runs that differ can be told apart by when: 24 minutes of a day.
const FactSlices = 64

// FactSpan returns how many windows a slice has; the last may have fewer.
func (l *Layout) FactSpan() int { return (l.Windows() + FactSlices - 1) / FactSlices }

// fact states what is no outcome of a request. A request's outcome is stated in its cell.
func (t *Tally) fact(at sim.Time, kind, a, b uint64) {
	w := min(max(at/t.width, 0), sim.Time(t.windows-1))
	t.reported[w] += sim.HashFact(kind, uint64(at), a, b)
	t.facts++
}

// distil returns the fingerprint of the run, and a digest of each slice of it: of the
// requests that arrived in it, whenever they ended, and of all else that happened in it.
// It takes how many requests have an outcome, each of which is a fact.
func (t *Tally) distil(settled int64) (whole sim.Fingerprint, slices []uint32) {
	t.closeCells()
	span, sum := t.layout.FactSpan(), uint64(0)
	for from := 0; from < t.windows; from += span {
		slice := uint64(0)
		to := min(from+span, t.windows)
		for _, reported := range t.reported[from:to] {
			slice += reported
		}
		for p := range t.populations {
			column := t.column(p)[from:to]
			for w := range column {
				slice += column[w].facts
			}
		}
		sum += slice
		slices = append(slices, uint32(sim.Mix(slice)>>32))
	}
	return sim.Summed(sum, t.facts+uint64(settled)), slices
}
