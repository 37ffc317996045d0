package counted

import (
	"math"

	"failsim/models/record"
	"failsim/sim"
)

// DataLost implements record.Keeper.
func (t *Tally) DataLost(at sim.Time, which int, writes float64) {
	t.fact(at, factDataLost, uint64(which), math.Float64bits(writes))
}

// DataKept implements record.Keeper.
func (t *Tally) DataKept(at sim.Time, which int, d record.Data) {
	t.data[which] = d
	t.fact(at, factDataKept, uint64(which), math.Float64bits(d.Unwritable)^math.Float64bits(d.WritesLost))
}
