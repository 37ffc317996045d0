package caller

import (
	"slices"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// Ticket says which attempt waits at a backend.
type Ticket struct {
	number     uint64
	slot       int32
	Population request.Population
}

// Hop is what a target keeps of an attempt while it tries one backend after the
// other. The zero value is an attempt that it has not passed on yet.
type Hop struct {
	Ticket  Ticket
	Until   sim.Time // when the caller hangs up
	Since   sim.Time // the first try
	Request uint64   // number of the user's request, the same for all attempts
	Object  uint32   // that is asked for, 0 if unknown
	Zone    id.Zone  // where the node of the target stands that the caller has connected to
	Tries   uint8
	Found   bool         // the caller has waited for the address
	Draw    uint8        // number of the attempt within the call; 255 is that or a later one
	Where   policy.Where // for the next
	last    [8]id.Member // backends tried, by try modulo 8
}

// Try notes that the attempt is tried at a backend.
func (h *Hop) Try(backend id.Member) {
	h.last[h.Tries%8] = backend
	h.Tries++
}

// Last returns the backend of the last try, of which there was one.
func (h *Hop) Last() id.Member { return h.last[(h.Tries-1)%8] }

// Tried reports whether a backend is among the last eight that were tried.
func (h *Hop) Tried(backend id.Member) bool {
	return slices.Contains(h.last[:min(h.Tries, 8)], backend)
}
