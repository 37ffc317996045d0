package counted

import (
	"math"
	"time"

	"failsim/models/figures"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/sim"
)

// Tally counts one run. It is a record.Sink, allocates nothing per request and
// can be used again after Reset.
//
// Windows are those of a request's arrival, so that a request counts where its
// user asked, however late the outcome.
type Tally struct {
	// Narrator gets the lines of a run that a person follows; nil if none does.
	Narrator func(at sim.Time, line string)

	layout      Layout
	windows     int
	width       sim.Time
	objective   time.Duration // of latency; beyond all if there is none
	current     int           // the window found last
	from        sim.Time      // where it begins
	cells       []cell        // of population p at p*windows
	populations []counts
	fleets      []fleet
	own         []fleet // the tenant's LBs of each fleet
	zones       []fleet // zones lost, which are damage of another kind
	offices     []office
	moments     moments
	alarms      alarms
	trigger     trigger
	thrash      thrash
	near        near
	data        []record.Data // what became of the tenant's
	reported    []uint64      // by window: sum of hashes of facts that are not of a request
	facts       uint64        // how many those are
	capacity    []float64     // by window, as far as it was told

	// What Answered has at hand: the populations by their number, which is a
	// byte, so that finding one needs no check, the minute, and until when
	// neither it nor the window changes.
	counted    [1 << 8]*counts
	openMinute sim.Time
	openUntil  sim.Time
	openLasts  sim.Time // until when the minute and the window last
}

var (
	_ record.Sink   = (*Tally)(nil)
	_ record.Mover  = (*Tally)(nil)
	_ record.Keeper = (*Tally)(nil)
)

// crowd counts what a population has beyond its windows.
type counts struct {
	open      *cell  // of the window of the answered request told last
	facts     uint64 // sum of hashes of what was answered at once since it was opened, which closeCells adds to it
	openFrom  uint32 // its atOnce when the second began that is under way
	atOnce    uint64 // what a fact states of those who are answered at their first attempt, but for the user
	bytes     uint64 // of answers
	given     int64  // nanoseconds of work for servers
	minutes   UserMinutes
	inFlight  int64  // of requests that Arrived told of
	unmatched uint64 // outcomes without an arrival
	wasted    int64  // nanoseconds of work for clients who had left
	latency   figures.Histogram
}

// The kinds of fact in a run's fingerprint.
const (
	factSettled = iota + 1
	factMarked
	factMisconfigured
	FactLine // of a summary: a design's own fingerprint
	factDataLost
	factDataKept
)

// Reset makes t ready for a run. It panics on a Layout that does not Validate.
func (t *Tally) Reset(l Layout) {
	if err := l.Validate(); err != nil {
		panic("counted: " + err.Error())
	}
	l = l.Filled()
	t.layout = l
	t.windows, t.width = l.Windows(), sim.Time(l.Window)
	t.current, t.from = 0, 0
	t.objective = l.Latency
	if l.Latency == 0 {
		t.objective = math.MaxInt64
	}
	t.cells = zeroed(t.cells, len(l.Populations)*t.windows)
	t.populations = resized(t.populations, len(l.Populations))
	for p := range t.populations {
		users := 0
		if len(l.UsersPerPopulation) > 0 {
			users = l.UsersPerPopulation[p]
		}
		c := &t.populations[p]
		*c = counts{minutes: c.minutes, atOnce: stated(request.Population(p), request.None, 1)}
		c.minutes.Reset(users, l.Length, l.Patience)
		t.counted[p] = c
	}
	t.near.reset(&l)
	t.openMinute, t.openLasts = 0, 0
	t.openAt(0)
	t.fleets = resized(t.fleets, len(l.Regions))
	t.own, t.zones = resized(t.own, len(l.Regions)), resized(t.zones, len(l.Regions))
	for r := range t.fleets {
		t.fleets[r].reset(&t.layout)
		t.own[r].reset(&t.layout)
		t.zones[r].reset(&t.layout)
	}
	t.offices = resized(t.offices, len(l.Regions))
	for r := range t.offices {
		t.offices[r].reset(&t.layout)
	}
	t.alarms.reset(&t.layout)
	t.moments.reset(len(l.Regions), l.Onset)
	t.trigger, t.thrash = trigger{}, thrash{}
	t.data, t.capacity = make([]record.Data, len(l.Data)), t.capacity[:0]
	t.reported, t.facts = zeroed(t.reported, t.windows), 0
}

