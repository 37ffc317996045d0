package results

import (
	"bytes"
	"encoding/json"
	"flag"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/record"
	"failsim/models/request"
	"failsim/results/statistics"
	"failsim/sim"
)

var update = flag.Bool("update", false, "write the goldens anew")

// golden compares with a file in testdata, byte for byte.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, got, 0o644))
		return
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got), "go test -update writes it anew")
}

// twoPopulations is an hour of two populations, with a fault at ten minutes.
func twoPopulations() Layout {
	l := oneHour()
	l.Populations, l.UsersPerPopulation = []string{"tv", "phone"}, []int{10, 10}
	l.Momentary = []sim.Time{l.Onset}
	return l
}

// play runs an hour: five users of each population ask ten times a minute. From
// minute 12
// on every second of the tv's users meets bad LBs, for so many minutes; 0
// never.
func play(bad int) *Run {
	s := tell(twoPopulations())
	for minute := range 60 {
		if bad > 0 && minute == 12 {
			s.t.Damaged(at(12), record.Damage{Damaged: 5, Fleet: 100, MissingState: 20})
			s.t.Alarmed(at(12.5), record.OfRegion(record.ProviderPeople, 0))
			s.t.Called([]sim.Time{at(13)}, 0, record.ManageOld, false)
			s.t.Called([]sim.Time{at(14)}, 0, record.Create, true)
			s.t.Marked(at(20), record.Contained, 0)
		}
		if minute == 12+bad {
			s.t.Damaged(at(float64(minute)), record.Damage{Fleet: 100})
		}
		for k := range 50 {
			i := k % 5
			when := float64(minute) + float64(k)/100
			s.ask(1, request.User(i), when, request.None)
			cause := request.None
			if minute >= 12 && minute < 12+bad && i%2 == 0 {
				cause = request.LBMisconfigured
			}
			s.ask(0, request.User(i), when, cause)
		}
	}
	return s.t.Run()
}

// tinyStudy compares two designs in 21 replications of one incident, of which
// each plays as the one seven before, and one design in another.
func tinyStudy() *Study {
	l := twoPopulations()
	home := Servers{"here", "a/one", 1.5, 4.5, 7, []int{3, 2, 2}, 7, []int{3, 2, 2}}
	single := NewSample(Design{
		Name: "single-provider", About: "what stood there", Buyer: "tenant", CostPerHour: 12.5, CostPerFailoverHour: 12.5, SlipPasses: 1,
		Servers: []Servers{home},
	}, l, 21)
	healing := NewSample(Design{
		Name: "self-healing", Buyer: "provider", CostPerHour: nan, CostPerFailoverHour: nan,
		SlipPasses: 0.55, Priced: "not priced: only a provider could buy it",
		Servers: []Servers{home, {"here", "a/two", 0.4, 4.5, 2, []int{1, 1, 0}, 5, []int{2, 2, 1}}},
	}, l, 21)
	other := NewSample(Design{Name: "single-provider", Buyer: "tenant", CostPerHour: 12.5, CostPerFailoverHour: nan, SlipPasses: nan}, l, 21)
	for k := range 21 {
		single.Add(20-k, play(10+4*((20-k)%7)))
		healing.Add(k, play(k%7))
		other.Add(k, play(0))
	}
	return &Study{
		Scenario: "tiny", About: "A small one.", Seed: 7, Replications: 21,
		Incidents: []Incident{
			{Name: "state-lost", Title: "a provider loses the state of its load balancers", Layout: l, Samples: []*Sample{single, healing}},
			{Name: "quiet", Title: "nothing happens", Layout: l, Samples: []*Sample{other}},
		},
		Inputs: []Input{{Name: "access.log", Format: "common", SHA256: "00", Read: 602, Accepted: 600, Skipped: 1, Refused: 1}},
		Notes:  []string{"the trace was repeated"},
	}
}

func TestSummaryGoldens(t *testing.T) {
	study := tinyStudy()
	sum, err := study.Summary()
	require.NoError(t, err)
	b, err := sum.JSON()
	require.NoError(t, err)
	golden(t, "summary.json", b)
	for name, write := range map[string]func(*bytes.Buffer) error{
		"table.txt":    func(b *bytes.Buffer) error { return sum.WriteTable(b) },
		"summary.md":   func(b *bytes.Buffer) error { return sum.WriteMarkdown(b) },
		"timeline.csv": func(b *bytes.Buffer) error { return study.WriteTimeline(b) },
		"lost.csv":     func(b *bytes.Buffer) error { return study.WriteLost(b) },
		"series.csv":   func(b *bytes.Buffer) error { return study.WriteSeries(b) },

		"replications.csv": func(b *bytes.Buffer) error { return study.WriteReplications(b) },
	} {
		var out bytes.Buffer
		require.NoError(t, write(&out))
		golden(t, name, out.Bytes())
	}
}

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
	assert.Equal(t, statistics.Number(0.05), single.LBDamagedPeak.Mean)
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
	var table bytes.Buffer
	require.NoError(t, sum.WriteTable(&table))
	assert.Contains(t, table.String(), "> run")
}

func TestTheTableFitsATerminal(t *testing.T) {
	sum, err := tinyStudy().Summary()
	require.NoError(t, err)
	sum.Incidents[0].Designs[0].Name = "multi-provider-clients"
	var out bytes.Buffer
	require.NoError(t, sum.WriteTable(&out))
	for _, line := range strings.Split(out.String(), "\n") {
		assert.LessOrEqual(t, len(line), 120, line)
		assert.NotContains(t, line, "\x1b", "no colour")
	}
}

func TestSeries(t *testing.T) {
	s := tinyStudy().Incidents[0].Samples[0]
	points := s.AvailabilitySeries()
	require.Len(t, points, 12)
	middle := ShapeStep/2 - 10*time.Minute // a mean belongs to the middle of its step
	assert.Equal(t, Point{SinceOnset: middle, Mean: 1, Low: 1, High: 1}, points[0])
	assert.InDelta(t, 0.7, points[3].Mean, 1e-7, "three of ten fail in every run")
	assert.InDelta(t, 0.7, points[3].High, 1e-6)
	assert.Greater(t, points[6].High, points[6].Mean, "some have recovered")
	assert.InDelta(t, 0.4, s.PopulationSeries(0)[3].Mean, 1e-9)
	assert.InDelta(t, 0.05, s.DamageSeries(0)[3].Mean, 1e-9)
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
