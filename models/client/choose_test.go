package client

import (
	"testing"

	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"

	"github.com/stretchr/testify/require"
)

func TestUsersRememberWhatTheyRememberedLast(t *testing.T) {
	const users = 130
	m, plain := newMemories(users), make([]policy.Memory, users)
	key := sim.NewKey(1, 0)
	for i := range uint64(10_000) {
		u := request.User(key.IntN(2*i, users))
		if key.IntN(2*i+1, 3) > 0 {
			plain[u] = policy.Memory{Endpoint: uint8(i), Until: sim.Time(i)}
		} else {
			plain[u] = policy.Memory{}
		}
		m.keep(u, &plain[u])
		other := request.User(key.IntN(2*i, users/2))
		require.Equal(t, plain[other], m.of(other))
		require.Equal(t, plain[u], m.of(u))
	}
}
