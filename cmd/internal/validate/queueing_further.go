package validate

import (
	"fmt"

	"failsim/cmd/internal/validate/oracle"
	"failsim/cmd/internal/validate/theory"
)

func mdcOf(c *oracle.Case) theory.MDC {
	q := theory.MDC{Arrivals: c.Positive("lam", "1/s"), Service: c.Positive("service_time", "s"), Servers: c.Count("c", 1, mostServers)}
	if q.Arrivals*q.Service >= float64(q.Servers) {
		oracle.Refuse("parameters of an unstable queue")
	}
	return q
}

func computeMDC(c *oracle.Case) Values {
	q := mdcOf(c)
	share, wait := q.Wait()
	load := float64(q.Arrivals * q.Service)
	return Values{"utilisation": load / float64(q.Servers), "p_wait": share, "mean_wait": wait, "mean_sojourn": wait + q.Service,
		"mean_queue": q.Arrivals * wait, "mean_in_system": float64(q.Arrivals*wait) + load}
}

func systemMDC(c *oracle.Case, size int) System {
	q := mdcOf(c)
	length := float64(size) / q.Arrivals
	return ofDiscipline(c, oneStation(c, length, settles(length, q.Arrivals, float64(q.Servers)/q.Service), "rate: "+perSecond(q.Arrivals),
		fmt.Sprintf("servers: %d, service: %s", q.Servers, seconds(q.Service))), "")
}

func timeoutOf(c *oracle.Case) theory.Impatient {
	return theory.Impatient{Arrivals: c.Positive("lam", "1/s"), Services: c.Positive("mu", "1/s"), Patience: c.Positive("timeout", "s"),
		Servers: c.Count("c", 1, mostServers)}
}

func computeTimeout(c *oracle.Case) Values {
	q := timeoutOf(c)
	abandon, wait, mean := q.Leave()
	served := q.Arrivals * (1 - abandon)
	busy := served / q.Services
	return Values{"p_abandon": abandon, "p_wait": wait, "mean_wait_all": mean, "mean_queue": q.Arrivals * mean, "throughput": served,
		"utilisation": busy / float64(q.Servers), "mean_in_system": float64(q.Arrivals*mean) + busy}
}

func systemTimeout(c *oracle.Case, size int) System {
	q := timeoutOf(c)
	return System{File: head(c, float64(size)/q.Arrivals, 20*max(q.Patience, 1/q.Services)) + fmt.Sprintf(`
arrivals: [{stream: %s, rate: %s, to: desk, patience: %s}]
stations: [{station: desk, servers: %d, service: %s}]
`, nameOf(c), perSecond(q.Arrivals), seconds(q.Patience), q.Servers, exponential(1/q.Services)),
		Figures: figuresOf("station desk", "p_wait", "p_wait", "p_abandon", "p_abandon", "mean_queue", "mean_queue", "mean_wait_all", "mean_wait_all",
			"throughput", "throughput", "utilisation", "utilisation", "mean_in_system", "mean_in_system")}
}

func computePriority(c *oracle.Case) Values {
	high, low, service := c.Positive("lam_high", "1/s"), c.Positive("lam_low", "1/s"), distributionOf(c.Distribution("service"))
	load := (high + low) * service.Mean
	if load >= 1 {
		oracle.Refuse("parameters of an unstable queue")
	}
	w := theory.Priority([]float64{high, low}, []float64{service.Mean, service.Mean}, []float64{service.Second, service.Second})
	return Values{"utilisation": load, "mean_wait_high": w[0], "mean_wait_low": w[1], "mean_queue": float64(high*w[0]) + float64(low*w[1]),
		"mean_wait": (float64(high*w[0]) + float64(low*w[1])) / (high + low)}
}

// systemPriority has one distribution of service times, as stations do.
func systemPriority(c *oracle.Case, size int) System {
	high, low, service := c.Positive("lam_high", "1/s"), c.Positive("lam_low", "1/s"), distributionOf(c.Distribution("service"))
	length := float64(size) / (high + low)
	s := System{File: head(c, length, settles(length, high+low, 1/service.Mean, service.CV2())) + fmt.Sprintf(`
arrivals:
  - {stream: %s-high, rate: %s, to: desk, class: high}
  - {stream: %s-low, rate: %s, to: desk, class: low}
stations: [{station: desk, servers: 1, discipline: {priority: [high, low]}, service: %s}]
`, nameOf(c), perSecond(high), nameOf(c), perSecond(low), written(c.Distribution("service"))),
		Figures: figuresOf("station desk", "utilisation", "utilisation", "mean_queue", "mean_queue", "mean_wait", "mean_wait")}
	s.add(figuresOf("stream "+nameOf(c)+"-high", "mean_wait_high", "mean_wait"))
	s.add(figuresOf("stream "+nameOf(c)+"-low", "mean_wait_low", "mean_wait"))
	return s
}

// computeRenewal depends on the means alone: what is up and down in turns, by
// whatever distributions, is up for their share of the time (renewal-reward theorem).
func computeRenewal(c *oracle.Case) Values {
	up, down := distributionOf(c.Distribution("up")).Mean, distributionOf(c.Distribution("down")).Mean
	return Values{"availability": up / (up + down), "unavailability": down / (up + down), "mean_up": up, "mean_down": down,
		"outages_per_hour": secondsPerHour / (up + down)}
}

func systemRenewal(c *oracle.Case, size int) System {
	up, down := distributionOf(c.Distribution("up")), distributionOf(c.Distribution("down"))
	varies := max(1, up.CV2(), down.CV2())
	cycle := (up.Mean + down.Mean) / secondsPerHour
	return System{File: lives(c, float64(size)*cycle, 40*varies*cycle) + fmt.Sprintf("components: [{component: %s, up: %s, down: %s}]\n",
		nameOf(c), written(c.Distribution("up")), written(c.Distribution("down"))),
		Figures: figuresOf("component "+nameOf(c), "availability", "availability", "unavailability", "unavailability", "mean_up", "mean_up",
			"mean_down", "mean_down", "outages_per_hour", "outages_per_hour")}
}
