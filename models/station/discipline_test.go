package station_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/models/station"
)

// A start that is fixed on arrival is right only if nobody who comes later, and
// nothing that happens later, can change it.
func TestTheClosedFormIsTakenWhereNothingLaterChangesAStart(t *testing.T) {
	for _, c := range []struct {
		what string
		spec station.Spec
		form station.Form
	}{
		{"several servers in order of arrival", station.Spec{Servers: 2, QueueCapacity: 5}, station.Closed},
		{"one server in order of arrival", station.Spec{Servers: 1, QueueCapacity: 5}, station.OneByOne},
		{"servers for everybody", station.Spec{Servers: station.Unlimited}, station.Everybody},
		{"servers for everybody, whatever the order", station.Spec{Servers: station.Unlimited, Order: station.LIFO}, station.Everybody},
		{"the last first: who comes later goes before", station.Spec{Servers: 1, Order: station.LIFO}, station.StepByStep},
		{"classes: a better one that comes later goes before", station.Spec{Servers: 2, Order: station.Priority, Classes: 2}, station.StepByStep},
		{"patience: a request that leaves lets others start earlier", station.Spec{Servers: 1, Leave: true}, station.StepByStep},
		{"servers that come and go", station.Spec{Servers: 3, Change: true}, station.StepByStep},
		{"shared servers: who comes later slows down", station.Spec{Servers: 1, Order: station.Sharing}, station.Shared},
		{"shared servers that change", station.Spec{Servers: 1, Order: station.Sharing, Change: true}, station.Shared},
		{"work whose length its host alone knows", station.Spec{Servers: 1, Open: true}, station.StepByStep},
		{"strategies that say who is next", station.Spec{Servers: 1, Ruled: true, Then: station.Nothing}, station.StepByStep},
		{"an end on which nothing hangs", station.Spec{Servers: 2, Then: station.Nothing}, station.Foreseen},
		{"one that nobody waits for where some lose patience", station.Spec{Servers: 2, Leave: true, Then: station.Nothing}, station.StepByStep},
	} {
		form, why := c.spec.Form()
		assert.Equal(t, c.form, form, c.what)
		assert.Equal(t, form == station.Foreseen, why == "", c.what)
	}
	for then := station.Reported; then < station.Nothing; then++ {
		form, why := (&station.Spec{Servers: 2, Then: then}).Form()
		assert.Equal(t, station.Closed, form, why)
		assert.NotEmpty(t, why, "what hangs on an end is said: %d", then)
	}
}
