package year

import (
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/cmd/internal/study"
	"failsim/models/world/scenario"
	"failsim/strategies"
	"failsim/traces"
)

// By hand: 120 wrong changes a year, of which a freeze of 14 days (20 December to 2
// January) lets 20 % through at once and the rest in the 24 hours after it:
//
//	                  days      a year, without    with the freeze
//	frozen              14      14 x 120/365       0.2 x that
//	the day after        1       1 x 120/365       (1 + 0.8 x 14) x that = 12.2 x
//	all                365      120                (350 + 2.8 + 12.2)/365 x 120 = 120
//
// A freeze moves errors, and makes none fewer; in a hurry, where each postponed change is
// twice as likely to be wrong, it makes 0.8 x 14 x 120/365 = 3.682 a year more.
func TestWhatAFreezeHeldGoesWrongAfterIt(t *testing.T) {
	text, err := os.ReadFile("testdata/year.yaml")
	require.NoError(t, err)
	text = []byte(strings.NewReplacer("length: 4d", "length: 365d", "start: 2024-01-01", "start: 2025-07-01").Replace(string(text)))
	s, err := scenario.Read("year.yaml", append(text, `
  - {design: frozen, like: single, providers: {aws: {healing: [overwrite], gating: [freeze]}}}
  - {design: in-a-hurry, like: single, providers: {aws: {healing: [overwrite], gating: [freeze: {hurry: 2}]}}}
`...), strategies.All(), traces.Names()...)
	require.NoError(t, err)
	require.Equal(t, 120.0, s.Incidents[4].Rate.PerYear())
	w, err := study.Prepare(s, 1, nil)
	require.NoError(t, err)
	demand, err := study.NewDemand(w)
	require.NoError(t, err)
	calendars, err := newCalendars(s, demand, 1, []*scenario.Incident{&s.Incidents[4]})
	require.NoError(t, err)
	require.Len(t, calendars.backlogs, 1)
	assert.InDelta(t, 22.4, calendars.backlogs[0].most, 1e-9, "2 x 0.8 x 14, of the design with the most")

	const years, aDay = 200, 120.0 / 365
	r := &runner{demand: demand, seed: 1}
	var drawn [][]episode
	for y := range years {
		drawn = append(drawn, calendars.year(y))
	}
	for _, c := range []struct {
		design             string
		frozen, after, all float64 // a year
	}{
		{"single", 14 * aDay, aDay, 120},
		{"frozen", 0.2 * 14 * aDay, 12.2 * aDay, 120},
		{"in-a-hurry", 0.2 * 14 * aDay, 23.4 * aDay, 123.682},
	} {
		d := &s.Designs[slices.IndexFunc(s.Designs, func(d scenario.Design) bool { return d.Name == c.design })]
		frozen, after, all := 0.0, 0.0, 0.0
		for _, episodes := range drawn {
			for _, e := range episodes {
				list, _ := r.happens(&e, d)
				for _, o := range list {
					all++
					switch at := s.Start.Add(e.start + o.At); {
					case at.Month() == time.December && at.Day() >= 20 || at.Month() == time.January && at.Day() <= 2:
						frozen++
					case at.Month() == time.January && at.Day() == 3:
						after++
					}
				}
			}
		}
		poisson := func(expected, counted float64, what string) {
			assert.InDelta(t, years*expected, counted, 4*math.Sqrt(years*expected), "%s: %s", c.design, what)
		}
		poisson(c.frozen, frozen, "while it is frozen")
		poisson(c.after, after, "on the day after")
		poisson(c.all, all, "in all")
	}
}

// Without a design whose freeze lets a backlog go, a calendar is what it was.
func TestNoFreezeLeavesNoBacklog(t *testing.T) {
	assert.Empty(t, smallPlan(t, smallYear(t), 1).calendars.backlogs)
}