// openAt finds the cells of the window of an instant, its minute, near an event its
// second, and until when all last. The last window takes what is later.
func (t *Tally) openAt(at sim.Time) {
	t.closeSecond()
	second, same := t.near.find(at)
	t.near.open = second
	if at >= t.openMinute && at < t.openLasts { // the next second
		t.openUntil = min(t.openLasts, same)
		return
	}
	t.closeCells()
	last := sim.Time(t.windows - 1)
	w, until := last, sim.Never
	if at/t.width < last {
		w = at / t.width
		until = (w + 1) * t.width
	}
	for p := range t.populations {
		c := &t.populations[p]
		c.open = &t.column(p)[w]
		c.openFrom = c.open.atOnce
	}
	t.openMinute = at - at%sim.Time(time.Minute)
	t.openLasts = min(until, t.openMinute.Add(time.Minute))
	t.openUntil = min(t.openLasts, same)
}

// closeCells brings the facts of requests that were answered at once into the open cells.
func (t *Tally) closeCells() {
	for i := range t.populations {
		if p := &t.populations[i]; p.open != nil {
			p.open.facts, p.facts = p.open.facts+p.facts, 0
		}
	}
}

// closeSecond gives the second that is under way what cells have grown by.
func (t *Tally) closeSecond() {
	if t.near.open < 0 {
		return
	}
	grown := uint32(0)
	for p := range t.populations {
		c := &t.populations[p]
		grown += c.open.atOnce - c.openFrom
		c.openFrom = c.open.atOnce
	}
	t.near.grow(grown)
}

// inWindow adds up the populations' cells of a window.
func (t *Tally) inWindow(w int) (all Second) {
	for p := range t.populations {
		c := &t.column(p)[w]
		n, failed := c.settled()
		all = Second{all.Settled + n, all.Failed + failed, all.Attempts + c.atOnce + c.attempts}
	}
	return all
}

// window returns the window of an instant; the last one takes what is later.
func (t *Tally) window(at sim.Time) int {
	if uint64(at-t.from) >= uint64(t.width) {
		t.current = min(int(at/t.width), t.windows-1)
		t.from = sim.Time(t.current) * t.width
	}
	return t.current
}

// column returns the cells of a population.
func (t *Tally) column(p int) []cell { return t.cells[p*t.windows : (p+1)*t.windows] }

// Arrived reports that a user asked.
func (t *Tally) Arrived(p request.Population, _ request.User, at sim.Time) {
	t.cells[int(p)*t.windows+t.window(at)].arrived++
	t.populations[p].inFlight++
}

// Settled records the one outcome of a request.
func (t *Tally) Settled(s *record.Settlement) {
	c := &t.cells[int(s.Population)*t.windows+t.window(s.Arrived)]
	c.ended[s.Cause]++
	c.attempts += uint32(s.Attempts)
	c.taken += uint32(s.Taken)
	c.served += uint32(s.Served)
	t.near.settled(s.Arrived, s.Good(), s.Attempts)
	p := &t.populations[s.Population]
	if p.inFlight--; p.inFlight < 0 {
		p.inFlight, p.unmatched = 0, p.unmatched+1
	}
	p.given += s.Work
	if s.FailedOver {
		c.failedOver++
	}
	took := s.Ended.Sub(s.Arrived)
	if took > t.objective {
		t.overdue(s.Population, s.Arrived, s.Ended)
	}
	if s.Good() {
		p.latency.Add(took)
		p.bytes += uint64(s.Bytes)
		if took > t.objective {
			c.late++
		}
	}
	if !s.Good() {
		t.alarms.lost(int(s.Population), s.Name, s.Arrived)
	}
	p.minutes.Settle(s.User, s.Arrived, s.Good())
	c.facts += sim.HashFact(factSettled, stated(s.Population, s.Cause, s.Attempts)|uint64(s.User), uint64(s.Arrived), uint64(s.Ended))
}

// stated returns what a fact says of a request beside its user, who has the
// last 32 bits, and its instants.
func stated(p request.Population, c request.Cause, attempts int) uint64 {
	return uint64(p)<<56 | uint64(c)<<48 | uint64(min(attempts, 1<<16-1))<<32
}

// overdue counts a request in every window that begins after it should have
// been answered and before it ended.
func (t *Tally) overdue(p request.Population, arrived, ended sim.Time) {
	column := t.column(int(p))
	first, last := arrived.Add(t.objective)/t.width+1, (ended-1)/t.width
	for w := first; w <= min(last, sim.Time(t.windows-1)); w++ {
		column[w].overdue++
	}
}

// Given implements record.Giver.
func (t *Tally) Given(p request.Population, work int64) { t.populations[p].given += work }
