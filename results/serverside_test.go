package results

import (
	"encoding/csv"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/record"
	"failsim/models/request"
	"failsim/results/statistics"
)

// Four requests: one answered at once, one at the third attempt, one whose
// attempts met silence, one whose answers came after the user had hung up.
func TestServersSeeOtherThanUsers(t *testing.T) {
	s := tell(oneHour())
	for i, o := range []record.Settlement{
		{Attempts: 1, Taken: 1, Served: 1, Work: 1e9},
		{Attempts: 3, Taken: 3, Served: 1, Work: 1e9},
		{Attempts: 2, Cause: request.RegionDown},
		{Attempts: 2, Taken: 2, Served: 2, Work: 2e9, Cause: request.SlowResponse},
	} {
		o.User, o.Arrived, o.Ended = request.User(i), at(20), at(20)+1e9
		s.t.Arrived(0, o.User, o.Arrived)
		s.t.Settled(&o)
	}
	s.t.Wasted(0, 1e9)
	s.t.Wasted(0, 1e9)
	require.NoError(t, s.t.Check())
	r := s.t.Run()
	assert.Equal(t, 0.5, r.Availability, "two of four users")
	assert.InDelta(t, 4.0/6, r.ServerSide, 1e-12, "four right answers to six attempts in the logs")
	assert.Equal(t, 2.0, r.RetryAmplification, "eight attempts for four requests")
	assert.Equal(t, 0.5, r.WastedShare, "two seconds of four")
	assert.Equal(t, r.ServerSide, r.Populations[0].ServerSide)
	assert.True(t, tell(oneHour()).t.Run().ServerSide != tell(oneHour()).t.Run().ServerSide, "no log, no figure")
}

// Two zones of three for ten minutes, then one for five.
func TestZonesLostAreIntegrated(t *testing.T) {
	s := tell(oneHour())
	s.t.ZonesLost(at(12), 0, 2, 3)
	s.t.ZonesLost(at(22), 0, 1, 3)
	s.t.ZonesLost(at(27), 0, 0, 3)
	r := s.t.Run()
	assert.InDelta(t, 2.0/3, worst(r.Zones).PeakShare, 1e-12)
	assert.InDelta(t, 2*10+1*5, minutes(r.Zones), 1e-9)
	assert.Zero(t, r.LBMinutes(), "a zone is no LB")
}

// Of the region's ten LBs four are the tenant's; of those two are damaged for
// five minutes and one for ten more.
func TestTheTenantsOwnLBsAreFollowedApart(t *testing.T) {
	s := tell(oneHour())
	s.t.Damaged(at(15), record.Damage{Fleet: 10, Damaged: 3, Own: 4, OwnDamaged: 2})
	s.t.Damaged(at(20), record.Damage{Fleet: 10, Damaged: 3, Own: 4, OwnDamaged: 1})
	s.t.Damaged(at(30), record.Damage{Fleet: 10, Own: 4})
	r := s.t.Run()
	assert.Equal(t, 0.5, worst(r.Own).PeakShare)
	assert.InDelta(t, 2*5+1*10, minutes(r.Own), 1e-9)
	assert.InDelta(t, 3*15, r.LBMinutes(), 1e-9)
}

// Nine requests fail in one minute and one is good in another: by request that
// is a tenth, by minute a half. Ten requests an hour, nine of which fail: a full
// outage of 54 minutes, of the 3 days that 90 % allow in 30. Three were answered
// elsewhere than at home.
func TestRatiosOfTenRequests(t *testing.T) {
	s := tell(oneHour())
	for i := range 9 {
		o := record.Settlement{User: request.User(i), Arrived: at(20), Ended: at(20) + 1, Attempts: 1, Cause: request.RegionDown, FailedOver: i < 3}
		s.t.Arrived(0, o.User, o.Arrived)
		s.t.Settled(&o)
	}
	s.ask(0, 0, 30, request.None)
	r := s.t.Run()
	assert.InDelta(t, 0.1, r.Availability, 1e-12)
	assert.InDelta(t, 0.5, r.TimeWeighted, 1e-12)
	assert.InDelta(t, 54, r.OutageMinutes, 1e-9)
	assert.InDelta(t, 54.0/(3*24*60), r.ErrorBudgetBurned, 1e-12)
	assert.InDelta(t, 0.3, r.FailedOver, 1e-12)
	assert.Equal(t, 9.0, r.UserMinutesLost)
	assert.Equal(t, 10.0, r.UserMinutesAsked)
}

func TestRecordsThatAreMissingOrWrongAtTheEndAreLost(t *testing.T) {
	l := oneHour()
	l.LostRecords = 3
	sample := NewSample(Design{}, l, 4)
	for k, end := range []record.Damage{{}, {MissingState: 3}, {MissingState: 2, WrongState: 2}, {WrongState: 1}} {
		s := tell(l)
		s.t.Damaged(at(10), record.Damage{Fleet: 20, MissingState: 10})
		end.Fleet = 20
		s.t.Damaged(at(30), end)
		sample.Add(k, s.t.Run())
	}
	d := sample.summary()
	assert.Equal(t, statistics.Number((0+3+4+1)/4.0), d.RecordsLost.Mean)
	assert.Equal(t, statistics.Number(0.75), d.LossWithin.Share, "three of four lost at most three")
	assert.Equal(t, 4, d.LossWithin.N)
}

