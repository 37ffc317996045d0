package study

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/models/world/scenario"
	"failsim/sim"
)

// cautioned returns what is said of a sketch.
func cautioned(t *testing.T, s *sketch, sampled bool) string {
	t.Helper()
	read, w := s.read(t)
	return strings.Join(w.Cautions(nil, []*scenario.Incident{&read.Incidents[0]}, sampled), "\n")
}

// lossOfState is a sketch of one incident with people, of a few faults.
func lossOfState(faults ...sketchFault) *sketch {
	s := draw(1)
	s.drawPeople(&dice{})
	s.faults = faults
	return s
}

// The mistake was to take people: of any incident, and to say nothing where
// there was nothing for them to do.
func TestPeopleWhoCannotActAreSpokenOf(t *testing.T) {
	s := draw(1)
	a, b := s.regions[0].full(), s.regions[len(s.regions)-1].full()
	lose := sketchFault{at: 20, kind: scenario.LoseRegion, what: "region: " + a, lasts: 30}
	loseB := sketchFault{at: 20, kind: scenario.LoseRegion, what: "region: " + b, lasts: 30}
	deletes := sketchFault{at: 40, kind: scenario.DeleteState, what: "region: " + a + ", share: 50%"}
	surge := sketchFault{at: 20, kind: scenario.DemandSurge, what: "factor: 2", lasts: 30}
	for _, c := range []struct {
		what    string
		s       *sketch
		sampled bool
		says    string
	}{
		{"lost state", lossOfState(deletes), false, ""},
		{"a lost region, then lost state at its provider", lossOfState(lose, deletes), false, ""},
		{"a lost region alone", lossOfState(lose), false, "it: its people never act"},
		{"a surge", lossOfState(surge), false, "it: its people never act"},
		{"lost state at another provider than the one that fails first", lossOfState(loseB, deletes), false, "it: its people never act"},
		{"durations that are not there to be sampled", lossOfState(deletes), true, "it: people do not act"},
	} {
		t.Run(c.what, func(t *testing.T) {
			said := cautioned(t, c.s, c.sampled)
			if c.says == "" {
				assert.Contains(t, said, "it: one team of people mends region after region")
			} else {
				assert.Contains(t, said, c.says)
			}
		})
	}
}

// A relation that would have caught it: people of whom it is said that they
// never act change no outcome, and no LB. (Of others nothing is claimed.)
func TestRelationsOfPeople(t *testing.T) {
	relations(t, []relation{{"people who are said never to act change nothing", 20, func(r *trial) {
		s := r.clone()
		s.drawPeople(&r.dice)
		if !strings.Contains(cautioned(r.t, s, false), "never act") {
			return
		}
		without := s.clone()
		without.people = nil
		for d := range s.designs {
			r.sameOutcomes(r.run(s, d), r.run(without, d))
		}
	}}})
}

// The mistake was to take faults that do nothing to a design without a word: a
// layer that only forwards has no servers that could be slow.
func TestFaultsThatDoNothingAreSpokenOf(t *testing.T) {
	s := draw(1)
	s.designs = s.designs[:1]
	here, there := s.regions[0].full(), "c/elsewhere"
	s.regions = append(s.regions, sketchRegion{"c", "elsewhere", 2, 40})
	for i := range s.places {
		s.places[i].rtt = append(s.places[i].rtt, 0.1)
		s.designs[0].serve[s.places[i].name] = []sketchEndpoint{{region: here, capacity: 2, rank: 1, weight: 1}, {region: there, backends: here, rank: 2, weight: 1}}
	}
	design := s.designs[0].name
	for what, says := range map[string]string{
		"gray: {region: " + there + ", factor: 3}":              "it: gray at c/elsewhere changes nothing for " + design,
		"gray: {region: " + there + ", factor: 3, share: 5%}":   "it: gray at c/elsewhere fails requests but makes none slower for " + design,
		"gray: {region: " + there + ", share: 5%}":              "",
		"gray: {region: " + here + ", factor: 3}":               "",
		"gray: {region: " + here + ", factor: 1}":               "it: gray at " + here + " changes nothing: it fails 0 %",
		"fail: {on: {region: " + there + ", backends: 1 of 3}}": "it: fail at c/elsewhere changes nothing for " + design,
		"fail: {on: {region: " + here + ", backends: 1 of 3}}":  "",
		"lose-region: {region: " + there + "}":                  "",
		"lose-region: {region: " + s.regions[1].full() + "}":    "it: lose-region at " + s.regions[1].full() + " changes nothing: no design has anything there",
	} {
		read, w := s.only(sketchFault{at: 20, kind: strings.Split(what, ":")[0], what: strings.TrimSuffix(strings.SplitN(what, "{", 2)[1], "}")}).read(t)
		said := strings.Join(w.Cautions([]*scenario.Design{&read.Designs[0]}, []*scenario.Incident{&read.Incidents[0]}, false), "\n")
		if says == "" {
			assert.NotContains(t, said, "changes nothing", what)
			assert.NotContains(t, said, "only forward", what)
		} else {
			assert.Contains(t, said, says, what)
		}
	}
}

