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
	m, plain, habits := newMemories(users), make([]policy.Memory, users), make([]habit, users)
	key := sim.NewKey(1, 0)
	for i := range uint64(10_000) {
		u := request.User(key.IntN(2*i, users))
		plain[u], habits[u] = policy.Memory{}, 0
		switch endpoint := policy.ByName + key.IntN(2*i+1, 6); {
		case endpoint < 3:
			m.keep(u, &plain[u])
			m.settle(u, endpoint)
			if endpoint < 2 {
				habits[u] = habitOf(endpoint)
				require.Equal(t, endpoint, endpointOf(m.habit(u)))
			}
		default:
			plain[u] = policy.Memory{Endpoint: uint8(i), Until: sim.Time(i)}
			m.keep(u, &plain[u])
		}
		other := request.User(key.IntN(2*i, users/2))
		for _, u := range []request.User{u, other} {
			require.Equal(t, plain[u], m.all[u])
			require.Equal(t, habits[u], m.habit(u))
		}
	}
}
