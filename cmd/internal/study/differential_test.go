package study

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/id"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/sim"
)

// tape is a sink that keeps every outcome, and every change of a fleet.
type tape struct {
	record.Sink
	arrived int
	settled []record.Settlement
	damage  []misconfigured
	marked  [record.Marks][]sim.Time
}

func (t *tape) Answered(batch []record.Answered)                   { oneByOne(t, batch) }
func (t *tape) Arrived(request.Population, request.User, sim.Time) { t.arrived++ }

// Settled keeps what became of a request; by which number it drew is no outcome.
func (t *tape) Settled(s *record.Settlement) {
	t.settled = append(t.settled, *s)
	t.settled[len(t.settled)-1].Draw = 0
}
func (t *tape) Wasted(request.Population, int64)                {}
func (t *tape) Called([]sim.Time, id.Region, record.Call, bool) {}
func (t *tape) Marked(at sim.Time, m record.Mark, _ id.Region)  { t.marked[m] = append(t.marked[m], at) }
func (t *tape) Alarmed(at sim.Time, _ record.Raised)            { t.Marked(at, record.Alarm, 0) }
func (t *tape) ZonesLost(sim.Time, id.Region, int, int)         {}
func (t *tape) Follows() bool                                   { return false }

func (t *tape) FleetChanged(at sim.Time, d record.Fleet) {
	before := 0
	for _, c := range t.damage {
		if c.region == d.Region {
			before = c.lbs
		}
	}
	if d.Misconfigured != before {
		t.damage = append(t.damage, misconfigured{at, d.Region, d.Misconfigured})
	}
}

// oneByOne reports answered requests to a sink like others.
func oneByOne(sink record.Sink, batch []record.Answered) {
	for i := range batch {
		s := batch[i].Settlement()
		sink.Arrived(s.Population, s.User, s.Arrived)
		sink.Settled(&s)
	}
}

// byArrival sorts outcomes by who asked when.
func byArrival(a, b record.Settlement) int {
	return cmp.Or(cmp.Compare(a.Arrived, b.Arrived), cmp.Compare(a.Population, b.Population), cmp.Compare(a.User, b.User), cmp.Compare(a.Ended, b.Ended))
}

// play makes one run.
func play(t testing.TB, w *Workload, c world.Choice) *tape {
	t.Helper()
	in, closeInput, err := w.input(world.Root(c.Seed, c.Replication))
	require.NoError(t, err)
	sink := &tape{}
	run, err := world.New(w.Scenario, w.Fixed, c, in, sink)
	require.NoError(t, err)
	require.NoError(t, run.Run())
	require.NoError(t, closeInput())
	require.Equal(t, sink.arrived, len(sink.settled)+run.InFlight())
	slices.SortFunc(sink.settled, byArrival)
	return sink
}

// playNaively makes the same run with the naive engine.
func playNaively(t testing.TB, w *Workload, c world.Choice) *naive {
	t.Helper()
	in, _, err := w.input(world.Root(c.Seed, c.Replication))
	require.NoError(t, err)
	n := newNaive(w, c)
	for _, s := range n.streams(w, in, c) {
		n.ask(s, drain(s))
	}
	n.run(min(sim.Time(c.Incident.Length), in.End))
	slices.SortFunc(n.settled, func(a, b naiveOutcome) int { return byArrival(a.Settlement, b.Settlement) })
	return n
}

// scenarios is how many random scenarios a test looks at: few, or as many as
// FAILSIM_SCENARIOS says.
func scenarios(t testing.TB, few int) uint64 {
	if text := os.Getenv("FAILSIM_SCENARIOS"); text != "" {
		n, err := strconv.Atoi(text)
		require.NoError(t, err)
		return uint64(n)
	}
	return uint64(few)
}

// distinct has no two clients do something in one instant: who of those that a
// fault fails together gets the last token of a budget, or the last place of a
// queue after a fixed wait, is anybody's guess.
func (s *sketch) distinct() *sketch {
	c := s.clone()
	if !slices.ContainsFunc(s.faults, func(f sketchFault) bool { return strings.HasPrefix(f.kind, "lose") }) {
		return c
	}
	for i := range c.designs {
		if c.designs[i].retrying != "" {
			c.designs[i].retrying = "attempts: 3, limit: none"
		}
	}
	return c
}

// hitHosts has faults of a region or a zone hit some of its backends alone.
func (s *sketch) hitHosts() {
	d := &dice{key: sim.NewKey(s.seed, 0).Named("hosts")}
	for i := range s.faults {
		switch f := &s.faults[i]; f.kind {
		case scenario.LoseRegion, scenario.LoseZone, scenario.Gray:
			of := 2 + d.n(2)
			if f.hosts = fmt.Sprintf("%d of %d", 1+d.n(of), of); f.kind != scenario.Gray {
				f.as = oneOf(d, "", scenario.AsProcess, scenario.AsMachine)
			}
		}
	}
}

