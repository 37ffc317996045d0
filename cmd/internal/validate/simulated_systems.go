package validate

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"failsim/cmd/internal/validate/oracle"
	"failsim/cmd/internal/validate/theory"
	"failsim/sim"
	"failsim/sim/portable"
)

// The notation of files.

func decimal(x float64) string           { return strconv.FormatFloat(x, 'f', -1, 64) }
func perSecond(x float64) string         { return decimal(x) + "/s" }
func percent(share float64) string       { return decimal(100*share) + "%" }
func seconds(x float64) string           { return nanoseconds(sim.FromSeconds(x)) }
func nanoseconds(d time.Duration) string { return strconv.FormatInt(int64(d), 10) + "ns" }
func exponential(mean float64) string    { return "{exponential: {mean: " + seconds(mean) + "}}" }

// written returns a case's distribution as files say it.
func written(l oracle.Distribution) string {
	distributionOf(l) // refuses what is not complete
	switch mean := seconds(l.Mean); l.Dist {
	case "deterministic":
		return mean
	case "exponential":
		return exponential(l.Mean)
	case "erlang":
		return fmt.Sprintf("{erlang: {mean: %s, stages: %d}}", mean, l.K)
	case "hyperexp2_balanced":
		return fmt.Sprintf("{hyperexponential: {mean: %s, cv: %s}}", mean, decimal(math.Sqrt(l.CV2)))
	case "lognormal":
		return fmt.Sprintf("{lognormal: {mean: %s, cv: %s}}", mean, decimal(l.CV))
	case "pareto":
		return fmt.Sprintf("{pareto: {low: %s, shape: %s}}", seconds(l.Mean*(l.Alpha-1)/l.Alpha), decimal(l.Alpha))
	case "bounded_pareto":
		return fmt.Sprintf("{bounded-pareto: {low: %s, high: %s, shape: %s}}", seconds(l.Low), seconds(l.High), decimal(l.Alpha))
	case "uniform":
		return fmt.Sprintf("{uniform: {low: %s, high: %s}}", seconds(l.Low), seconds(l.High))
	}
	oracle.Refuse("distribution %q", l.Dist)
	return ""
}

// head begins a file: its name, and how long it runs, in seconds.
func head(c *oracle.Case, length, warm float64) string {
	return fmt.Sprintf("queueing: %s\nlength: %s\nwarm-up: %s\n", nameOf(c), seconds(length), seconds(warm))
}

// warmup is the least share of a window that comes before it.
const warmup = 0.2

// systemErlangA has callers who hang up.
func systemErlangA(c *oracle.Case, size int) System {
	lam, mu, theta := c.Positive("lam", "1/s"), c.Positive("mu", "1/s"), c.Positive("theta", "1/s")
	return System{File: head(c, float64(size)/lam, 20/min(mu, theta)) + fmt.Sprintf(`
arrivals: [{stream: %s, rate: %s, to: desk, patience: %s}]
stations: [{station: desk, servers: %d, service: %s}]
`, nameOf(c), perSecond(lam), exponential(1/theta), c.Count("c", 1, mostServers), exponential(1/mu)),
		Figures: figuresOf("station desk", "p_wait", "p_wait", "p_abandon", "p_abandon", "mean_queue", "mean_queue", "mean_wait_all", "mean_wait_all",
			"throughput", "throughput", "utilisation", "utilisation", "mean_in_system", "mean_in_system")}
}

// mostTail is the longest of the tails that reports tell.
const mostTail = 10

// systemPS shares one server.
func systemPS(c *oracle.Case, size int) System {
	lam := c.Positive("lam", "1/s")
	length := float64(size) / lam
	s := System{File: head(c, length, warmup*length) + fmt.Sprintf(`
arrivals: [{stream: %s, rate: %s, to: server}]
stations: [{station: server, servers: 1, discipline: processor-sharing, service: %s}]
`, nameOf(c), perSecond(lam), written(c.Distribution("service"))),
		Figures: figuresOf("station server", "mean_sojourn", "mean_sojourn", "mean_in_system", "mean_in_system", "mean_slowdown", "mean_slowdown",
			"p_busy", "utilisation", "var_sojourn", "var_sojourn")}
	numbered(c, "p_n_ge_", "", func(metric string, n float64) {
		if n >= 1 && n <= mostTail {
			s.Figures[metric] = Figure{"station server", named("tail_ge_", n, ""), 1}
		}
	})
	return s
}

// systemInfinity has as many servers as it needs. That it is empty is measured
// only where it is so often enough to be seen.
func systemInfinity(c *oracle.Case, size int) System {
	lam, dist := c.Positive("lam", "1/s"), c.Distribution("service")
	length, load := float64(size)/lam, lam*distributionOf(dist).Mean
	// A cv of 2 has spans of tens of means.
	s := System{File: head(c, length, 200*load/lam) + fmt.Sprintf(`
arrivals: [{stream: %s, rate: %s, to: pool}]
stations: [{station: pool, servers: unlimited, service: %s}]
`, nameOf(c), perSecond(lam), written(dist)),
		Figures: figuresOf("station pool", "mean_in_flight", "mean_in_system", "var_in_flight", "var_in_system")}
	if portable.Exp(-load)*mostSize > 10_000 {
		s.Figures["p_zero"] = Figure{"station pool", "p_zero", 1}
	} else {
		s.omit("p_zero", "it is empty too seldom to be seen")
	}
	return s
}

