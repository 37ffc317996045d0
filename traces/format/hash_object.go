package format

import (
	"bytes"
	"encoding/binary"
)

// hashObject hashes what a request line asks for: its second word, up to a query. It is no
// secret, and the same in every log, so it has no key. It is 0 if there is none.
func hashObject(request []byte) uint32 {
	_, object, found := bytes.Cut(request, []byte{' '})
	if !found {
		return 0
	}
	for i := 0; i < len(object); i++ {
		if b := object[i]; b == ' ' || b == '?' {
			object = object[:i]
			break
		}
	}
	if len(object) == 0 {
		return 0
	}
	h := uint64(len(object))
	for ; len(object) >= 8; object = object[8:] {
		h = fold(h, binary.LittleEndian.Uint64(object))
	}
	var tail uint64
	for i := len(object) - 1; i >= 0; i-- {
		tail = tail<<8 | uint64(object[i])
	}
	return max(1, uint32(fold(h, tail)>>32))
}
