package results

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/models/record"
	"failsim/models/request"
	"failsim/results/counted"
	"failsim/results/statistics"
)

func TestRecordsThatAreMissingOrWrongAtTheEndAreLost(t *testing.T) {
	l := oneHour()
	l.LostRecords = 3
	sample := NewSample(Design{}, l, 4)
	for k, end := range []record.Fleet{{}, {MissingState: 3}, {MissingState: 2, WrongState: 2}, {WrongState: 1}} {
		s := report(l)
		s.t.FleetChanged(at(10), record.Fleet{LBs: 20, MissingState: 10})
		end.LBs = 20
		s.t.FleetChanged(at(30), end)
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
		s := report(l)
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

func TestAnAccountThatDoesNotBalanceIsRefused(t *testing.T) {
	for says, break_ := range map[string]func(*Sample){
		"a step lost one more":            func(s *Sample) { s.totals[0].Lost[0][2][request.GaveUp]++ },
		"a window lost one less":          func(s *Sample) { s.totals[0].Failed[0][15]-- },
		"a population has one of another": func(s *Sample) { s.runs[3].Requests.Ended[request.None]++ },
		"a failure changed its cause late": func(s *Sample) {
			s.totals[0].Lost[0][2][request.GaveUp]++
			s.totals[0].Lost[0][2][request.LBMisconfigured]--
		},
	} {
		study := tinyStudy()
		break_(study.Incidents[0].Samples[0])
		_, err := study.Summary()
		assert.ErrorContains(t, err, "broken invariant", says)
	}
}

// A recovery in five minutes that does not last is none within ten.
func TestARelapseIsNotWithinTheObjective(t *testing.T) {
	l := oneHour()
	sample := NewSample(Design{Name: "d"}, l, 2)
	for k, relapse := range []int{0, 8} {
		s := report(l)
		for minute := range 60 {
			for range 20 {
				cause := request.None
				if minute >= 10 && minute < 15 || minute >= 40 && minute < 40+relapse {
					cause = request.RegionDown
				}
				s.ask(0, 0, float64(minute), cause)
			}
		}
		sample.Add(k, s.t.Run())
	}
	r := sample.recovery(func(r *counted.Run) *counted.Part { return &r.Part })
	assert.Equal(t, 1, r.Relapsed)
	assert.Equal(t, statistics.Number(0.5), r.WithinObjective.Share)
}
