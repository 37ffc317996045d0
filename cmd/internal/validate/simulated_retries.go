package validate

import (
	"math"
	"time"

	"failsim/cmd/internal/validate/oracle"
	"failsim/models/policy"
	"failsim/models/station"
	"failsim/sim"
)

func retrying(name string, values policy.Values) policy.Retrying {
	return strategy(name, values).(policy.Retrying)
}

func count(n int) policy.Value          { return policy.Value{Number: float64(n)} }
func span(seconds float64) policy.Value { return policy.Value{Duration: sim.FromSeconds(seconds)} }

// attempts sends requests of which each attempt fails by chance, one after the
// other, with one purse. It returns attempts a request and the share that got
// through.
func attempts(r policy.Retrying, fail float64, requests int, key sim.Key) (sent, good float64) {
	var purse policy.Budget
	luck := key.Named("attempt")
	draw := uint64(0)
	for range requests {
		r.Sent(&purse)
		for attempt := 1; ; attempt++ {
			sent++
			draw++
			if luck.Float64(draw) >= fail {
				good++
				break
			}
			if _, again := r.Again(&policy.Retry{Attempt: attempt, Budget: &purse}, 0.5); !again {
				break
			}
		}
	}
	return sent / float64(requests), good / float64(requests)
}

// simulateAmplification leaves layers of retries to theory.
func simulateAmplification(c *oracle.Case, size int, key sim.Key) Estimates {
	c.Skip("layers")
	r := retrying("fixed", policy.Values{"attempts": count(c.Count("max_attempts", 1, mostAttempts))})
	sent, good := attempts(r, c.Share("p_fail"), size, key)
	return Estimates{"mean_attempts": sent, "p_success": good}
}

func simulateBackoff(c *oracle.Case, size int, key sim.Key) Estimates {
	n := c.Count("retries", 0, mostAttempts)
	r := retrying("backoff", policy.Values{"attempts": count(n + 1), "base": span(c.Positive("base", "s")), "cap": span(c.Positive("cap", "s")),
		"limit": {Word: "none"}})
	waits := make([]float64, size)
	for i := range waits {
		for attempt := 1; ; attempt++ {
			wait, again := r.Again(&policy.Retry{Attempt: attempt}, key.Float64(uint64(i*(n+1)+attempt)))
			if !again {
				break
			}
			waits[i] += wait.Seconds()
		}
	}
	mean, se := meanAndError(waits)
	return Estimates{"mean_total_backoff": mean, "std_total_backoff": se * math.Sqrt(float64(size))}
}

// clients send Poisson requests to a station and try again what was refused,
// or what took longer than their timeout.
type clients struct {
	kernel   sim.Kernel
	owner    sim.Owner
	server   *station.Station
	gap      func(uint64) time.Duration
	work     func(uint64) time.Duration
	retry    policy.Retrying
	jitter   sim.Key
	timeout  time.Duration
	purse    policy.Budget
	from     sim.Time
	arrivals uint64
	attempts uint64
	seen     struct{ requests, attempts, refused, good, lost float64 } // in the window
}

// Handle implements sim.Handler: an attempt, whose number is Kind; 0 is the
// next request.
func (c *clients) Handle(now sim.Time, e sim.Event) {
	attempt := int(e.Kind)
	if attempt == 0 {
		attempt = 1
		c.arrivals++
		c.kernel.Schedule(now.Add(c.gap(c.arrivals)), sim.Arrival, c.owner, sim.Event{})
		c.retry.Sent(&c.purse)
	}
	counts := 0.0
	if now >= c.from {
		counts = 1
	}
	if e.Kind == 0 {
		c.seen.requests += counts
	}
	c.attempts++
	c.seen.attempts += counts
	_, finish, ok := c.server.Offer(now, c.work(c.attempts))
	known := now // when the client learns of a failure
	switch {
	case !ok:
		c.seen.refused += counts
	case finish.Sub(now) <= c.timeout:
		c.seen.good += counts
		return
	default:
		known = now.Add(c.timeout)
	}
	wait, again := c.retry.Again(&policy.Retry{Now: known, Attempt: attempt, Budget: &c.purse}, c.jitter.Float64(c.attempts))
	if !again {
		c.seen.lost += counts
		return
	}
	c.kernel.Schedule(known.Add(wait), sim.Arrival, c.owner, sim.Event{Kind: uint8(attempt + 1), Arg: c.attempts & sim.MaxArg})
}

// run lets the clients act and returns the length of the window in seconds.
func (c *clients) run(warm, window float64) float64 {
	c.owner = c.kernel.Register(c)
	c.from = sim.Time(sim.FromSeconds(warm))
	c.kernel.Schedule(sim.Time(c.gap(0)), sim.Arrival, c.owner, sim.Event{})
	c.kernel.Run(c.from.Add(sim.FromSeconds(window)))
	return window
}

// simulateMetastable begins in the good state.
func simulateMetastable(c *oracle.Case, size int, key sim.Key) Estimates {
	capacity, m, lam := c.Positive("capacity", "1/s"), c.Count("max_attempts", 1, 200), c.Positive("lam", "1/s")
	cl := &clients{server: station.New(1, c.Count("queue_limit", 0, mostRequests)), gap: draws(exponentialOf(lam), key.Named("between")),
		work: draws(exponentialOf(capacity), key.Named("service")), timeout: sim.FromSeconds(c.Positive("timeout", "s")),
		retry: retrying("fixed", policy.Values{"attempts": count(m)})}
	s := cl.run(10, float64(size)/lam)
	return Estimates{"goodput_good_state": cl.seen.good / s}
}
