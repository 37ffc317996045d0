package validate

import (
	"fmt"
	"math"

	"failsim/cmd/internal/validate/oracle"
	"failsim/models/figures"
)

// settles returns a warm-up in seconds: ten relaxation times of a queue,
// 1/(sqrt(capacity)-sqrt(rate))^2 each (Cohen 1982), longer where what comes
// or is served varies more than exponential spans do. A distribution of infinite
// variance never settles by that measure, so that it counts as one of cv 10.
func settles(length, rate, capacity float64, cv2 ...float64) float64 {
	root, varies := math.Sqrt(capacity)-math.Sqrt(rate), 1.0
	for _, x := range cv2 {
		varies = max(varies, min(x, 100))
	}
	return max(warmup*length, 10*varies/(root*root))
}

// oneStation writes a file of one stream at one station.
func oneStation(c *oracle.Case, length, warm float64, arrivals, what string) string {
	return head(c, length, warm) + fmt.Sprintf("arrivals: [{stream: %s, %s, to: desk}]\nstations: [{station: desk, %s}]\n", nameOf(c), arrivals, what)
}

// ofDesk are the figures of a station; suffix follows names of those accepted.
func ofDiscipline(c *oracle.Case, file, suffix string) System {
	s := System{File: file, Figures: figuresOf("station desk", "utilisation", "utilisation", "mean_in_system", "mean_in_system", "mean_queue", "mean_queue",
		"p_wait"+suffix, "p_wait", "mean_wait"+suffix, "mean_wait", "mean_sojourn"+suffix, "mean_sojourn", "p_block", "p_block", "throughput", "throughput")}
	s.quantilesOf(c, "station desk", "wait", suffix)
	s.quantilesOf(c, "station desk", "sojourn", suffix)
	return s
}

func systemMM1(c *oracle.Case, size int) System {
	lam, mu := c.Positive("lam", "1/s"), c.Positive("mu", "1/s")
	s := systemMMCOf(c, size, lam, mu, 1)
	// Where exactly a share p does not wait, chance decides whether a sample's
	// p-quantile is 0.
	eachQuantile(c, "wait", "", func(metric string, p float64) {
		if math.Abs(1-p-lam/mu) < 1e-9 {
			s.omit(metric, "exactly that share does not wait: chance decides whether a sample's quantile is 0")
		}
	})
	return s
}

func systemMMC(c *oracle.Case, size int) System {
	return systemMMCOf(c, size, c.Positive("lam", "1/s"), c.Positive("mu", "1/s"), c.Count("c", 1, mostServers))
}

func systemMMCOf(c *oracle.Case, size int, lam, mu float64, servers int) System {
	if lam >= mu*float64(servers) {
		oracle.Refuse("parameters of an unstable queue")
	}
	length := float64(size) / lam
	return ofDiscipline(c, oneStation(c, length, settles(length, lam, mu*float64(servers))+20/mu, "rate: "+perSecond(lam),
		fmt.Sprintf("servers: %d, service: %s", servers, exponential(1/mu))), "")
}

func systemMMCK(c *oracle.Case, size int) System {
	lam, mu, servers := c.Positive("lam", "1/s"), c.Positive("mu", "1/s"), c.Count("c", 1, mostServers)
	places := c.Count("K", servers, mostRequests) - servers
	length := float64(size) / lam
	return ofDiscipline(c, oneStation(c, length, float64(warmup*length)+20/mu, "rate: "+perSecond(lam),
		fmt.Sprintf("servers: %d, queue-capacity: %d, service: %s", servers, places, exponential(1/mu))), "_accepted")
}

func systemErlangB(c *oracle.Case, size int) System {
	lam, dist := c.Positive("lam", "1/s"), c.Distribution("service")
	length := float64(size) / lam
	s := ofDiscipline(c, oneStation(c, length, float64(warmup*length)+float64(100*distributionOf(dist).Mean), "rate: "+perSecond(lam),
		fmt.Sprintf("servers: %d, queue-capacity: 0, service: %s", c.Count("c", 1, mostServers), written(dist))), "")
	s.add(figuresOf("station desk", "carried", "throughput"))
	return s
}

func systemMG1(c *oracle.Case, size int) System {
	lam, dist := c.Positive("lam", "1/s"), c.Distribution("service")
	service := distributionOf(dist)
	length := float64(size) / lam
	return ofDiscipline(c, oneStation(c, length, settles(length, lam, 1/service.Mean, service.CV2()), "rate: "+perSecond(lam), "servers: 1, service: "+written(dist)), "")
}

func systemGIM1(c *oracle.Case, size int) System {
	between, mu := c.Distribution("arrival"), c.Positive("mu", "1/s")
	gap := distributionOf(between)
	length := float64(size) * gap.Mean
	s := ofDiscipline(c, oneStation(c, length, settles(length, 1/gap.Mean, mu, gap.CV2()), "every: "+written(between), "servers: 1, service: "+exponential(1/mu)), "")
	s.add(figuresOf("station desk", "sigma", "p_wait"))
	return s
}

// systemAliasing sends requests at their times, and in a batch each second, as
// a log with whole seconds has them.
func systemAliasing(c *oracle.Case, size int) System {
	lam, service := c.Positive("lam", "1/s"), c.Positive("service_time", "s")
	if lam*service >= 1 {
		oracle.Refuse("parameters of an unstable queue")
	}
	length := float64(size) / lam
	s := System{File: head(c, length, settles(length, lam, 1/service)+20) + fmt.Sprintf(`
arrivals:
  - {stream: %s, rate: %s, to: true-times}
  - {stream: %s-stamped, batches: {every: 1s, size: {poisson: {mean: %s}}}, to: stamped}
stations:
  - {station: true-times, servers: 1, service: %s}
  - {station: stamped, servers: 1, service: %s}
`, nameOf(c), perSecond(lam), nameOf(c), decimal(lam), seconds(service), seconds(service)),
		Figures: figuresOf("station true-times", "mean_wait_true_times", "mean_wait")}
	s.add(figuresOf("station stamped", "mean_wait_stamped_at_second", "mean_wait"))
	s.Derived = map[string]func(*figures.Report) float64{"ratio": func(r *figures.Report) float64 {
		return r.Value("station stamped", "mean_wait") / r.Value("station true-times", "mean_wait")
	}}
	return s
}
