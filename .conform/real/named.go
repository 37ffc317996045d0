package main

import (
	"time"

	"failsim/cmd/conform/rig"
	"failsim/cmd/internal/conform/model"
	"failsim/models/balancer"
	"failsim/models/client"
	"failsim/models/dns"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// lookupTimes is how long each of some requests waits for an address of a client whose
// first resolver is silent, and which keeps no connection.
func lookupTimes(next client.NextResolver, n int) (list []float64) {
	game := model.Named{Key: key, LBs: 1, Resolvers: dns.NewResolvers(key, 1, time.Minute, nil), Arrivals: model.Every(20*second, n),
		Rules:   client.Rules{Rules: model.Times(time.Minute), Next: next},
		Changes: []model.Change{{Do: func(_ sim.Time, w *model.Around) { w.Clients.FailResolvers(0, 1, true) }}}}
	for _, r := range game.Play() {
		list = append(list, r.Took.Seconds())
	}
	return list
}

// untilMoved is how long a client with an open connection, which asks twice a second, has
// no answer whose server dies, and whose name moves after a while: a mean of some games.
func untilMoved(games int, ttl, verdict time.Duration, quiet bool) (list []float64) {
	for i := range games {
		k := key.At(uint64(i))
		r := dns.NewResolvers(k.Named("resolvers"), 1, ttl, nil)
		if quiet {
			r.BeQuiet(1)
		}
		dies := 5*ttl + time.Duration(k.Float64(1)*float64(ttl)) + 1
		game := model.Named{Key: k, LBs: 2, Resolvers: r, Arrivals: model.Every(200*ms, int(10*ttl/(200*ms))), Rules: client.Rules{Rules: model.Times(2 * second), Connecting: rig.Make[policy.Connecting]("pinned-connection")},
			Changes: []model.Change{
				{At: dies, Do: func(now sim.Time, w *model.Around) {
					w.Plane.LoseRegion(now, 0, request.RegionDown, balancer.Process, true)
				}},
				{At: dies + verdict, Do: func(now sim.Time, w *model.Around) { w.Authority.Publish(0, now, []float64{0, 1}) }}}}
		seen := game.Play()
		for j, s := range seen {
			if s.LB == 1 && s.Good {
				list = append(list, (game.Arrivals[j] - dies).Seconds())
				break
			}
		}
	}
	return list
}
