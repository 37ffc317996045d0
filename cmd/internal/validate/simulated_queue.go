package validate

import (
	"math"
	"slices"
	"time"

	"failsim/cmd/internal/validate/oracle"
	"failsim/models/law"
	"failsim/models/station"
	"failsim/sim"
)

// queue is a stream of requests at one station.
type queue struct {
	between, service law.Law
	servers, waiting int // waiting places
	// stamp changes when a request is known to have come; nil: it does not.
	stamp func(sim.Time) sim.Time
}

// run is what a queue showed over a window of time, after a warm-up.
type run struct {
	waits, sojourns []float64 // seconds, of those accepted in the window
	waited          int
	offered         int
	seconds         float64 // of the window
	busy, inSystem  float64 // time averages, of servers and of requests
}

// warmup is the share of a window's requests that come before it.
const warmup = 0.2

// simulate offers about size requests within the window. The window's length
// is fixed, so that time averages have no ends that depend on them.
func (q queue) simulate(size int, key sim.Key) run {
	mean, _ := q.between.Mean()
	before := max(warmup*float64(size), 20*float64(q.servers))
	from := sim.Time(before * float64(mean))
	to := from + sim.Time(float64(size)*float64(mean))
	gap, work := draws(q.between, key.Named("between")), draws(q.service, key.Named("service"))
	s := station.New(q.servers, q.waiting)
	r := run{seconds: (to - from).Seconds(), waits: make([]float64, 0, size+size/8), sojourns: make([]float64, 0, size+size/8)}
	now := sim.Time(0)
	for i := uint64(0); ; i++ {
		if now = now.Add(gap(i)); now >= to {
			break
		}
		at := now
		if q.stamp != nil {
			at = q.stamp(now)
		}
		start, finish, ok := s.Offer(at, work(i))
		if at >= from {
			r.offered++
		}
		if !ok {
			continue
		}
		r.inSystem += overlap(at, finish, from, to)
		r.busy += overlap(start, finish, from, to)
		if at >= from {
			if start > at {
				r.waited++
			}
			r.waits = append(r.waits, start.Sub(at).Seconds())
			r.sojourns = append(r.sojourns, finish.Sub(at).Seconds())
		}
	}
	r.busy /= r.seconds
	r.inSystem /= r.seconds
	return r
}

// overlap returns the seconds that two spans share.
func overlap(a, b, from, to sim.Time) float64 {
	return max(0, min(b, to).Sub(max(a, from)).Seconds())
}

func (r run) accepted() float64 { return float64(len(r.waits)) }

