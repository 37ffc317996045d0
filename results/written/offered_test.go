package written

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"failsim/results"
)

func TestOfferedLoadIsSaidBesideWhatServersAnswer(t *testing.T) {
	i := results.IncidentSummary{
		Offered: results.Offered{MeanPerSecond: 191, BusiestPerSecond: 303, BusiestAt: time.Date(2026, 3, 4, 20, 14, 0, 0, time.UTC), DayPerSecond: 191},
		Designs: []results.DesignSummary{{Name: "one", ServesPerSecond: 455.0 / 12, Servers: []results.Servers{{Servers: 9, Grown: 9}, {Servers: 3, Grown: 3}}}},
	}
	s := &results.Summary{LengthS: 8 * 3600}
	assert.Equal(t, []string{"offered: mean 191/s, busiest minute 303/s at 20:14; 12 servers = 455/s"}, offeredLines(&i, s))

	i.Offered.DayPerSecond = 300
	i.Designs = append(i.Designs, results.DesignSummary{Name: "two", ServesPerSecond: 455.0 / 12, Servers: []results.Servers{{Servers: 12, Grown: 24}}})
	s.LengthS = 48 * 3600
	assert.Equal(t, []string{"offered: mean 191/s, busiest minute 303/s at 4 Mar 20:14 (the mean of a whole day is 300/s)",
		"  12 servers = 455/s: one", "  12 servers = 455/s, grown 24 = 910/s: two"}, offeredLines(&i, s))
	i.Offered = results.Offered{}
	assert.Empty(t, offeredLines(&i, s), "nothing is said of nothing")
}
