package counted

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/sim"
)

func TestLayoutIsChecked(t *testing.T) {
	good := oneHour()
	require.NoError(t, good.Validate())
	cases := map[string]struct {
		spoil func(*Layout)
		want  string
	}{
		"no population":     {func(l *Layout) { l.Populations = nil }, "no population"},
		"users of another":  {func(l *Layout) { l.UsersPerPopulation = []int{1, 2} }, "users of 2 populations, but 1"},
		"no length":         {func(l *Layout) { l.Length = 0 }, "not positive"},
		"objective of 100":  {func(l *Layout) { l.Availability = 1 }, "not between"},
		"onset before zero": {func(l *Layout) { l.Onset = -1 }, "before the run"},
		"negative weight":   {func(l *Layout) { l.Weight = -1 }, "weight"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			l := oneHour()
			c.spoil(&l)
			assert.ErrorContains(t, l.Validate(), c.want)
			var tally Tally
			assert.Panics(t, func() { tally.Reset(l) })
		})
	}
}

func TestTheLastWindowMayBeCut(t *testing.T) {
	l := Layout{Populations: []string{"tv"}, Length: 90*time.Second + 1, Onset: sim.Never}.Filled()
	assert.Equal(t, 2, l.Windows())
	assert.Equal(t, 30*time.Second+1, windowLength(&l, 1))
	assert.Equal(t, 2, l.onsetWindow(), "a fault that never comes is past the end")
	assert.Equal(t, time.Duration(0), l.Origin())
}
