package main

import (
	_ "embed" // the scenario
	"slices"
	"time"

	"failsim/models/client"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/sim"
	"failsim/strategies"
)

//go:embed drill.yaml
var text []byte

const (
	gap    = 25 * time.Millisecond
	onset  = 10 * time.Second
	length = 80 * time.Second
	draws  = 100 // replications: other phases of checks and caches
)

// result is what a failure costs: requests that nobody answered right, and how long
// after its beginning the last of them was sent.
type result struct {
	lost     float64
	recovery float64       // seconds
	stalled  time.Duration // the machine stood still for so long, so that it says nothing
}

// prediction is what failsim says of a failure: the mean of its replications, and
// the range of nine in ten.
type prediction struct {
	name, title string
	mean        result
	low, high   result
}

func read() (*scenario.Scenario, error) {
	return scenario.Read("drill.yaml", text, strategies.All(), "nasa-1995-07-13")
}

// predict plays each incident with requests as the drill has them.
func predict(s *scenario.Scenario) (list []prediction, err error) {
	for i := range s.Incidents {
		in := &s.Incidents[i]
		var lost, last []float64
		for r := range draws {
			one, err := play(s, in, r)
			if err != nil {
				return nil, err
			}
			lost, last = append(lost, one.lost), append(last, one.recovery)
		}
		p := prediction{name: in.Name, title: in.Title, mean: result{lost: mean(lost), recovery: mean(last)}}
		slices.Sort(lost)
		slices.Sort(last)
		p.low, p.high = result{lost: lost[draws/20], recovery: last[draws/20]}, result{lost: lost[draws-1-draws/20], recovery: last[draws-1-draws/20]}
		list = append(list, p)
	}
	return list, nil
}

func mean(list []float64) float64 {
	sum := 0.0
	for _, x := range list {
		sum += x
	}
	return sum / float64(max(1, len(list)))
}

// play plays one replication.
func play(s *scenario.Scenario, in *scenario.Incident, replication int) (result, error) {
	sink := &sink{}
	key := world.Root(1, replication)
	stream := client.Stream{Key: key.Named("stream"), Arrivals: &arrivals{key: key.Named("users")}, Populations: []int{0}, Shares: []float64{1}}
	design := &s.Designs[0]
	if in.Name == "two-hang" {
		design = &s.Designs[1]
	}
	w, err := world.New(s, world.Fixed(s), world.Choice{Design: design, Incident: in, Seed: 1, Replication: replication},
		world.Input{Streams: []client.Stream{stream}, PeakPerSecond: []float64{float64(time.Second / gap)}, End: sim.Time(length)}, sink)
	if err != nil {
		return result{}, err
	}
	if err := w.Run(); err != nil {
		return result{}, err
	}
	return result{lost: float64(sink.lost), recovery: max(0, (sink.last - onset).Seconds())}, nil
}

// arrivals are one each gap.
type arrivals struct {
	key  sim.Key
	read int
}

func (a *arrivals) Next(list []request.Arrival) (n int) {
	for ; n < len(list); n++ {
		at := time.Duration(a.read) * gap
		if at >= length-10*time.Second { // so that all end
			break
		}
		list[n] = request.Arrival{At: sim.Time(at), Client: a.key.Uint64(uint64(a.read))}
		a.read++
	}
	return n
}

func (*arrivals) Err() error { return nil }

// sink counts what is lost.
type sink struct {
	record.Nothing
	lost int
	last time.Duration
}

func (s *sink) Answered(batch []record.Answered) {
	for i := range batch {
		one := batch[i].Settlement()
		s.Settled(&one)
	}
}

func (s *sink) Settled(one *record.Settlement) {
	if !one.Good() {
		s.lost++
		s.last = max(s.last, time.Duration(one.Arrived))
	}
}
