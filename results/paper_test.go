package results

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/request"
	"failsim/results/statistics"
)

func TestPartsOnPaper(t *testing.T) {
	assert.InDelta(t, 0.72, Series(0.9, 0.8), 1e-15)
	assert.InDelta(t, 0.98, Parallel(0.9, 0.8), 1e-15, "both fail in 2 %")
	assert.InDelta(t, 1-math.Pow(1-0.9998, 2), Parallel(0.9998, 0.9998), 1e-18)
	assert.Equal(t, 1.0, Series())
}

// onPaper is a design that an architect says is up 99.9 % of a month, 43.8
// minutes of 43,800; its first population can be served elsewhere, its second
// cannot.
func onPaper() Design {
	return Design{Name: "pair", Paper: Paper{Availability: 0.999, Formula: "LB", Ways: []Way{Elsewhere, Alone}}}
}

func TestTheGapToPaperIsToldInMinutesByCause(t *testing.T) {
	l := twoPopulations()
	s := NewSample(onPaper(), l, 2)
	for k := range 2 {
		story := report(l)
		// 100 requests each, one population after the other, over an hour: of the tv 10 fail, of the phone 30.
		for i := range 100 {
			tv, phone := request.None, request.None
			switch {
			case i < 5:
				tv = request.StaleAddress
			case i < 8:
				tv = request.RegionDown
			case i < 10:
				tv = request.CommonMode
			}
			switch {
			case i < 20:
				phone = request.RegionDown
			case i < 29:
				phone = request.OverloadSurvivor
			case i < 30:
				phone = request.GaveUp
			}
			story.ask(0, request.User(i), 20, tv)
			story.ask(1, request.User(i), 20, phone)
		}
		s.Add(k, story.t.Run())
	}
	study := &Study{Scenario: "pair", Replications: 2, Incidents: []Incident{{Name: "i", Layout: l, Samples: []*Sample{s}}}}
	sum, err := study.Summary()
	require.NoError(t, err)
	p := sum.Designs[0].OnPaper
	assert.InDelta(t, 43.8, float64(p.Allows), 1e-9)
	assert.InDelta(t, 12, float64(p.Costs.Mean), 1e-9, "40 of 200 requests in an hour: as much as 12 minutes of nobody served")
	assert.InDelta(t, 12-43.8, float64(p.Gap), 1e-9)
	assert.InDelta(t, 12/43.8, float64(p.Months), 1e-9)
	want := map[reason]float64{notAtOnce: 3, staleNames: 5, shared: 2, noSubstitute: 20, noRoom: 9, patience: 1} // of 40 lost requests
	total := statistics.Number(0)
	require.Len(t, p.Why, len(want))
	for _, w := range p.Why {
		for r, lost := range want {
			if reasonNames[r] == w.Reason {
				assert.InDelta(t, lost/40*12, float64(w.Minutes), 1e-9, w.Reason)
			}
		}
		total += w.Minutes
	}
	assert.InDelta(t, float64(p.Costs.Mean), float64(total), 1e-9, "the reasons add up to the cost")
	assert.Equal(t, "no substitute 50 %, no room 22 %", p.Words())
	assert.Contains(t, p.Sentence, "on paper pair is up 99.90 % of a month (LB); this incident alone cost 12 min, 0.3 % of what the objective allows in 30 days, because nothing could take over")
}

func TestPaperOfARunThatLostNothing(t *testing.T) {
	l := twoPopulations()
	s := NewSample(onPaper(), l, 1)
	s.Add(0, play(0))
	d := s.summary()
	assert.Empty(t, d.OnPaper.Why)
	assert.Equal(t, "on paper pair is up 99.90 % of a month (LB); this incident cost it nothing in 1 replications", d.OnPaper.Sentence)
	s.Design.Paper = Paper{}
	assert.Nil(t, s.onPaper(d.OutageMinutes), "no SLA, no arithmetic")
}

func TestEveryCauseHasAReasonOnPaper(t *testing.T) {
	seen := map[reason]bool{}
	for c := request.None + 1; c < request.Causes; c++ {
		for _, w := range []Way{Alone, SameFate, Elsewhere} {
			r := reasonOf(c, w)
			assert.True(t, r >= 0 && r < reasons)
			seen[r] = true
		}
	}
	assert.Len(t, seen, int(reasons), "every reason has a cause")
	assert.Equal(t, noSubstitute, reasonOf(request.RegionDown, Alone))
	assert.Equal(t, []reason{cannotScale, noRoom}, []reason{reasonOf(request.CannotScale, Elsewhere), reasonOf(request.OverloadSurvivor, Elsewhere)},
		"an LB at home that nobody can scale is no lack of room at the survivor")
	assert.Equal(t, sameFate, reasonOf(request.RegionDown, SameFate))
	assert.Equal(t, notAtOnce, reasonOf(request.RegionDown, Elsewhere))
	assert.Equal(t, notAtOnce, reasonOf(request.ZoneDown, Alone), "there are other zones")
}
