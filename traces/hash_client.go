package traces

import (
	"encoding/binary"
	"math/bits"

	"failsim/sim"
)

// hashClient hashes an address with a key, eight bytes at a time.
func hashClient(key sim.Key, host []byte) uint64 {
	h := uint64(key) ^ uint64(len(host))
	for len(host) >= 8 {
		h = fold(h, binary.LittleEndian.Uint64(host))
		host = host[8:]
	}
	var tail uint64
	for i := len(host) - 1; i >= 0; i-- {
		tail = tail<<8 | uint64(host[i])
	}
	return sim.Mix(fold(h, tail) + uint64(key))
}

// fold takes a word into a hash: the high and low halves of a product, as in
// wyhash.
func fold(h, word uint64) uint64 {
	hi, lo := bits.Mul64(h^word^0xa0761d6478bd642f, 0xe7037ed1a0b428db)
	return hi ^ lo
}
