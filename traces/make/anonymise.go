package maker

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"strings"

	"failsim/traces"
	"failsim/traces/format"
)

// anonymised gives clients pseudonyms and drops classes that may tell more than
// a method.
type anonymised struct {
	traces.Stream
	mac         hash.Hash
	sum         []byte
	known       map[uint64]uint64 // pseudonyms of some clients, so that few need a hash
	keepClasses bool
}

// mostPseudonyms bounds the memory that known takes.
const mostPseudonyms = 1 << 16

// Anonymise replaces each client by a pseudonym: the first 64 bits of
// HMAC-SHA-256 of its hash under a secret key. The same client and key give the
// same pseudonym; without the key, none can be told from another's. Who has
// the key can try every address. Classes other than methods are dropped, or
// kept up to the first "?", "#" or ";".
func Anonymise(of traces.Stream, key []byte, keepClasses bool) traces.Stream {
	return &anonymised{Stream: of, mac: hmac.New(sha256.New, key), known: make(map[uint64]uint64), keepClasses: keepClasses}
}

func (a *anonymised) Next(r *format.Record) bool {
	if !a.Stream.Next(r) {
		return false
	}
	if r.HasClient {
		r.Client = a.pseudonym(r.Client)
	}
	return true
}

func (a *anonymised) pseudonym(client uint64) uint64 {
	if p, ok := a.known[client]; ok {
		return p
	}
	if len(a.known) == mostPseudonyms {
		clear(a.known)
	}
	a.mac.Reset()
	a.mac.Write(binary.BigEndian.AppendUint64(nil, client))
	a.sum = a.mac.Sum(a.sum[:0])
	p := binary.BigEndian.Uint64(a.sum)
	a.known[client] = p
	return p
}

func (a *anonymised) Class(c format.Class) string {
	name := a.Stream.Class(c)
	switch {
	case format.IsMethod([]byte(name)):
		return name
	case !a.keepClasses:
		return ""
	}
	if end := strings.IndexAny(name, "?#;"); end >= 0 {
		name = name[:end]
	}
	return name
}
