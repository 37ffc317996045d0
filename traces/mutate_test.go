package traces

import (
	"testing"

	"failsim/sim"
)

// Any byte of a sample may be any other: each format refuses, sets aside or
// reads, and accounts for every line. (The fuzzers look further.)
func TestNoDamagedByteBreaksAFormat(t *testing.T) {
	for k, c := range allSamples(t) {
		if !described(c.format).Lines {
			continue
		}
		content := c.content(t)
		key := sim.NewKey(1, k)
		for n := range uint64(20) {
			damaged := append([]byte(nil), content...)
			for range n%3 + 1 {
				at := int(key.Uint64(n*7) % uint64(len(damaged)))
				damaged[at] = byte(" \"[]{}:,-0a\t"[key.Uint64(n*11+uint64(at))%12])
			}
			o := c.options(t)
			o.SkipBadShare = 1
			s, err := ofText(damaged, o)
			if err == nil {
				requireIdentity(t, s.Info().Ledger)
			}
		}
	}
}