// loseHosts has zones, regions and LBs be lost as something, LBs be gray, names have more or fewer addresses than
// zones, and some clients stay at one that refuses.
func (s *sketch) loseHosts() {
	d := &dice{key: sim.NewKey(s.seed, 0).Named("addresses")}
	for i := range s.faults {
		f, p := &s.faults[i], oneOf(d, s.populations...)
		if f.hosts != "" || !strings.HasPrefix(f.kind, "lose") && f.kind != scenario.Gray {
			continue
		}
		if f.kind != scenario.Gray {
			f.as = oneOf(d, "", scenario.AsProcess, scenario.AsProcess, scenario.AsMachine)
		}
		if (f.kind == scenario.LoseRegion || f.kind == scenario.Gray) && d.chance(0.5) {
			f.lb = oneOf(d, p.name, fmt.Sprint(p.name, "/", d.n(p.names)))
		}
	}
	for i := range s.designs {
		s.designs[i].addresses = oneOf(d, 0, 1, 2, 5)
	}
	s.eachHabits(func(h *sketchHabits) { h.stays = h.nextAddress > 0 && d.chance(0.3) })
}

// lookElsewhere has probes ask and see otherwise than they do unless told.
func (s *sketch) lookElsewhere() {
	d := &dice{key: sim.NewKey(s.seed, 0).Named("sight")}
	sees := func() string {
		return fmt.Sprintf(", work: %s, spacing: %s, sees-errors: %s, sees-slow: %s", oneOf(d, "0", "request", "aside"), oneOf(d, "from-start", "from-end"),
			percent(oneOf(d, 1, 0, d.u(0, 1))), percent(oneOf(d, 1, 0, d.u(0, 1))))
	}
	s.check.sees = sees() + ", fails: " + oneOf(d, "closed", "open")
	for i := range s.designs {
		s.designs[i].probes.sees = sees()
	}
}

func TestEveryOutcomeIsThatOfAnEngineWhereEverythingIsAnEvent(t *testing.T) {
	var seen [request.Causes]int
	retried, away, damages, requests := 0, 0, 0, 0
	for seed := range scenarios(t, 100) {
		s := draw(seed).distinct()
		if seed%3 == 0 {
			s.hitHosts()
		}
		if seed%2 == 0 {
			s.drawHabits()
		}
		if seed/2%2 == 1 {
			s.lookElsewhere()
		}
		if seed%3 > 0 {
			s.loseHosts()
		}
		read, w := s.read(t)
		for d := range read.Designs {
			c := world.Choice{Design: &read.Designs[d], Incident: &read.Incidents[0], Seed: seed}
			real, simple := play(t, w, c), playNaively(t, w, c)
			agree(t, s, c, real, simple)
			for _, o := range real.settled {
				seen[o.Cause]++
				if o.Attempts > 1 {
					retried++
				}
				if o.FailedOver {
					away++
				}
			}
			damages += len(real.damage)
			requests += real.arrived
		}
	}
	for c := range request.Causes {
		switch c {
		case request.CircuitOpen: // see the test with breakers
		case request.ServiceDown, request.NameNotResolved: // the naive engine knows no services: models/world's tests count by hand
		default:
			assert.Greater(t, seen[c], 5, "the scenarios see %v", c)
		}
	}
	t.Logf("%d requests: %d retried, %d away from home, %d changes of a fleet; %v", requests, retried, away, damages, seen)
}

// agree holds the real engine's run against the naive one's.
func agree(t *testing.T, s *sketch, c world.Choice, real *tape, simple *naive) {
	t.Helper()
	broken := func(what string, i int, want, got any) {
		require.FailNow(t, "the engines disagree", "seed %d, design %s, %s %d: %+v instead of %+v\n%s", s.seed, c.Design.Name, what, i, got, want, s.yaml())
	}
	for i, got := range real.damage {
		if i >= len(simple.damage) || simple.damage[i] != got {
			broken("change of a fleet", i, simple.damage[min(i, len(simple.damage)):], got)
		}
	}
	if len(real.damage) != len(simple.damage) {
		broken("changes of fleets", len(real.damage), len(simple.damage), len(real.damage))
	}
	for i, got := range real.settled {
		if i >= len(simple.settled) || !same(simple.settled[i], got) {
			broken("outcome", i, simple.settled[min(i, len(simple.settled)):min(i+1, len(simple.settled))], got)
		}
	}
	if len(real.settled) != len(simple.settled) {
		broken("outcomes", len(real.settled), len(simple.settled), len(real.settled))
	}
}

// same reports whether an outcome is what the naive engine says. Where a client
// has hung up before its work began, the naive engine does not know whether it
// would have begun in time for the work to be at fault.
func same(simple naiveOutcome, got record.Settlement) bool {
	got.Bytes = 0
	if got.Good() { // Answered does not say the name
		got.Name = simple.Name
	}
	if simple.undecided && got.Cause == request.SlowResponse {
		got.Cause = simple.Cause
	}
	return simple.Settlement == got
}