// Of four runs one recovers within the objective of 10 minutes, one after it,
// one never, and one was never harmed: two of four are in time.
func TestProbabilityOfRecoveryInTime(t *testing.T) {
	l := oneHour()
	sample := NewSample(Design{}, l, 4)
	for k, until := range []int{18, 25, 60, 0} {
		s := tell(l)
		harmedFor(s, 12, until)
		sample.Add(k, s.t.Run())
	}
	r := sample.summary().TimeToRecover
	assert.Equal(t, statistics.Number(0.5), r.WithinObjective.Share)
	assert.Equal(t, []int{1, 3, 1}, []int{r.NeverHarmed, r.Harmed, r.Censored})
	assert.Equal(t, statistics.Number(15*60), r.P50, "of 8, 15 and more than 50 minutes")
	assert.InDelta(t, (8+15+50)*60/3.0, float64(r.Restricted.Mean), 1e-9, "the one that never did counts up to the end")
	assert.Equal(t, statistics.Restricted, r.Restricted.Warning)
}

func TestNoQuantileOfTooFewAnswers(t *testing.T) {
	for n, known := range map[int]bool{367: false, 368: true} {
		s := tell(oneHour())
		for i := range n {
			s.ask(0, request.User(i), 20, request.None)
		}
		assert.Equal(t, known, statistics.Number(s.t.Run().LatencyP99).Known(), "%d answers", n)
	}
}

// table reads a CSV and returns its rows by column.
func rowsOf(t *testing.T, text string) []map[string]string {
	t.Helper()
	lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	require.NoError(t, err)
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, cell := range line {
			row[lines[0][i]] = cell
		}
		rows = append(rows, row)
	}
	return rows
}

func numberIn(t *testing.T, row map[string]string, column string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(row[column], 64)
	require.NoError(t, err, "%s of %v", column, row)
	return x
}

// Lost requests by cause, over time and by population, are the failures of the
// timeline, of the replications and of the summary.
func TestLostRequestsAddUpInEveryFile(t *testing.T) {
	study := tinyStudy()
	sum, err := study.Summary()
	require.NoError(t, err)
	var lost, line, runs strings.Builder
	require.NoError(t, study.WriteLost(&lost))
	require.NoError(t, study.WriteTimeline(&line))
	require.NoError(t, study.WriteReplications(&runs))
	for i, incident := range sum.Incidents {
		for d := range incident.Designs {
			design := &incident.Designs[d]
			mine := func(row map[string]string) bool {
				return row["incident"] == incident.Name && row["design"] == design.Name
			}
			var byCause, inTime, inRuns float64
			for _, row := range rowsOf(t, lost.String()) {
				if mine(row) {
					byCause += numberIn(t, row, "lost_per_run")
				}
			}
			for _, row := range rowsOf(t, line.String()) {
				if mine(row) {
					inTime += numberIn(t, row, "failed_per_run")
				}
			}
			for _, row := range rowsOf(t, runs.String()) {
				if mine(row) {
					inRuns += numberIn(t, row, "failed")
				}
			}
			want := float64(design.Requests.Failed)
			assert.InDelta(t, want, 21*byCause, 1e-2*want+1e-9, "incident %d", i)
			assert.InDelta(t, want, 21*inTime, 1e-4*want+1e-9)
			assert.Equal(t, want, inRuns)
			var populations int64
			for _, p := range design.Populations {
				for _, n := range p.Requests.FailedByCause {
					populations += n
				}
			}
			populations -= design.Requests.Succeeded // the cause of success
			assert.Equal(t, design.Requests.Failed, populations)
		}
	}
}

func TestAnAccountThatDoesNotBalanceIsRefused(t *testing.T) {
	for says, break_ := range map[string]func(*Sample){
		"a step lost one more":            func(s *Sample) { s.totals[0].lost[0][2][request.GaveUp]++ },
		"a window lost one less":          func(s *Sample) { s.totals[0].failed[0][15]-- },
		"a population has one of another": func(s *Sample) { s.runs[3].Requests.Ended[request.None]++ },
		"a failure changed its cause late": func(s *Sample) {
			s.totals[0].lost[0][2][request.GaveUp]++
			s.totals[0].lost[0][2][request.LBMisconfigured]--
		},
	} {
		study := tinyStudy()
		break_(study.Incidents[0].Samples[0])
		_, err := study.Summary()
		assert.ErrorContains(t, err, "broken invariant", says)
	}
}

func TestTheTimelineStaysSmall(t *testing.T) {
	study := tinyStudy()
	var line strings.Builder
	require.NoError(t, study.WriteTimeline(&line))
	rows := rowsOf(t, line.String())
	assert.Len(t, rows, 3*int(time.Hour/ShapeStep), "a row for each design and step")
	bad := rows[3] // minutes 15 to 20: every run fails 3 of 10
	assert.Equal(t, "5", bad["t_minutes_since_onset"])
	assert.Equal(t, []float64{500, 150, 0.7, 0.4, 1},
		[]float64{numberIn(t, bad, "requests_per_run"), numberIn(t, bad, "failed_per_run"), rounded(numberIn(t, bad, "availability")),
			numberIn(t, bad, "availability:tv"), numberIn(t, bad, "availability:phone")})
}

func rounded(x float64) float64 { return float64(int(x*1e6+0.5)) / 1e6 }
