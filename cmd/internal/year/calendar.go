package year

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"failsim/cmd/internal/study"
	"failsim/models/policy"
	"failsim/models/topology"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/sim"
	"failsim/sim/portable"
)

// lead is how long an episode's run goes on before its first incident, at
// least: queues settle within a minute, and the size of LBs within the quarter
// of an hour over which scaling looks back (assumption: an hour is enough).
// What takes longer, the retry budgets, starts as a long steady time leaves it.
const lead = time.Hour

// episode is what happens from a steady world to a steady world: an incident, and
// those that come before the world has forgotten the one before.
type episode struct {
	id       int           // the replication that its draws are of
	start    time.Duration // of its run, since the start of the year: a whole hour
	happens  []world.Occurrence
	until    time.Duration // when its last fault ends, in its run
	exposure float64       // requests expected while its faults last, added up
	shared   bool          // what providers share fails too
}

// calendars draws years: when which incident happens, and for how long. A year
// of it costs nothing, so there can be as many as one likes. Incidents of each
// kind come as a Poisson process of its own.
type calendars struct {
	scenario *scenario.Scenario
	fixed    *topology.Map
	seed     uint64
	expected func(from, to time.Duration) float64 // requests, between two times of the year
	kinds    []*scenario.Incident                 // those with a rate
	perYear  []float64                            // by kind
	total    float64
	backlogs []backlog
}

func newCalendars(s *scenario.Scenario, d *study.Demand, seed uint64, incidents []*scenario.Incident) (*calendars, error) {
	c := &calendars{scenario: s, fixed: d.Fixed, seed: seed, expected: d.Expected()}
	for _, i := range incidents {
		if i.Rate.Count == 0 {
			continue
		}
		if err := ends(i); err != nil {
			return nil, err
		}
		perYear := i.Rate.PerYear() * s.Year.Length.Hours() / (365 * 24)
		c.kinds, c.perYear = append(c.kinds, i), append(c.perYear, perYear)
		c.total += perYear
	}
	if len(c.kinds) == 0 {
		return nil, &study.NoYear{Reason: fmt.Sprintf("no incident of scenario %s has a rate, such as rate: 0.7/y: nothing would happen in a year", s.Name)}
	}
	if c.total > mostIncidents {
		return nil, &study.NoYear{Reason: fmt.Sprintf("%.3g incidents in a year of %s are too many to be rare: at most %d", c.total, s.Year.Length, mostIncidents)}
	}
	c.backlogs = findBacklogs(s, c.fixed, c.kinds, c.perYear)
	return c, nil
}

// mostIncidents a year leave some steady between them (assumption).
const mostIncidents = 1000

// ends refuses an incident after which the world would never be steady again.
func ends(i *scenario.Incident) error {
	for _, plan := range []*scenario.Plan{i.People.Published, i.People.Sampled} {
		if plan != nil && plan.Restores[len(plan.Restores)-1].Works < 1 {
			return &study.NoYear{Reason: fmt.Sprintf("incident %s: its last attempt to restore is made again and again, so it must work at last: works: 100%%", i.Name)}
		}
	}
	if book := i.People.Playbook; len(book) > 0 && !recovers(book) {
		return &study.NoYear{Reason: fmt.Sprintf("incident %s: its playbook would leave lost state or misconfigured load balancers; in a year it needs steps that merge, re-enable and watch", i.Name)}
	}
	for _, f := range i.Faults {
		if f.OperatorError() && !i.People.Act(false) && !i.People.Act(true) {
			return &study.NoYear{Reason: fmt.Sprintf("incident %s: the lost state would never be restored; it needs people", i.Name)}
		}
		if f.For == nil && !f.OperatorError() && f.Kind != scenario.OfHerd {
			return &study.NoYear{Reason: fmt.Sprintf("incident %s: its %s never ends; in a year it needs a duration: for", i.Name, f.Kind)}
		}
	}
	return nil
}

// dated is an occurrence with the times of its faults.
type dated struct {
	world.Occurrence
	onset, until time.Duration
	shared       bool
}

// happen places an incident so that its first fault begins at its instant. Lost
// state lasts as long as its incident is expected to.
func (c *calendars) happen(a arrival, number, id int) dated {
	i, onset := c.kinds[a.kind], a.at
	o := world.Occurrence{Incident: i, At: onset - i.Faults[0].At, Number: number, Backlog: a.backlog}
	until, ends := o.Until(c.scenario, c.fixed, c.seed, id)
	if !ends {
		until = max(until, o.At+i.Length)
	}
	return dated{o, onset, until, o.SharesFate(c.scenario, c.seed, id)}
}

// year returns the episodes of a year. Incidents whose first fault begins in
// the year count, however long they last.
func (c *calendars) year(y int) []episode {
	key := sim.NewKey(c.seed, 0).Named("calendar").At(uint64(y))
	var list []episode
	var open []dated
	close := func() {
		if len(open) > 0 {
			list = append(list, c.gather(open, episodeID(y, len(list))))
		}
		open = nil
	}
	var memory time.Duration
	for _, a := range c.arrivals(key) {
		if a.at >= memory {
			close()
		}
		number := 0
		for _, o := range open {
			if o.Incident == c.kinds[a.kind] {
				number++
			}
		}
		h := c.happen(a, number, episodeID(y, len(list)))
		open = append(open, h)
		memory = max(memory, h.until+c.scenario.Year.Memory)
	}
	close()
	return list
}

// arrivals draws what comes in a year, in order.
func (c *calendars) arrivals(key sim.Key) (list []arrival) {
	for at, n := time.Duration(0), uint64(0); ; n += 2 {
		at += time.Duration(-portable.Log(key.Float64(n)) / c.total * float64(c.scenario.Year.Length))
		if at >= c.scenario.Year.Length || at < 0 {
			break
		}
		list = append(list, arrival{at: at, kind: c.kind(key.Float64(n + 1))})
	}
	for i := range c.backlogs {
		list = append(list, c.backlogs[i].held(key, c.scenario.Year.Length)...)
	}
	slices.SortStableFunc(list, func(a, b arrival) int { return cmp.Compare(a.at, b.at) })
	return list
}

// episodeID leaves each year 2^12 episodes.
func episodeID(year, n int) int { return year<<12 | n }

func (c *calendars) kind(u float64) int {
	u *= c.total
	for k, rate := range c.perYear {
		if u < rate {
			return k
		}
		u -= rate
	}
	return len(c.perYear) - 1
}

// gather makes an episode of what happens in it. Its run starts on a whole
// hour, so that what recurs within the hour, such as snapshots, stands at any
// point of its period when the first incident begins.
func (c *calendars) gather(list []dated, id int) episode {
	e := episode{id: id, start: list[0].onset - lead}
	e.start = time.Duration(math.Floor(e.start.Hours())) * time.Hour
	for _, h := range list {
		h.At -= e.start
		e.happens = append(e.happens, h.Occurrence)
		e.until = max(e.until, h.until-e.start)
		e.exposure += c.expected(h.onset, h.until)
		e.shared = e.shared || h.shared
	}
	return e
}

// recovers reports whether a playbook can end all harm, and sees to it that it has.
func recovers(book []policy.Step) bool {
	has := func(a policy.Action) bool {
		return slices.ContainsFunc(book, func(s policy.Step) bool { return s.Do == a })
	}
	return has(policy.Merge) && has(policy.Reenable) && has(policy.WatchOver)
}
