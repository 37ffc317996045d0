package format

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

// Into takes the record into a hash of records.
func (r *Record) Into(sum uint64) uint64 {
	return fold(sum, fold(uint64(r.At)^r.Client, r.Bytes^uint64(r.Duration)<<20^uint64(r.Status)<<50^uint64(r.Class)<<36))
}

// fold takes a word into a hash: the high and low halves of a product, as in
// wyhash.
func fold(h, word uint64) uint64 {
	hi, lo := bits.Mul64(h^word^0xa0761d6478bd642f, 0xe7037ed1a0b428db)
	return hi ^ lo
}