// systemTransient begins every cycle empty, before a warm-up of ten times what
// services and the way to the stationary distribution take.
func systemTransient(c *oracle.Case, size int) System {
	lam, mu, normal := c.Positive("lam", "1/s"), c.Positive("mu", "1/s"), c.Count("c_normal", 1, mostServers)
	fail, restore, times := c.Number("t_fail", "s"), c.Number("t_restore", "s"), c.Numbers("times")
	root := math.Sqrt(float64(normal)*mu) - math.Sqrt(lam)
	warm, length := 10/mu+10/(root*root), restore
	s := System{Figures: map[string]Figure{}}
	var instants []string
	for _, t := range times {
		length = max(length, t)
		instants = append(instants, seconds(t))
		for _, name := range []string{"mean_in_system_at_", "p_all_normal_servers_busy_at_"} {
			s.Figures[named(name, t, "s")] = Figure{"station pool", name + decimal(sim.FromSeconds(t).Seconds()) + "s", 1}
		}
	}
	schedule := ""
	if outage := c.Count("c_outage", 0, mostServers); restore > fail {
		schedule = fmt.Sprintf(", schedule: [{at: %s, servers: %d}, {at: %s, servers: %d}]", seconds(fail), outage, seconds(restore), normal)
	}
	s.File = head(c, length, warm) + fmt.Sprintf(`
cycles: %d
observe: [%s]
arrivals: [{stream: %s, rate: %s, to: pool}]
stations: [{station: pool, servers: %d, service: %s%s}]
`, max(1, int(float64(size)/lam/(warm+length))), strings.Join(instants, ", "), nameOf(c), perSecond(lam), normal, exponential(1/mu), schedule)
	return s
}

// systemClosed has the clients at one server, and at another of the same kind
// an open stream of the rate that theory expects of them.
func systemClosed(c *oracle.Case, size int) System {
	clients, think, mu := c.Count("clients", 1, mostRequests), c.Positive("think_time", "s"), c.Positive("mu", "1/s")
	through, _ := theory.ClosedLoop(clients, think, mu)
	length := float64(size) / through
	open := ""
	station := "servers: 1, service: " + exponential(1/mu)
	s := System{Figures: figuresOf("station closed", "throughput", "throughput", "mean_response", "mean_sojourn")}
	if through < 0.999*mu { // else the open queue takes for ever to settle
		open = fmt.Sprintf("\n  - {stream: %s-open, rate: %s, to: open}", nameOf(c), perSecond(through))
		s.Figures["open_loop_mean_response_same_rate"] = Figure{"station open", "mean_sojourn", 1}
	}
	s.File = head(c, length, float64(warmup*length)+float64(20*think)) + fmt.Sprintf(`
arrivals:
  - {stream: %s, closed: {clients: %d, think: %s}, to: closed}%s
stations:
  - {station: closed, %s}
  - {station: open, %s}
`, nameOf(c), clients, exponential(think), open, station, station)
	return s
}

// systemGGC measures the mean wait that formulas approximate.
func systemGGC(c *oracle.Case, size int) System {
	between := c.Distribution("arrival")
	length := float64(size) * distributionOf(between).Mean
	return System{File: head(c, length, warmup*length) + fmt.Sprintf(`
arrivals: [{stream: %s, every: %s, to: pool}]
stations: [{station: pool, servers: %d, service: %s}]
`, nameOf(c), written(between), c.Count("c", 1, mostServers), written(c.Distribution("service"))),
		Figures: figuresOf("station pool", "simulated_mean_wait", "mean_wait")}
}

// systemRetryLoad waits for 200 services on average before each further
// attempt: those that were refused together come back apart.
func systemRetryLoad(c *oracle.Case, size int) System {
	lam, service, m := c.Positive("lam", "1/s"), c.Positive("mean_service", "s"), c.Count("max_attempts", 1, 200)
	wait := 200 * service
	return System{File: head(c, float64(size)/lam, 3*float64(m)*wait) + fmt.Sprintf(`
arrivals: [{stream: %s, rate: %s, to: pool, retry: {attempts: %d, wait: %s}}]
stations: [{station: pool, servers: %d, queue-capacity: 0, service: %s}]
`, nameOf(c), perSecond(lam), m, exponential(wait), c.Count("c", 1, mostServers), exponential(service)),
		Figures: figuresOf("stream "+nameOf(c), "offered_attempt_rate", "attempt_rate", "blocking_per_attempt", "p_block", "goodput", "goodput",
			"amplification", "attempts_per_request", "p_final_failure", "p_final_failure")}
}

// systemBudget has clients with a budget and clients without. A bucket of 100
// is seldom full or empty where retries would be more than it earns.
func systemBudget(c *oracle.Case, size int) System {
	lam, p, m := c.Positive("lam", "1/s"), c.Share("p_fail"), c.Count("max_attempts", 1, mostAttempts)
	ratio, floor := c.Share("budget_ratio"), c.Number("min_retries_per_s", "1/s")
	c.Skip("capacity")
	length := float64(size) / lam
	retry := fmt.Sprintf("attempts: %d, wait: %s", m, seconds(10/lam))
	s := System{File: head(c, length, warmup*length) + fmt.Sprintf(`
arrivals:
  - {stream: %s-free, rate: %s, to: pool, retry: {%s}}
  - {stream: %s, rate: %s, to: pool, retry: {%s, budget: {share: %s, floor: %s, tokens: 100}}}
stations: [{station: pool, servers: unlimited, fails: %s, service: %s}]
`, nameOf(c), perSecond(lam), retry, nameOf(c), perSecond(lam), retry, percent(ratio), perSecond(floor), percent(p), seconds(1/lam)),
		Figures: figuresOf("stream "+nameOf(c), "attempt_rate", "attempt_rate")}
	s.Figures["unbudgeted_attempt_rate"] = Figure{"stream " + nameOf(c) + "-free", "attempt_rate", 1}
	return s
}
