package balancer

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"failsim/sim"
)

// TestClosingsAreAListInOrder holds them against a list that is searched anew each
// time: few and many, with ends that come together, and some taken out before theirs.
func TestClosingsAreAListInOrder(t *testing.T) {
	for world := range uint64(40) {
		k := sim.NewKey(12, int(world))
		var c closings
		var list []closing // as they were sent
		most, now, taken := 1+k.IntN(0, 200), sim.Time(0), 0
		first := func() int {
			at := 0
			for i := range list {
				if list[i].until < list[at].until {
					at = i
				}
			}
			return at
		}
		for i := range uint64(3000) {
			draw := k.At(1 + i)
			switch what := draw.IntN(0, 16); {
			case what == 0 && len(list) > 0:
				of := list[draw.IntN(1, len(list))]
				n := slices.IndexFunc(list, func(e closing) bool { return e.place == of.place && e.until == of.until })
				e, ok := c.take(of.place, of.until)
				require.True(t, ok)
				require.Equal(t, list[n].sent, e.sent)
				list = slices.Delete(list, n, n+1)
				taken++
			case len(list) < most && what < 12:
				e := closing{until: now + sim.Time(draw.IntN(2, 1+most*draw.IntN(3, 3))), sent: sim.Time(i), place: int32(draw.IntN(4, 3))}
				pushed := c.push(e.until)
				pushed.sent, pushed.place = e.sent, e.place
				list = append(list, e)
			case len(list) > 0:
				n := first()
				require.True(t, c.by(list[n].until))
				require.False(t, c.by(list[n].until-1))
				require.Equal(t, list[n].sent, c.next().sent, "step %d of world %d", i, world)
				now = max(now, list[n].until)
				list = slices.Delete(list, n, n+1)
			}
		}
		_, ok := c.take(7, 0)
		require.False(t, ok, "none is at that place")
		require.NotZero(t, taken)
	}
}
