package main

import (
	"fmt"
	"math"
	"time"

	"failsim/cmd/conform/rig"
	"failsim/models/data"
	"failsim/models/policy"
	"failsim/sim"
)

// promoted is a game of three replicas whose leader goes: how long after that another leads,
// and clients know of it; and how long after its return the old one knows.
type promoted struct {
	quiet
	went, back sim.Time
	leads      float64
	known      float64
	demoted    float64
}

// DataChanged implements data.Host: users find something else.
func (p *promoted) DataChanged(now sim.Time, _ int, f data.Faces) {
	if p.leads > 0 && p.known == 0 && f.WritesFail == 0 {
		p.known = now.Sub(p.went).Seconds()
	}
}

// DataEvent implements data.Host.
func (p *promoted) DataEvent(now sim.Time, _ int, format string, _ ...any) {
	switch {
	case format == "%s leads instead of %s" && p.leads == 0:
		p.leads = now.Sub(p.went).Seconds()
	case format == "%s knows that it leads no more" && p.back > 0:
		p.demoted = now.Sub(p.back).Seconds()
	}
}

// promotions plays many such games: the leader is dead or frozen, and back after a while,
// if that is not 0.
func promotions(acknowledges, promotes string, settings []string, way data.Health, back time.Duration) (list []promoted) {
	const games = 20000
	rules := rig.Make[policy.Promoting](promotes, settings...).Promotion(3)
	spec := data.Spec{PerSecond: 1, Replicas: []data.Replica{{Name: "a", Writers: 1. / 3}, {Name: "b", Writers: 1. / 3}, {Name: "c", Writers: 1. / 3}}, Promotion: &rules}
	if acknowledges == promotes {
		spec.Acks = rig.Make[policy.Acknowledging](acknowledges, settings...).Acks(3)
	} else {
		spec.Acks = rig.Make[policy.Acknowledging](acknowledges).Acks(3)
	}
	for i := range games {
		game := promoted{went: sim.Time(10 * second)}
		var kernel sim.Kernel
		all := data.New(&kernel, &game)
		spec.Key = key.Named("promoted").At(uint64(i))
		all.Add(spec)
		kernel.Run(game.went)
		all.Fare(game.went, 0, 0, way)
		if back > 0 {
			at := game.went.Add(back)
			kernel.Run(at)
			game.back = at
			all.Fare(at, 0, 0, data.Well)
		}
		kernel.Run(game.went.Add(5 * time.Minute))
		list = append(list, game)
	}
	return list
}

// meanIn is the mean of a time over such games, and what chance does to a mean of a few of
// them: 4.5 standard errors.
func meanIn(list []promoted, of int, time func(*promoted) float64) figure {
	sum, squares, n := 0.0, 0.0, float64(len(list))
	for i := range list {
		sum += time(&list[i])
	}
	for i := range list {
		off := time(&list[i]) - sum/n
		squares += float64(off * off)
	}
	deviation := math.Sqrt(squares / (n - 1))
	if deviation < 1e-6 { // it takes the same time in each
		return secs(sum / n)
	}
	return secs(sum/n).chance(4.5*deviation/math.Sqrt(float64(of)), fmt.Sprintf("4.5 standard errors of %d, each of standard deviation %.3g s in failsim", of, deviation))
}
