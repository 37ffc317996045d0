package main

import (
	"fmt"
	"time"

	"failsim/cmd/conform/rig"
	"failsim/cmd/internal/conform/model"
	"failsim/models/balancer"
	"failsim/models/client"
	"failsim/models/dns"
	"failsim/models/fault"
	"failsim/models/id"
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

// nextAddressTime is how long a client waits for an answer that goes on to the next of a name's
// two addresses after a while, and is told the one first that is dead as something.
func nextAddressTime(after time.Duration, as balancer.Death) (took float64) {
	for zone := range 2 { // one of which is told first
		game := model.Named{Key: key, LBs: 1, Addresses: 2, Resolvers: dns.NewResolvers(key, 1, time.Minute, nil), Arrivals: []time.Duration{second}, Rules: client.Rules{Rules: model.Times(time.Hour)},
			Changes: []model.Change{{Do: func(now sim.Time, w *model.Around) { w.Plane.LoseZone(now, 0, id.Zone(zone), as, true) }}}}
		game.Rules.NextAddress = after
		one := game.Play()[0]
		if !one.Good {
			return -1 // which no program takes
		}
		took = max(took, one.Took.Seconds())
	}
	return took
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

// takenOver are the requests of a client with an open connection, whose address a standby
// takes over after a silence, and gives back: one that takes long is under way when it
// falls silent, two are sent while the standby has it, of which the second opens a
// connection, and one after that.
func takenOver(timing policy.ProbeTiming, takes, limit time.Duration) []model.Seen {
	silent := time.Duration(meanVerdict(timing, false, true) * float64(second))
	fails := &fault.MoveAddress{Those: []id.LB{0}, Silent: silent}
	game := model.Named{Key: key, Takes: takes, LBs: 1, Resolvers: dns.NewResolvers(key, 1, time.Hour, nil), Arrivals: []time.Duration{10 * second, 30 * second, 35 * second, 50 * second},
		Rules: client.Rules{Rules: model.Times(limit), Connecting: rig.Make[policy.Connecting]("pinned-connection")},
		Changes: []model.Change{
			{At: 10*second + 500*ms, Do: func(now sim.Time, w *model.Around) {
				fails.Kernel, fails.Where = w.Kernel, w
				fails.Begin(now)
			}},
			{At: 40 * second, Do: func(now sim.Time, _ *model.Around) { fails.End(now) }}}}
	return game.Play()
}

// lastToFail is when, since the other end of its connection fell silent, a client that calls
// 20 times a second sends the last call that fails, though its name points elsewhere by
// then; nobody ends the connection before it has been silent for so long.
func lastToFail(silence time.Duration) time.Duration {
	const gap, dies = 50 * ms, 10 * second
	game := model.Named{Key: key, LBs: 2, Resolvers: dns.NewResolvers(key, 1, second, nil), Arrivals: model.Every(gap, int((dies+silence+20*second)/gap)),
		Rules: client.Rules{Rules: model.Times(second), Connecting: rig.Make[policy.Connecting]("pinned-connection", "idle=30m", "floor=0s", fmt.Sprintf("silence=%v", silence))},
		Changes: []model.Change{
			{At: dies + ms, Do: func(now sim.Time, w *model.Around) {
				w.Plane.LoseRegion(now, 0, request.RegionDown, balancer.Machine, true)
			}},
			{At: dies + 2*second, Do: func(now sim.Time, w *model.Around) { w.Authority.Publish(0, now, []float64{0, 1}) }}}}
	last := time.Duration(0)
	for i, s := range game.Play() {
		if !s.Good {
			last = game.Arrivals[i] - dies
		}
	}
	return last
}
