package results

import (
	"time"

	"failsim/models/record"
	"failsim/models/request"
	"failsim/results/counted"
	"failsim/sim"
)

func at(minutes float64) sim.Time { return sim.Time(minutes * float64(time.Minute)) }

// story drives a tally by hand.
type story struct{ t counted.Tally }

func report(l counted.Layout) *story {
	s := &story{}
	s.t.Reset(l)
	return s
}

// ask reports a request of user u at a minute that ends a second later.
func (s *story) ask(p request.Population, u request.User, minute float64, cause request.Cause) {
	s.t.Arrived(p, u, at(minute))
	s.settle(p, u, minute, cause, time.Second)
}

func (s *story) settle(p request.Population, u request.User, minute float64, cause request.Cause, took time.Duration) {
	s.t.Settled(&record.Settlement{
		Population: p, User: u, Arrived: at(minute), Ended: at(minute).Add(took), Attempts: 1, Cause: cause, Bytes: 100,
	})
}

// oneHour is a layout of one population and one region, with a fault at ten
// minutes. Its objective needs ten requests to tell.
func oneHour() counted.Layout {
	return counted.Layout{
		Populations: []string{"tv"}, UsersPerPopulation: []int{10}, Regions: []string{"east"},
		Start:  time.Date(2012, 12, 24, 12, 0, 0, 0, time.FixedZone("PST", -8*3600)),
		Length: time.Hour, Onset: at(10), Availability: 0.9, Hold: 5 * time.Minute, Recovery: 10 * time.Minute,
	}
}

// twoPopulations is an hour of two populations, with a fault at ten minutes.
func twoPopulations() counted.Layout {
	l := oneHour()
	l.Populations, l.UsersPerPopulation = []string{"tv", "phone"}, []int{10, 10}
	l.Momentary = []sim.Time{l.Onset}
	return l
}

// play runs an hour: five users of each population ask ten times a minute. From
// minute 12
// on every second of the tv's users meets bad LBs, for so many minutes; 0
// never.
func play(bad int) *counted.Run {
	s := report(twoPopulations())
	for minute := range 60 {
		if bad > 0 && minute == 12 {
			s.t.FleetChanged(at(12), record.Fleet{Misconfigured: 5, LBs: 100, MissingState: 20})
			s.t.Alarmed(at(12.5), record.OfRegion(record.ProviderPeople, 0))
			s.t.Called([]sim.Time{at(13)}, 0, record.ManageOld, false)
			s.t.Called([]sim.Time{at(14)}, 0, record.Create, true)
			s.t.Marked(at(20), record.Contained, 0)
		}
		if minute == 12+bad {
			s.t.FleetChanged(at(float64(minute)), record.Fleet{LBs: 100})
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
	primary := Servers{"here", "a/one", 1.5, 4.5, 7, []int{3, 2, 2}, 7, []int{3, 2, 2}}
	single := NewSample(Design{
		Name: "single-provider", About: "what stood there", Buyer: "tenant", CostPerHour: 12.5, CostPerFailoverHour: 12.5, ErrorPasses: 1,
		Servers: []Servers{primary},
	}, l, 21)
	healing := NewSample(Design{
		Name: "self-healing", Buyer: "provider", CostPerHour: nan, CostPerFailoverHour: nan,
		ErrorPasses: 0.55, Priced: "not priced: only a provider could buy it",
		Servers: []Servers{primary, {"here", "a/two", 0.4, 4.5, 2, []int{1, 1, 0}, 5, []int{2, 2, 1}}},
	}, l, 21)
	other := NewSample(Design{Name: "single-provider", Buyer: "tenant", CostPerHour: 12.5, CostPerFailoverHour: nan, ErrorPasses: nan}, l, 21)
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

// harmedFor tells 20 requests a minute that all fail for some minutes.
func harmedFor(s *story, from, until int) {
	for minute := range 60 {
		cause := request.None
		if minute >= from && minute < until {
			cause = request.OverloadPrimary
		}
		for i := range 20 {
			s.ask(0, request.User(i), float64(minute), cause)
		}
	}
}