func average(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

// at returns the value of the order that a quantile has, of sorted values.
func at(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	return sorted[min(int(p*float64(len(sorted))), len(sorted)-1)]
}

// estimates names what a run showed. suffix follows names of figures of those
// accepted.
func (r run) estimates(c *oracle.Case, servers int, suffix string) Estimates {
	wait := average(r.waits)
	e := Estimates{
		"utilisation":           r.busy / float64(servers),
		"mean_in_system":        r.inSystem,
		"mean_queue":            r.inSystem - r.busy,
		"p_wait" + suffix:       float64(r.waited) / r.accepted(),
		"mean_wait" + suffix:    wait,
		"mean_sojourn" + suffix: average(r.sojourns),
		"p_block":               1 - r.accepted()/float64(r.offered),
		"throughput":            r.accepted() / r.seconds,
		"carried":               r.accepted() / r.seconds,
	}
	ask := func(name string, x []float64) {
		sorted := false
		eachQuantile(c, name, suffix, func(metric string, p float64) {
			if !sorted {
				slices.Sort(x)
				sorted = true
			}
			e[metric] = at(x, p)
		})
	}
	ask("wait", r.waits)
	ask("sojourn", r.sojourns)
	return e
}

func simulateMM1(c *oracle.Case, size int, key sim.Key) Estimates {
	q := queue{exponentialOf(c.Positive("lam", "1/s")), exponentialOf(c.Positive("mu", "1/s")), 1, station.Unbounded, nil}
	e := q.simulate(size, key).estimates(c, 1, "")
	lam, mu := c.Number("lam", "1/s"), c.Number("mu", "1/s")
	dropFar(c, e, lam, mu, size)
	// Where exactly a share p does not wait, chance decides whether a sample's
	// p-quantile is 0.
	eachQuantile(c, "wait", "", func(metric string, p float64) {
		if math.Abs(1-p-lam/mu) < 1e-9 {
			delete(e, metric)
		}
	})
	return e
}

func simulateMMC(c *oracle.Case, size int, key sim.Key) Estimates {
	lam, mu, servers := c.Positive("lam", "1/s"), c.Positive("mu", "1/s"), c.Count("c", 1, mostServers)
	q := queue{exponentialOf(lam), exponentialOf(mu), servers, station.Unbounded, nil}
	e := q.simulate(size, key).estimates(c, servers, "")
	dropFar(c, e, lam, float64(servers)*mu, size)
	return e
}

// dropFar leaves out the p-quantiles that a run is too short for: less than
// one of its relaxation times, 1/(sqrt(c mu) - sqrt(lambda))^2 each (Cohen
// 1982), is expected beyond them. Few runs then have a busy spell that reaches
// so far, and estimates come out low however many runs there are.
func dropFar(c *oracle.Case, e Estimates, lam, capacity float64, size int) {
	root := math.Sqrt(capacity) - math.Sqrt(lam)
	spells := float64(size) / lam * root * root
	for _, name := range []string{"wait", "sojourn"} {
		eachQuantile(c, name, "", func(metric string, p float64) {
			if spells*(1-p) < 1 && c.Expected[metric].SimMinN == 0 {
				delete(e, metric)
			}
		})
	}
}

func simulateMMCK(c *oracle.Case, size int, key sim.Key) Estimates {
	servers := c.Count("c", 1, mostServers)
	q := queue{exponentialOf(c.Positive("lam", "1/s")), exponentialOf(c.Positive("mu", "1/s")), servers, c.Count("K", servers, mostRequests) - servers, nil}
	return q.simulate(size, key).estimates(c, servers, "_accepted")
}

func simulateErlangB(c *oracle.Case, size int, key sim.Key) Estimates {
	q := queue{exponentialOf(c.Positive("lam", "1/s")), modelLaw(c.Law("service")), c.Count("c", 1, mostServers), 0, nil}
	return q.simulate(size, key).estimates(c, q.servers, "")
}

func simulateMG1(c *oracle.Case, size int, key sim.Key) Estimates {
	q := queue{exponentialOf(c.Positive("lam", "1/s")), modelLaw(c.Law("service")), 1, station.Unbounded, nil}
	return q.simulate(size, key).estimates(c, 1, "")
}

func simulateGIM1(c *oracle.Case, size int, key sim.Key) Estimates {
	q := queue{modelLaw(c.Law("arrival")), exponentialOf(c.Positive("mu", "1/s")), 1, station.Unbounded, nil}
	e := q.simulate(size, key).estimates(c, 1, "")
	e["sigma"] = e["p_wait"]
	return e
}

// simulateAliasing sends the same requests at their times, and at the seconds
// that a log with whole seconds would have noted.
func simulateAliasing(c *oracle.Case, size int, key sim.Key) Estimates {
	q := queue{exponentialOf(c.Positive("lam", "1/s")), law.Must(law.NewConstant(sim.FromSeconds(c.Positive("service_time", "s")))), 1, station.Unbounded, nil}
	apart := average(q.simulate(size, key).waits)
	q.stamp = func(t sim.Time) sim.Time { return t - t%sim.Time(time.Second) }
	together := average(q.simulate(size, key).waits)
	return Estimates{"mean_wait_true_times": apart, "mean_wait_stamped_at_second": together, "ratio": together / apart}
}
