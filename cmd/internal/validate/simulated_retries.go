package validate

import (
	"fmt"
	"math"

	"failsim/cmd/internal/validate/oracle"
	"failsim/models/figures"
)

// systemAmplification leaves layers of retries to theory.
func systemAmplification(c *oracle.Case, size int) System {
	c.Skip("layers")
	p, m := c.Share("p_fail"), c.Count("max_attempts", 1, mostAttempts)
	return System{File: head(c, float64(size)/1000, 1) + fmt.Sprintf(`
arrivals: [{stream: %s, rate: 1000/s, to: pool, retry: {fixed: {attempts: %d, wait: 1ms}}}]
stations: [{station: pool, servers: unlimited, fails: %s, service: 1ms}]
`, nameOf(c), m, percent(p)), Figures: figuresOf("stream "+nameOf(c), "mean_attempts", "attempts_per_request", "p_success", "p_success")}
}

// systemBackoff has clients that never succeed, and services so short that
// the time to the last failure is that of the waits.
func systemBackoff(c *oracle.Case, size int) System {
	n, base, limit := c.Count("retries", 0, mostAttempts), c.Positive("base", "s"), c.Positive("cap", "s")
	warm := float64(n+1) * limit
	rate := max(1000, 1/base)
	of := "stream " + nameOf(c)
	return System{File: head(c, float64(size)/rate, warm) + fmt.Sprintf(`
arrivals: [{stream: %s, rate: %s, to: wall, retry: {backoff: {attempts: %d, base: %s, cap: %s, limit: none}}}]
stations: [{station: wall, servers: unlimited, fails: 100%%, service: 1ns}]
`, nameOf(c), perSecond(rate), n+1, seconds(base), seconds(limit)),
		Figures: figuresOf(of, "mean_total_backoff", "mean_time_to_failure"),
		Derived: map[string]func(*figures.Report) float64{
			"std_total_backoff": func(r *figures.Report) float64 { return math.Sqrt(r.Value(of, "var_time_to_failure")) },
		}}
}

// systemMetastable begins in the good state.
func systemMetastable(c *oracle.Case, size int) System {
	capacity, m, lam := c.Positive("capacity", "1/s"), c.Count("max_attempts", 1, 200), c.Positive("lam", "1/s")
	return System{File: head(c, float64(size)/lam, 10) + fmt.Sprintf(`
arrivals: [{stream: %s, rate: %s, to: server, timeout: %s, retry: {fixed: {attempts: %d, wait: 0s}}}]
stations: [{station: server, servers: 1, queue-capacity: %d, service: %s}]
`, nameOf(c), perSecond(lam), seconds(c.Positive("timeout", "s")), m, c.Count("queue_limit", 0, mostRequests), exponential(1/capacity)),
		Figures: figuresOf("stream "+nameOf(c), "goodput_good_state", "goodput")}
}
