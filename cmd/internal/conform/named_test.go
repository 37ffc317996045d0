package conform_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"failsim/cmd/internal/conform/model"
	"failsim/models/balancer"
	"failsim/models/client"
	"failsim/models/dns"
	"failsim/models/request"
	"failsim/sim"
)

// What predicts of clients by name is held against sums: a client that asks each second and
// keeps no connection, whose first server is dead from 10.5 s on and whose name moves at
// 12.5 s, with a TTL of 4 s and a name for which nobody else asks. It asks its resolver at
// 1 s, 5 s, 9 s and 13 s: from 11 s to 12 s it fails.
func TestAClientByNameFollowsIt(t *testing.T) {
	r := dns.NewResolvers(sim.NewKey(1, 0), 1, 4*time.Second, nil)
	r.BeQuiet(1)
	game := model.Named{Key: sim.NewKey(1, 0), LBs: 2, Resolvers: r, Arrivals: model.Every(time.Second, 16), Rules: client.Rules{Rules: model.Times(time.Second)},
		Changes: []model.Change{
			{At: 10500 * time.Millisecond, Do: func(now sim.Time, w *model.Around) {
				w.Plane.LoseRegion(now, 0, request.RegionDown, balancer.Process, true)
			}},
			{At: 12500 * time.Millisecond, Do: func(now sim.Time, w *model.Around) { w.Authority.Publish(0, now, []float64{0, 1}) }}}}
	failed, moved := []int(nil), 0
	for i, s := range game.Play() {
		if !s.Good {
			failed = append(failed, i+1)
		}
		if s.LB == 1 && moved == 0 {
			moved = i + 1
		}
	}
	assert.Equal(t, []int{11, 12}, failed)
	assert.Equal(t, 13, moved)
}
