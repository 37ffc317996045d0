package study

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/request"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/counted"
	"failsim/results/plots"
)

// The mistake was to mark where the first of several faults ended, as the end of
// the fault.
func TestAPlotMarksWhereEachFaultBeginsAndEnds(t *testing.T) {
	s := draw(3)
	a := "region: " + s.regions[0].full()
	lose := func(at, lasts float64) sketchFault {
		return sketchFault{at: at, kind: scenario.LoseRegion, what: a, lasts: lasts}
	}
	gray := sketchFault{at: 80, kind: scenario.Gray, what: a + ", share: 50%", lasts: 60}
	for _, c := range []struct {
		what   string
		faults []sketchFault
		want   []string
	}{
		{"one fault", []sketchFault{lose(60, 30)}, []string{"fault 0s", "fault ends 30s"}},
		{"one that does not end", []sketchFault{lose(60, 0)}, []string{"fault 0s"}},
		{"one that ends after the run", []sketchFault{lose(60, 2000)}, []string{"fault 0s"}},
		{"two that overlap", []sketchFault{lose(60, 30), gray}, []string{"lose-region 0s", "lose-region ends 30s", "gray 20s", "gray ends 1m20s"}},
		{"the second ends first", []sketchFault{lose(60, 100), gray}, []string{"lose-region 0s", "lose-region ends 1m40s", "gray 20s", "gray ends 1m20s"}},
		{"two of a kind", []sketchFault{lose(60, 30), lose(100, 10)},
			[]string{"lose-region 1 0s", "lose-region 1 ends 30s", "lose-region 2 40s", "lose-region 2 ends 50s"}},
	} {
		t.Run(c.what, func(t *testing.T) {
			changed := s.clone()
			changed.faults, changed.people, changed.common = c.faults, nil, 1 // and the same again for what providers share
			read, w := changed.read(t)
			st, err := Compare(context.Background(), read, w, Options{Replications: 2, Seed: 1})
			require.NoError(t, err)
			sum, err := st.Summary()
			require.NoError(t, err)
			d := drawing{scenario: read, study: st, incident: &st.Incidents[0], summary: &sum.Incidents[0]}
			var got []string
			for _, p := range d.phases() {
				got = append(got, fmt.Sprint(p.Name, " ", p.At.Round(time.Second)))
			}
			assert.Equal(t, c.want, got)
			assert.Empty(t, d.whose(), "faults are no design's phases")
		})
	}
}

// The mistake was to draw medians and shares of runs that count alike, where
// the table has the weights of branches: a common mode was drawn as often as it
// was simulated.
func TestPlotsSayWhatTheTableSays(t *testing.T) {
	l := counted.Layout{Populations: []string{"tv"}, Regions: []string{"r"}, Length: time.Hour}
	runs := results.NewSample(results.Design{Name: "d"}, l, 1)
	var tally counted.Tally
	tally.Reset(l)
	run := tally.Run()
	run.Recovery.State, run.Recovery.Finally = counted.Recovered, time.Hour
	runs.Add(0, run)
	sum := &results.IncidentSummary{Designs: []results.DesignSummary{{Name: "d"}}}
	design := &sum.Designs[0]
	design.TimeToRecover.Final.P50 = 162 * 60
	design.Requests.Succeeded, design.Requests.Failed = 50, 50
	design.Requests.FailedByCause[request.CommonMode] = 50
	design.Availability.Mean = 0.997
	design.LostByCause[request.CommonMode] = 3
	d := drawing{incident: &results.Incident{Layout: l, Samples: []*results.Sample{runs}}, summary: sum, study: &results.Study{Replications: 2}}
	d.scales = &scales{}
	d.times, d.losses = d.recoveries(), d.lostByCause()
	for draw, want := range map[string]func() (*plots.Figure, error){"2 h 42 min": d.recovery, "0.30 %": d.lost} {
		f, err := want()
		require.NoError(t, err)
		var b strings.Builder
		require.NoError(t, f.SVG(&b))
		assert.Contains(t, b.String(), draw)
	}
}
