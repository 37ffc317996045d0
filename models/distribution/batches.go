package distribution

import "failsim/sim"

// Batches is events that come several at once.
type Batches struct {
	GapKey, SizeKey sim.Key
	Every           Distribution // from batch to batch
	Size            Sizes

	drawn uint64 // batches so far
	left  int    // of the present batch
}

// Next implements Process.
func (b *Batches) Next(_ uint64, last sim.Time) sim.Time {
	at := last
	for b.left == 0 {
		at = at.Add(b.Every.Quantile(b.GapKey.Float64(b.drawn)))
		if at == sim.Never {
			return at
		}
		b.left = b.Size.Quantile(b.SizeKey.Float64(b.drawn))
		b.drawn++
	}
	b.left--
	return at
}
