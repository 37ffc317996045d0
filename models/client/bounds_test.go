package client

import (
	"testing"

	"failsim/sim"

	"github.com/stretchr/testify/require"
)

func TestClientsBelongToTheShareThatTheirDrawFallsInto(t *testing.T) {
	third := 1. / 3
	for _, shares := range [][]float64{{1}, {0.5, 0.5}, {0.4, 0.2, 0.3, 0.1}, {third, third, third}, {0, 1e-12, 0.3, 0, 0.7}, {0.9999999, 1e-7}, {1, 0},
		{0.001, 0.001, 0.001, 0.001, 0.996}, {0.3, 0.3, 0.3}} {
		b := newBounds(shares)
		for client := range uint64(200_000) {
			draw := int(sim.Mix(client^0x706f70) >> (64 - drawBits))
			require.Equal(t, chosen(shares, draw), b.share(client), "client %d of %v", client, shares)
		}
		for i, from := range b.from { // no draw of some thousand lies so near a bound
			for _, draw := range []int{int(from) - 1, int(from)} {
				if draw >= 0 && draw < 1<<drawBits {
					require.Equal(t, draw >= int(from), chosen(shares, draw) > i, "draw %d of %v", draw, shares)
					require.Equal(t, chosen(shares, draw), b.of(uint64(draw)), "draw %d of %v", draw, shares)
				}
			}
		}
	}
}