// The mistake was to take "3 of 5 backends" where there are three as a fault of all
// three, without a word.
func TestPartsThatDoNotComeOutAreSpokenOf(t *testing.T) {
	s := draw(1)
	s.designs = s.designs[:1]
	at := s.regions[0].full()
	s.regions[0].zones, s.perZone = 3, 1
	for i := range s.places {
		s.designs[0].serve[s.places[i].name] = []sketchEndpoint{{region: at, capacity: 2, rank: 1, weight: 1}}
	}
	for part, says := range map[string]string{
		"backends: 1 of 3":          "",
		"backends: 2 of 3":          "",
		"backends: 1 of 12":         "it: 1 of 12 backends are 1 of the 3 at " + at,
		"backends: 3 of 5":          "it: 3 of 5 backends are 3 of the 3 at " + at,
		"backends: 1 of 1, zone: 2": "",
		"backends: 1 of 2, zone: 2": "it: 1 of 2 backends are 1 of the 1 at " + at,
	} {
		read, w := s.only(sketchFault{at: 20, kind: scenario.Fail, what: "on: {region: " + at + ", " + part + "}"}).read(t)
		said := strings.Join(w.Cautions([]*scenario.Design{&read.Designs[0]}, []*scenario.Incident{&read.Incidents[0]}, false), "\n")
		if says == "" {
			assert.NotContains(t, said, "backends are", part)
		} else {
			assert.Contains(t, said, says, part)
		}
	}
}

// The mistake was that probes saw no slow servers, and nobody said so.
func TestWhatNoProbeSeesIsSpokenOf(t *testing.T) {
	const inTime, noErrors = "on average, which no probe of d0 calls late", "fails requests, and no probe of d0 sees it"
	for _, c := range []struct {
		fault         string
		steering      bool
		checks, sees  string
		timeout       float64 // of LBs' checks and steering's probes; a request takes 1 s
		slow, failing bool
	}{
		{"factor: 4", false, "", "", 3, false, false},
		{"factor: 4", false, "", "", 4, true, false},
		{"factor: 4", false, ", sees-slow: 0%", "", 3, true, false},
		{"factor: 4", true, ", sees-slow: 0%", "", 3, false, false},
		{"factor: 4", true, ", sees-slow: 0%", ", sees-slow: 0%", 3, true, false},
		{"share: 30%", true, "", "", 4, false, false},
		{"share: 30%", true, ", sees-errors: 0%", ", sees-errors: 1%", 4, false, false},
		{"share: 30%", true, ", sees-errors: 0%", ", sees-errors: 0%", 4, false, true},
	} {
		s := draw(1).only(sketchFault{at: 20, kind: scenario.Gray, what: "region: " + draw(1).regions[0].full() + ", " + c.fault})
		s.service, s.designs = "constant: {value: 1s}", s.designs[:1]
		s.check = sketchCheck{interval: 5, timeout: c.timeout, unhealthy: 2, healthy: 2, sees: c.checks}
		d := &s.designs[0]
		if d.name, d.steering, d.around = "d0", "", false; c.steering {
			d.steering, d.probes = "name", sketchCheck{interval: 5, timeout: c.timeout, unhealthy: 2, healthy: 2, sees: c.sees}
		}
		read, w := s.read(t)
		said := strings.Join(w.Cautions([]*scenario.Design{&read.Designs[0]}, []*scenario.Incident{&read.Incidents[0]}, false), "\n")
		assert.Equal(t, c.slow, strings.Contains(said, inTime), "%+v\n%s", c, said)
		assert.Equal(t, c.failing, strings.Contains(said, noErrors), "%+v\n%s", c, said)
	}
}

