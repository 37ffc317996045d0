// Package draws gives every peer the same workloads and the same random
// numbers, made beforehand, so that engines are measured and not generators,
// and so that all must come to the same result.
//
// M/M/1: customers at 0.9 a unit of time, services of one unit on average.
// Two choices: 100 such servers, customers at 85, each joining the shorter of
// two queues drawn at random (the first if they are equally long). Both end
// when the last customer has left; the result is the mean time in the system.
// HOLD: 1,000 events wait, and each that fires schedules another; the result
// is the time of the last.
//
// The peers that are not written in Go make the same numbers in their own
// language: simpy/peer.py and ns3/peer.cc.
package draws

import (
	"fmt"
	"math"
	"os"
	"strconv"
	"time"
)

// The workloads' names and sizes.
const (
	OneQueue   = "mm1"
	TwoChoices = "two-choices"
	Hold       = "hold"

	Pending = 1000 // events of HOLD
	Servers = 100  // of two choices
)

const size = 1 << 16

var (
	spans, gaps [size]float64 // exponential, of mean one and of mean 1/rate
	choices     [size]uint64
)

// Grid is the least difference between two times of a workload: a power of
// two, so that sums of floats and of integers are both exact, and all
// simulators see the same order of events.
func Grid(workload string) float64 {
	if workload == OneQueue {
		return 1. / (1 << 30) // for two million units of time
	}
	return 1. / (1 << 38)
}

func prepare(workload string) {
	rate, grid := FarmOf(workload).Rate, Grid(workload)
	for i := range uint64(size) {
		span := -math.Log((float64(mix(i)>>11) + 0.5) / (1 << 53))
		spans[i] = math.Floor(span/grid) * grid
		gaps[i] = math.Floor(span/rate/grid) * grid
		choices[i] = mix(size + i)
	}
}

// mix is splitmix64.
func mix(i uint64) uint64 {
	z := (i + 1) * 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Span returns the i-th increment of HOLD.
func Span(i int) float64 { return spans[i%size] }

// Gap returns the time between arrivals i-1 and i.
func Gap(i int) float64 { return gaps[3*i%size] }

// Service returns the length of the i-th service to begin.
func Service(i int) float64 { return spans[(5*i+size/2)%size] }

// Pair returns the two servers between which arrival i chooses.
func Pair(i int) (a, b int) {
	u := choices[i%size]
	return int(u >> 32 * Servers >> 32), int(u & (1<<32 - 1) * Servers >> 32)
}

// Farm is the size of a workload of queues.
type Farm struct {
	Servers int
	Rate    float64 // arrivals a unit of time
}

// FarmOf returns M/M/1 or two choices.
func FarmOf(workload string) Farm {
	if workload == OneQueue {
		return Farm{1, 0.9}
	}
	return Farm{Servers, 85}
}

// Main reads WORKLOAD and SIZE (customers or holds), runs one of the two and
// prints its nanoseconds an event and its result. What they return is run
// within the measured time, what they do before is not.
func Main(farm func(f Farm, customers int) func() float64, hold func(events int) func() float64) {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: peer mm1|two-choices|hold SIZE")
		os.Exit(2)
	}
	size, err := strconv.Atoi(os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	prepare(os.Args[1])
	events, run := size, func() float64 { return 0 }
	if os.Args[1] == Hold {
		run = hold(size)
	} else {
		events, run = 2*size, farm(FarmOf(os.Args[1]), size)
	}
	began := time.Now()
	result := run()
	fmt.Printf("%.2f %.9g\n", float64(time.Since(began).Nanoseconds())/float64(events), result)
}
