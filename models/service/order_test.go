package service_test

import (
	"testing"
	"time"

	"failsim/models/distribution"
	"failsim/models/service"
	"failsim/models/station"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
)

// An order of three units takes the two that are there, and the third when somebody adds
// it; then the API takes 10 s, after the call that was there before.
func TestAnOrderWaitsForItsUnitsAndThenForTheAPI(t *testing.T) {
	var k sim.Kernel
	queue := station.NewWorks(&k).Add(sim.NewKey(1, 1), station.Rules{Workers: 1, QueueCapacity: station.Unlimited, Work: distribution.Constant(10 * time.Second)})
	done := sim.Time(-1)
	stock := service.NewStock(2)
	o := &service.Order{Stock: stock, Units: 3, Queue: queue, Done: func(now sim.Time) { done = now }}
	o.Place(0)
	k.Run(sim.Time(time.Minute))
	assert.Equal(t, sim.Time(-1), done, "a unit lacks")
	other := &service.Order{Queue: queue, Done: func(sim.Time) {}}
	other.Place(sim.Time(time.Minute))
	stock.Add(sim.Time(time.Minute), 1)
	k.Run(sim.Time(time.Hour))
	assert.Equal(t, sim.Time(80*time.Second), done)
}

// One that the API drops gives its units back.
func TestAnOrderThatIsDroppedGivesItsUnitsBack(t *testing.T) {
	var k sim.Kernel
	queue := station.NewWorks(&k).Add(sim.NewKey(1, 1), station.Rules{Workers: 1, QueueCapacity: 0, Work: distribution.Constant(10 * time.Second), Late: station.Dropped})
	stock := service.NewStock(1)
	first := &service.Order{Queue: queue, Done: func(sim.Time) {}}
	first.Place(0)
	refused := false
	o := &service.Order{Stock: stock, Units: 1, Queue: queue, Done: func(sim.Time) { t.Error("it was dropped") }, Refused: func(sim.Time) { refused = true }}
	o.Place(0)
	assert.True(t, refused)
	later := sim.Time(-1)
	next := &service.Order{Stock: stock, Units: 1, Done: func(now sim.Time) { later = now }}
	next.Place(sim.Time(time.Second))
	assert.Equal(t, sim.Time(time.Second), later)
}
