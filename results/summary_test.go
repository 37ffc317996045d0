package results

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/request"
	"failsim/results/statistics"
	"failsim/sim"
)

// What a program may rely on, as the design page states it.
func TestStablePartOfTheSummary(t *testing.T) {
	sum, err := tinyStudy().Summary()
	require.NoError(t, err)
	b, err := sum.JSON()
	require.NoError(t, err)
	var got map[string]any
	require.NoError(t, json.Unmarshal(b, &got))
	for _, path := range []string{
		"schema", "scenario", "seed", "replications", "fingerprint", "designs.0.name", "designs.0.requests.arrived",
		"designs.0.requests.succeeded", "designs.0.requests.failed", "designs.0.requests.in_flight",
		"designs.0.requests.failed_by_cause.lb-misconfigured", "designs.0.availability.mean", "designs.0.availability.ci95.1",
		"designs.0.availability.n", "designs.0.time_to_detect_s.p50", "designs.0.time_to_mitigate_s.p50",
		"designs.0.time_to_recover_s.never_harmed", "designs.0.time_to_recover_s.harmed", "designs.0.time_to_recover_s.censored",
		"designs.0.time_to_recover_s.p50", "designs.0.user_minutes_lost.mean", "designs.0.user_minutes_lost.ci95.0",
		"designs.0.user_minutes_lost.n", "designs.0.lb_damaged_peak_share.mean", "designs.0.blast_radius_peak.mean",
		"designs.0.retry_amplification.mean", "designs.0.cost_per_hour_usd.mean", "designs.0.populations.0.name",
		"designs.0.populations.0.availability.mean", "paired.0.a", "paired.0.b", "paired.0.metric", "paired.0.mean_difference",
		"paired.0.ci95.0", "paired.0.p_a_better", "incidents.1.designs.0.name", "incidents.1.title", "incidents.1.name",
		"inputs.0.refused",
	} {
		at := any(got)
		for _, step := range strings.Split(path, ".") {
			switch node := at.(type) {
			case map[string]any:
				at = node[step]
			case []any:
				at = node[step[0]-'0']
			default:
				at = nil
			}
		}
		assert.NotNil(t, at, path)
	}
	assert.Equal(t, "failsim/summary/2", got["schema"])
	var back Summary
	require.NoError(t, json.Unmarshal(b, &back), "what is written can be read")
	again, err := back.JSON()
	require.NoError(t, err)
	assert.Equal(t, string(b), string(again), "and says the same")
}

func TestRequestsOfASummaryAddUp(t *testing.T) {
	sum, err := tinyStudy().Summary()
	require.NoError(t, err)
	for _, incident := range sum.Incidents {
		for _, d := range incident.Designs {
			r, byCause := d.Requests, int64(0)
			for _, n := range r.FailedByCause[1:] {
				byCause += n
			}
			assert.Equal(t, r.Failed, byCause)
			assert.Equal(t, r.Arrived, r.Succeeded+r.Failed+r.InFlight)
			assert.Equal(t, int64(21*60*100), r.Arrived, "totals over the replications")
		}
	}
}

