package client

import (
	"failsim/models/policy"
	"failsim/models/request"
)

// memories are what the users of a population remember, and what those do who
// remember nothing, as most: two bits a user, which stay in a near cache, where
// the memories themselves would be fetched from afar for every request.
type memories struct {
	all    []policy.Memory
	habits []uint64 // 32 users each
}

// habit is what a user who remembers nothing always chooses at the first attempt of
// a request, as policy.Sending promises. It is 0 as long as it is unknown, and
// where the user may have something to remember.
type habit uint64

const (
	habitBits = 2
	habitMask = 1<<habitBits - 1
	habitants = 64 / habitBits // in a word
)

func habitOf(endpoint int) habit { return habit(endpoint - policy.ByName + 1) }
func endpointOf(h habit) int     { return int(h) + policy.ByName - 1 }

func newMemories(users int) memories {
	return memories{make([]policy.Memory, users), make([]uint64, (users+habitants-1)/habitants)}
}

// habit returns a user's.
func (m *memories) habit(u request.User) habit {
	return habit(m.habits[u/habitants] >> (u % habitants * habitBits) & habitMask)
}

// settle makes it a user's habit to choose an endpoint, unless that is too far
// down the list for two bits.
func (m *memories) settle(u request.User, endpoint int) {
	if h := habitOf(endpoint); h <= habitMask {
		m.habits[u/habitants] |= uint64(h) << (u % habitants * habitBits)
	}
}

// keep has a user remember something, as a rule nothing, and its habit be open.
func (m *memories) keep(u request.User, memory *policy.Memory) {
	m.habits[u/habitants] &^= habitMask << (u % habitants * habitBits)
	m.all[u] = *memory
}
