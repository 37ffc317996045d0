package traces

import (
	"math"
	"math/bits"
)

const (
	// exactClients is how many clients are counted exactly.
	exactClients = 1 << 16
	// registerBits is the logarithm of the number of registers of the sketch:
	// its standard error is 1.04 / sqrt(2^14) = 0.8 %.
	registerBits = 14
	registers    = 1 << registerBits
)

// Distinct counts different clients by their hashes: exactly up to 65,536, and
// beyond by HyperLogLog (Flajolet and others 2007) in 16 KiB, to a standard
// error of 0.8 %.
type Distinct struct {
	seen   map[uint64]struct{} // nil once there are too many
	sketch *[registers]uint8
}

// NewDistinct returns a count of none.
func NewDistinct() *Distinct { return &Distinct{seen: make(map[uint64]struct{})} }

// Add takes in a client, whom it may have taken in before.
func (d *Distinct) Add(client uint64) {
	if d.seen == nil {
		d.note(client)
		return
	}
	d.seen[client] = struct{}{}
	if len(d.seen) > exactClients {
		d.sketch = new([registers]uint8)
		for c := range d.seen {
			d.note(c) // a maximum: the order changes nothing
		}
		d.seen = nil
	}
}

func (d *Distinct) note(client uint64) {
	rank := uint8(bits.LeadingZeros64(client<<registerBits|1<<(registerBits-1)) + 1)
	r := &d.sketch[client>>(64-registerBits)]
	*r = max(*r, rank)
}

// Count returns how many there are, and the relative standard error of that.
func (d *Distinct) Count() (n int64, relativeError float64) {
	if d.seen != nil {
		return int64(len(d.seen)), 0
	}
	sum := 0.0
	for _, rank := range d.sketch {
		sum += math.Ldexp(1, -int(rank))
	}
	const alpha = 0.7213 / (1 + 1.079/registers)
	return int64(math.Round(alpha * registers * registers / sum)), 1.04 / math.Sqrt(registers)
}
