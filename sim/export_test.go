package sim

// Sum returns the sum of hashes that String mixes once more.
func (f Fingerprint) Sum() uint64 { return f.sum }
