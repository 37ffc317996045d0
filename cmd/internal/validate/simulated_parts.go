package validate

import (
	"time"

	"failsim/cmd/internal/validate/oracle"
	"failsim/cmd/internal/validate/theory"
	"failsim/models/law"
	"failsim/models/station"
	"failsim/sim"
)

// Hours of a part's life are simulated as seconds: centuries of them would not
// fit into nanoseconds.
func hours(h float64) time.Duration { return sim.FromSeconds(h) }

func lifetime(meanHours float64) law.Law { return exponentialOf(1 / meanHours) }

// simulateComponent alternates up and down times over many horizons.
func simulateComponent(c *oracle.Case, size int, key sim.Key) Estimates {
	mttf, mttr, horizon := c.Positive("mttf", "h"), c.Positive("mttr", "h"), c.Positive("horizon", "h")
	up, down, end := lifetime(mttf), lifetime(mttr), hours(horizon)
	luck, draw := key.Named("lives"), uint64(0)
	next := func(l law.Law) time.Duration {
		draw++
		return l.Quantile(luck.Float64(draw))
	}
	var total time.Duration
	var none, half, one, three float64
	for range size {
		lost := time.Duration(0)
		for t := next(up); t < end; {
			broken := min(next(down), end-t)
			lost += broken
			t += broken + next(up)
		}
		total += lost
		if lost == 0 {
			none++
		}
		if lost <= hours(mttr)/2 {
			half++
		}
		if lost <= hours(mttr) {
			one++
		}
		if lost <= 3*hours(mttr) {
			three++
		}
	}
	n := float64(size)
	return Estimates{"mean_interval_availability": 1 - total.Seconds()/n/horizon, "p_no_outage": none / n, "p_downtime_le_half_mttr": half / n,
		"p_downtime_le_mttr": one / n, "p_downtime_le_three_mttr": three / n}
}

// group is components of which k must be up, mended at a station.
type group struct {
	kernel   sim.Kernel
	owner    sim.Owner
	shop     *station.Station
	up, down law.Law
	luck     sim.Key
	drawn    uint64
	k, good  int
	outages  int
	first    sim.Time // when the first outage began
	since    sim.Time // of the outage
	out      float64  // seconds down, of outages that ended
}

const (
	breaks uint8 = iota
	mended
)

func (g *group) draw(l law.Law) time.Duration {
	g.drawn++
	return l.Quantile(g.luck.Float64(g.drawn))
}

// Handle implements sim.Handler.
func (g *group) Handle(now sim.Time, e sim.Event) {
	if e.Kind == mended {
		if g.good++; g.good == g.k {
			g.out += now.Sub(g.since).Seconds()
		}
		g.kernel.Schedule(now.Add(g.draw(g.up)), sim.Change, g.owner, sim.Event{Kind: breaks, Arg: e.Arg})
		return
	}
	if g.good--; g.good == g.k-1 {
		if g.outages == 0 {
			g.first = now
		}
		g.outages++
		g.since = now
	}
	_, finish, _ := g.shop.Offer(now, g.draw(g.down))
	g.kernel.Schedule(finish, sim.Completion, g.owner, sim.Event{Kind: mended, Arg: e.Arg})
}

// newGroup has every component up.
func newGroup(s theory.KOfN, key sim.Key) *group {
	g := &group{shop: station.New(s.Crews, s.N), up: lifetime(s.Up), down: lifetime(s.Down), luck: key, k: s.K, good: s.N}
	g.owner = g.kernel.Register(g)
	for i := range s.N {
		g.kernel.Schedule(sim.Time(g.draw(g.up)), sim.Change, g.owner, sim.Event{Kind: breaks, Arg: uint64(i)})
	}
	return g
}

// simulateGroup runs until about size outages are expected. How long a single
// outage lasts is left to theory: the oracle counts no further failures in it.
func simulateGroup(c *oracle.Case, size int, key sim.Key, crews int) Estimates {
	s := kOfN(c)
	s.Crews = min(crews, s.N)
	span := float64(size) / s.Frequency()
	if span > 5e9 {
		oracle.Refuse("parameters of outages that are too rare")
	}
	g := newGroup(s, key.Named("long"))
	warm := sim.Time(hours(20 * s.Down * float64(s.N)))
	g.kernel.Run(warm)
	g.outages, g.out, g.since = 0, 0, max(g.since, warm)
	g.kernel.Run(warm.Add(hours(span)))
	if g.good < g.k {
		g.out += g.kernel.Now().Sub(g.since).Seconds()
	}
	return Estimates{"unavailability": g.out / span, "failure_frequency": float64(g.outages) / span, "mean_up_period": (span - g.out) / float64(g.outages),
		"mttf_from_all_up": firstOutage(s, max(size/5, 1), key.Named("first"))}
}

// firstOutage returns the mean hours of groups that begin with all up.
func firstOutage(s theory.KOfN, groups int, key sim.Key) float64 {
	sum := 0.0
	step := hours(s.FirstFailure())
	for i := range groups {
		g := newGroup(s, key.At(uint64(i)))
		for g.outages == 0 {
			g.kernel.Run(g.kernel.Now().Add(step))
		}
		sum += g.first.Seconds()
	}
	return sum / float64(groups)
}

func simulateIndependent(c *oracle.Case, size int, key sim.Key) Estimates {
	return simulateGroup(c, size, key, mostParts)
}

func simulateCrews(c *oracle.Case, size int, key sim.Key) Estimates {
	return simulateGroup(c, size, key, c.Count("crews", 1, mostParts))
}
