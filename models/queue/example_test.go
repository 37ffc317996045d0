package queue_test

import (
	"fmt"

	"failsim/models/figures"
	"failsim/models/queue"
	"failsim/strategies"
)

func Example() {
	const file = `
queueing: front-door
requests: 1000
warm-up: 10s
arrivals: [{stream: web, rate: 50/s, to: front}]
stations: [{station: front, servers: 1, service: {pareto: {low: 4444444ns, shape: 1.8}}}]
`
	spec, err := queue.Read("front-door.yaml", []byte(file), strategies.All())
	if err != nil {
		fmt.Println(err)
		return
	}
	list := figures.Estimates(queue.RunAll(spec, 1, 40))
	busy, _ := figures.Find(list, "station front", "utilisation")
	wait, _ := figures.Find(list, "station front", "mean_wait")
	fmt.Printf("%.1f\n", busy.Mean)
	fmt.Println(wait.Why)
	// Output:
	// 0.5
	// it is infinite: services of {pareto: {low: 4.444444ms, shape: 1.8}} vary too much for one server
}

func ExampleRead() {
	const file = `
queueing: too-slow
length: 1h
warm-up: 10s
arrivals: [{stream: web, rate: 12/s, to: front}]
stations:
  - {station: front, servers: 1, service: 100ms}
`
	_, err := queue.Read("too-slow.yaml", []byte(file), strategies.All())
	fmt.Println(err)
	// Output:
	// too-slow.yaml:7:5: station "front" has no steady state: its work keeps 1.2 servers busy and it has 1; bound its queue, give waiting requests a patience, or ask for a transient with warm-up: none
	//       - {station: front, servers: 1, service: 100ms}
	//         ^
}
