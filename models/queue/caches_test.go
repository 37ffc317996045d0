package queue

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"

	held "failsim/models/cache"
	"failsim/sim"
)

func TestACacheForgetsWhatWasAskedForLongestAgo(t *testing.T) {
	c := newCache(&Cache{Keeps: 2}, sim.NewKey(1, 0), 4)
	ask := func(object int32) bool {
		hit := c.has(0, object, 0)
		if !hit {
			c.put(0, object)
		}
		return hit
	}
	var hits []bool
	for _, object := range []int32{0, 1, 0, 2, 0, 1, 2} {
		hits = append(hits, ask(object))
	}
	// 2 takes the place of 1, then 1 that of 2, then 2 that of 0.
	assert.Equal(t, []bool{false, false, true, false, true, false, false}, hits)
	assert.Equal(t, 2, c.held())
}

func TestObjectsAreAskedForByZipfsLaw(t *testing.T) {
	o := held.NewObjects(3, 1) // in proportion to 1, 1/2 and 1/3
	assert.InDelta(t, 6./11, o.Share(0), 1e-12)
	assert.InDelta(t, 2./11, o.Share(2), 1e-12)
	assert.Equal(t, int32(0), o.At(0.54))
	assert.Equal(t, int32(1), o.At(0.55))
	assert.Equal(t, int32(2), o.At(1-1e-16))
}

// Three objects are asked for once a second, evenly: a cache of two holds the
// one asked for last, so that a third of the requests are for it, a third for
// the one before it that differs, and a third miss.
func TestTheShareOfHitsOfASmallCache(t *testing.T) {
	reports := run(t, `queueing: lru
length: 2000s
warm-up: 100s
arrivals: [{stream: s, every: 1s, to: edge, objects: {count: 3}}]
stations: [{station: origin, servers: unlimited, service: 1ms}]
caches: [{cache: edge, to: origin, keeps: 2, hit: 1ms}]
`)
	agrees(t, reports, "cache edge", "hit_share", 2./3)
}

// Poisson requests of rate a for one object that is fresh for T: a miss is followed by
// T of hits, so aT/(1+aT) hit: 4/5 here.
func TestTheShareOfHitsOfATTL(t *testing.T) {
	reports := run(t, `queueing: ttl
length: 4000s
warm-up: 100s
arrivals: [{stream: s, rate: 2/s, to: edge, objects: {count: 1}}]
stations: [{station: origin, servers: unlimited, service: 1ns}]
caches: [{cache: edge, to: origin, keeps: unlimited, ttl: 2s, hit: 1ns}]
`)
	agrees(t, reports, "cache edge", "hit_share", 4./5)
}

// What a cache that keeps all would miss after n requests is sum p(1-p)^n.
func TestAColdCacheFills(t *testing.T) {
	reports := run(t, `queueing: fill
length: 40s
warm-up: none
cycles: 50
observe: [0s, 10500ms]
arrivals: [{stream: s, every: 1s, to: edge, objects: {count: 20, zipf: 0.8}}]
stations: [{station: origin, servers: unlimited, service: 1ns}]
caches: [{cache: edge, to: origin, keeps: unlimited, hit: 1ns}]
`)
	o, miss, held := held.NewObjects(20, 0.8), 0.0, 0.0
	for i := range 20 {
		miss += o.Share(i) * math.Pow(1-o.Share(i), 10)
		held += 1 - math.Pow(1-o.Share(i), 10)
	}
	agrees(t, reports, "cache edge", "miss_share_at_10.5s", miss)
	agrees(t, reports, "cache edge", "objects_held_at_10.5s", held)
	assert.Equal(t, 1.0, reports[0].Value("cache edge", "miss_share_at_0s"))
}

func TestACacheWarmsByItsCurve(t *testing.T) {
	reports := run(t, `queueing: warm
length: 100s
warm-up: 50s
observe: [0s, 10s]
arrivals: [{stream: s, rate: 100/s, to: edge}]
stations: [{station: origin, servers: unlimited, service: 1ms}]
caches: [{cache: edge, to: origin, warms: {from: 20%, to: 90%, over: 10s}, hit: 1ms}]
`)
	assert.InDelta(t, 0.8, reports[0].Value("cache edge", "miss_share_at_0s"), 1e-12)
	assert.InDelta(t, 0.1+0.7/math.E, reports[0].Value("cache edge", "miss_share_at_10s"), 1e-12)
	agrees(t, reports, "cache edge", "misses_per_cycle", 100*(0.1*100+0.7*10*(1-math.Exp(-10))))
}

// The same object goes to the same station, so that each keeps its own.
func TestStreamsOfObjectsKeepToTheirStations(t *testing.T) {
	report := run(t, `queueing: sticky
length: 1000s
warm-up: none
arrivals: [{stream: s, rate: 10/s, to: pool, objects: {count: 1}}]
groups: [{group: pool, stations: {count: 5, like: {servers: unlimited, service: 1ms}}, balance: {consistent-hash: {points: 10}}}]
`)[0]
	used := 0
	for i := range 5 {
		if report.Value(fmt.Sprintf("station pool/%d", i+1), "arrival_rate") > 0 {
			used++
		}
	}
	assert.Equal(t, 1, used, "there is only one object")
}