// A relation that would have caught it: an incident whose every fault is said to
// change nothing is one without faults.
func TestRelationsOfFaultsThatDoNothing(t *testing.T) {
	relations(t, []relation{{"faults that are said to change nothing change nothing", 30, func(r *trial) {
		s := r.clone()
		s.people, s.common = nil, 0
		last := s.regions[len(s.regions)-1].full()
		for i := range s.designs {
			for place, list := range s.designs[i].serve {
				for j := range list { // the last region only forwards
					if list[j].region == last && list[0].region != last {
						list[j].backends, list[j].capacity, list[j].growsTo = list[0].region, 0, 0
					}
				}
				s.designs[i].serve[place] = list
			}
		}
		for _, f := range []sketchFault{
			{at: s.length * 0.3, kind: scenario.Gray, what: "region: " + last + ", factor: 3", lasts: s.length * 0.2},
			{at: s.length * 0.3, kind: scenario.Gray, what: "region: " + last + ", share: 0%, factor: 1", lasts: s.length * 0.2},
			{at: s.length * 0.3, kind: scenario.LoseRegion, what: "region: " + last, lasts: s.length * 0.2},
			{at: s.length * 0.3, kind: scenario.Gray, what: "region: " + last, hosts: "1 of 2"},
		} {
			for d := range s.designs {
				read, w := s.only(f).read(r.t)
				said := strings.Join(w.Cautions([]*scenario.Design{&read.Designs[d]}, []*scenario.Incident{&read.Incidents[0]}, false), "\n")
				if strings.Contains(said, "changes nothing") {
					r.sameOutcomes(r.run(s.only(f), d), r.run(s.only(f), d, faultless))
				}
			}
		}
	}}})
}

// Relations that would have caught a control plane with more work than workers
// that nobody spoke of: it damages fewer LBs than one with workers enough, and
// if nothing is said, more workers damage hardly any more.
func TestRelationsOfWorkers(t *testing.T) {
	relations(t, []relation{
		{"a control plane that is said to be overloaded does less", 10, func(r *trial) {
			s, enough := r.busy(r.dice.u(2, 4))
			r.check(strings.Contains(cautioned(r.t, s, false), "the control plane of "+s.regions[0].full()+" has more work than workers"), "nothing is said")
			few, many := r.run(s, 0), r.run(enough, 0)
			r.allMended(few, many)
			a, b := few.misconfiguredAt(0, sim.Never), many.misconfiguredAt(0, sim.Never)
			r.check(a < b, "%d and %d LBs are misconfigured", a, b)
		}},
		{"one of which nothing is said has workers enough", 10, func(r *trial) {
			s, enough := r.busy(0.2)
			r.check(!strings.Contains(cautioned(r.t, s, false), "more work than workers"), "it is said to be overloaded")
			a, b := r.run(s, 0).misconfiguredAt(0, sim.Never), r.run(enough, 0).misconfiguredAt(0, sim.Never)
			r.check(b-a <= 3, "%d and %d LBs are misconfigured", a, b)
		}},
	})
}

// busy has one region's LBs changed so often that its few workers have a given
// part of the work that they can do, and what is the same with many workers.
func (r *trial) busy(utilisation float64) (s, enough *sketch) {
	enough = r.changing()
	enough.regions = slices.Clone(enough.regions)
	for i := range enough.regions {
		enough.regions[i].fleet = 400
	}
	enough.creations, enough.work = 0, [2]float64{4, 6}
	s = enough.clone()
	s.workers = 5
	enough.touches = utilisation * 5 / (400 * 5)
	s.touches = enough.touches
	return s, enough
}
