package validate

import (
	"math"
	"time"

	"failsim/cmd/internal/validate/oracle"
	"failsim/models/policy"
	"failsim/models/station"
	"failsim/sim"
	"failsim/strategies"
)

// strategy makes the strategy of a name with these parameters, the rest at
// their zero.
func strategy(name string, values policy.Values) any {
	for _, s := range strategies.All() {
		if s.Name != name {
			continue
		}
		all := policy.Values{}
		for _, p := range s.Params {
			all[p.Name] = policy.Value{}
		}
		for k, v := range values {
			all[k] = v
		}
		return s.New(all)
	}
	panic("validate: no strategy is called " + name)
}

func balancer(name string, values policy.Values) policy.Balancing {
	return strategy(name, values).(policy.Balancing)
}

// farm is Poisson arrivals that a balancing strategy spreads over stations of
// one exponential server each. It counts what the LB would: requests in flight.
type farm struct {
	kernel   sim.Kernel
	owner    sim.Owner
	pick     policy.Balancing
	targets  policy.Targets
	cursor   uint32
	servers  []*station.Station
	gap      func(uint64) time.Duration
	work     func(uint64) time.Duration
	luck     sim.Key
	arrived  uint64
	from, to sim.Time

	atLeast []int      // by level: servers with as many requests or more
	changed []sim.Time // by level
	area    []float64  // by level: server-seconds within the window
	waits   []float64
	stays   []float64
	waited  int
}

const (
	arrival uint8 = iota
	departure

	levels = 4096 // more requests than any server gathers
)

// newFarm has idle servers; the window holds about size arrivals.
func newFarm(n int, lam, mu float64, pick policy.Balancing, size int, key sim.Key) *farm {
	f := &farm{pick: pick, luck: key.Named("luck"), gap: draws(exponentialOf(lam), key.Named("between")),
		work: draws(exponentialOf(mu), key.Named("service")), atLeast: make([]int, levels), changed: make([]sim.Time, levels),
		area: make([]float64, levels), waits: make([]float64, 0, size+size/8), stays: make([]float64, 0, size+size/8)}
	f.targets = policy.Targets{InFlight: make([]int32, n), Cursor: &f.cursor}
	for i := range n {
		f.servers = append(f.servers, station.New(1, station.Unbounded))
		f.targets.Healthy = append(f.targets.Healthy, uint16(i))
	}
	f.owner = f.kernel.Register(f)
	before := max(warmup*float64(size), 200*lam/mu)
	f.from = sim.Time(sim.FromSeconds(before / lam))
	f.to = f.from.Add(sim.FromSeconds(float64(size) / lam))
	return f
}

func (f *farm) run() {
	f.kernel.Schedule(sim.Time(f.gap(0)), sim.Arrival, f.owner, sim.Event{Kind: arrival})
	f.kernel.Run(f.to)
	for level := range levels {
		f.move(f.to, level, 0)
	}
}

// Handle implements sim.Handler.
func (f *farm) Handle(now sim.Time, e sim.Event) {
	if e.Kind == departure {
		i := int(e.Arg)
		f.move(now, int(f.targets.InFlight[i]), -1)
		f.targets.InFlight[i]--
		return
	}
	i := f.pick.Pick(&f.targets, f.luck.Uint64(f.arrived))
	start, finish, _ := f.servers[i].Offer(now, f.work(f.arrived))
	f.targets.InFlight[i]++
	f.move(now, int(f.targets.InFlight[i]), 1)
	if now >= f.from {
		if start > now {
			f.waited++
		}
		f.waits = append(f.waits, start.Sub(now).Seconds())
		f.stays = append(f.stays, finish.Sub(now).Seconds())
	}
	f.kernel.Schedule(finish, sim.Completion, f.owner, sim.Event{Kind: departure, Arg: uint64(i)})
	f.arrived++
	f.kernel.Schedule(now.Add(f.gap(f.arrived)), sim.Arrival, f.owner, sim.Event{Kind: arrival})
}

// move adds to the area of a level and changes how many servers it counts.
func (f *farm) move(now sim.Time, level, by int) {
	f.area[level] += float64(f.atLeast[level]) * overlap(f.changed[level], now, f.from, f.to)
	f.changed[level] = now
	f.atLeast[level] += by
}

// tail returns the share of servers that hold at least so many requests.
func (f *farm) tail(level int) float64 {
	return f.area[level] / f.to.Sub(f.from).Seconds() / float64(len(f.servers))
}

func (f *farm) inSystem() float64 {
	sum := 0.0
	for level := 1; level < levels; level++ {
		sum += f.tail(level)
	}
	return sum
}

func (f *farm) estimates(c *oracle.Case) Estimates {
	r := run{waits: f.waits, sojourns: f.stays, waited: f.waited, offered: len(f.waits), seconds: f.to.Sub(f.from).Seconds()}
	e := r.estimates(c, 1, "")
	e["utilisation"] = f.tail(1)
	e["mean_in_system_per_server"] = f.inSystem()
	delete(e, "mean_in_system")
	delete(e, "mean_queue")
	numbered(c, "tail_ge_", "", func(metric string, i float64) { e[metric] = f.tail(int(i)) })
	return e
}

func simulateRandomSplit(c *oracle.Case, size int, key sim.Key) Estimates {
	f := newFarm(c.Count("N", 1, 65535), c.Positive("lam_total", "1/s"), c.Positive("mu", "1/s"), balancer("random", nil), size, key)
	f.run()
	return f.estimates(c)
}

func simulateRoundRobin(c *oracle.Case, size int, key sim.Key) Estimates {
	f := newFarm(c.Count("N", 1, 65535), c.Positive("lam_total", "1/s"), c.Positive("mu", "1/s"), balancer("round-robin", nil), size, key)
	f.run()
	e := f.estimates(c)
	e["sigma"] = e["p_wait"]
	return e
}

func simulateShortest(c *oracle.Case, size int, key sim.Key) Estimates {
	f := newFarm(2, c.Positive("lam_total", "1/s"), c.Positive("mu", "1/s"), balancer("least-of-all", nil), size, key)
	f.run()
	return f.estimates(c)
}

// simulatePowerOfD runs the finite farms of the oracle with least-request,
// which draws two servers.
func simulatePowerOfD(c *oracle.Case, size int, key sim.Key) Estimates {
	if d := c.Count("d", 1, 1000); d != 2 {
		oracle.Refuse("parameter d is %d: strategy least-request draws two", d)
	}
	rho, mu := c.Share("rho"), c.Positive("mu", "1/s")
	object, _ := c.Expected["finite_N_simulated"].Value.(map[string]any)
	e := Estimates{}
	for _, n := range []int{10, 100, 1000} {
		for name, pair := range map[string]string{"with_replacement": "any", "distinct": "distinct"} {
			farmName := named("N", float64(n), "_"+name)
			if _, asked := object[farmName]; !asked {
				continue
			}
			pick := balancer("least-request", policy.Values{"pair": {Word: pair}})
			f := newFarm(n, rho*mu*float64(n), mu, pick, size, key.Named(farmName))
			f.run()
			path := "finite_N_simulated/" + farmName + "/"
			e[path+"mean_in_system_per_server"], e[path+"tail_ge_2"], e[path+"tail_ge_3"] = f.inSystem(), f.tail(2), f.tail(3)
			e[path+"p_wait"] = float64(f.waited) / math.Max(1, float64(len(f.waits)))
		}
	}
	return e
}