func TestFiguresOfTheTinyStudy(t *testing.T) {
	sum, err := tinyStudy().Summary()
	require.NoError(t, err)
	single, healing := sum.Designs[0], sum.Designs[1]
	// Of five users three lose each of the bad minutes: 10, 14, ..., 34 of them.
	assert.InDelta(t, 3*22, float64(single.UserMinutesLost.Mean), 1e-9)
	assert.InDelta(t, 1-3*22/600.0, float64(single.Availability.Mean), 1e-9)
	assert.Equal(t, statistics.Number(150), single.TimeToDetect.P50)
	assert.Equal(t, statistics.Number(0.05), single.LBMisconfiguredPeak.Mean)
	assert.Equal(t, statistics.Number(0.05), single.LBContained.Mean)
	assert.InDelta(t, 5*22, float64(single.LBMinutes.Mean), 1e-9)
	assert.Equal(t, statistics.Number(1), single.PopulationsHarmed.Mean, "only the tv")
	assert.Equal(t, 21, single.TimeToRecover.Harmed)
	assert.Equal(t, 21, single.Populations[1].TimeToRecover.NeverHarmed)
	assert.Equal(t, statistics.NoFailureSeen, single.Populations[1].Availability.Warning)
	// The tv's harm begins at its full size in minute 12, two after the fault; the alarm is half a minute later. It
	// ends 22 minutes later in the median.
	tv := single.Populations[0]
	assert.Equal(t, []statistics.Number{150, 120, 24 * 60}, []statistics.Number{tv.TimeToDetect.P50, tv.TimeToPeak.P50, tv.TimeToMitigate.P50})
	assert.Equal(t, statistics.Number(22*60), tv.TimeToHalfHarm.P50, "two bad minutes of five are less than half of the peak")
	assert.Zero(t, single.Populations[1].TimeToDetect.N, "nobody has to detect what never was")
	assert.Equal(t, 3, healing.TimeToRecover.NeverHarmed)
	// Three of ten requests fail until all is well, which is 95 and 99 % at once.
	assert.Equal(t, []statistics.Number{24 * 60, 24 * 60}, []statistics.Number{single.TimeTo95.P50, single.TimeTo99.P50})
	// The objective allows ten minutes, up to minute 20; from the next whole quarter of an hour, minute 30, until that
	// after the median recovery in minute 33, minute 45, harm lasts 0, 0, 0, 4, 8, 12 and 15 minutes.
	assert.Equal(t, []statistics.Number{20 * 60, 35 * 60}, []statistics.Number{single.Late.FromS, single.Late.UntilS})
	assert.InDelta(t, 30*(4+8+12+15)/7.0/1500, float64(single.Late.Share), 1e-9)
	assert.Equal(t, []request.Cause{request.LBMisconfigured}, single.Late.Causes.Largest(1))
	better := sum.Paired[0]
	assert.Equal(t, "self-healing", better.A)
	assert.Equal(t, statistics.Number(1), better.PABetter)
	assert.InDelta(t, 3*19/600.0, float64(better.MeanDifference), 1e-9, "22 against 3 bad minutes")
	assert.False(t, healing.CostPerHour.Mean.Known(), "not priced is not free")
}

func TestASummaryNeedsEveryRun(t *testing.T) {
	s := tinyStudy()
	s.Incidents[1].Samples[0].runs[3] = nil
	_, err := s.Summary()
	assert.ErrorContains(t, err, "incident quiet: design single-provider: replication 3 has no run")
	_, err = (&Study{}).Summary()
	assert.Error(t, err)
}

func TestASummaryOfOneReplicationHasNoIntervals(t *testing.T) {
	l := twoPopulations()
	s := NewSample(Design{Name: "alone", CostPerHour: math.Inf(1)}, l, 1)
	s.Add(0, play(48))
	sum, err := (&Study{Scenario: "one", Replications: 1, Incidents: []Incident{{Name: "i", Layout: l, Samples: []*Sample{s}}}}).Summary()
	require.NoError(t, err)
	assert.Nil(t, sum.Designs[0].Availability.CI95)
	assert.Equal(t, 1, sum.Designs[0].TimeToRecover.Censored)
	b, err := sum.JSON()
	require.NoError(t, err)
	assert.Contains(t, string(b), `"paired": []`)
}

func TestSeries(t *testing.T) {
	s := tinyStudy().Incidents[0].Samples[0]
	points := s.AvailabilitySeries()
	require.Len(t, points, 60, "a short run is kept minute by minute")
	assert.Equal(t, Point{SinceOnset: 30*time.Second - 10*time.Minute, From: -10 * time.Minute, Mean: 1, Low: 1, High: 1}, points[0])
	assert.InDelta(t, 0.7, points[15].Mean, 1e-7, "three of ten fail in every run")
	assert.InDelta(t, 0.7, points[15].High, 1e-6)
	assert.Greater(t, points[30].High, points[30].Mean, "some have recovered")
	assert.InDelta(t, 0.4, s.PopulationSeries(0)[15].Mean, 1e-9)
	assert.InDelta(t, 0.05, s.MisconfiguredSeries(0)[15].Mean, 1e-9)
	times := s.RecoveryTimes()
	require.Len(t, times, 21)
	assert.Less(t, times[0].Took, times[20].Took)
	lost := s.LostByCause()
	assert.Equal(t, []request.Cause{request.LBMisconfigured}, lost.Largest(3))
	assert.InDelta(t, 660, lost[request.LBMisconfigured], 1e-9)
	total := 0.0
	for _, l := range s.LostSeries() {
		assert.Equal(t, "tv", l.Population)
		total += l.Mean
	}
	assert.InDelta(t, 660, total, 1e-9)
}

func TestDesignsFingerprintIsTheSumOfItsRuns(t *testing.T) {
	var forward, backward sim.Fingerprint
	s := tinyStudy().Incidents[0].Samples[0]
	for k := range s.runs {
		forward.Merge(s.runs[k].Fingerprint)
		backward.Merge(s.runs[len(s.runs)-1-k].Fingerprint)
	}
	assert.Equal(t, forward.String(), backward.String())
	assert.Equal(t, forward, s.Fingerprint())
}
