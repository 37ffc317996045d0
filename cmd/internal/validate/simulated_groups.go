package validate

import (
	"fmt"

	"failsim/cmd/internal/validate/oracle"
)

// group writes a file of a Poisson stream that a balancer spreads over servers
// that are alike. Servers that requests are spread over evenly settle like
// queues of their own; those that balancers choose by their queues, like one
// queue for all.
func group(c *oracle.Case, stream string, size, n int, lam, mu float64, balance string) string {
	length, alone := float64(size)/lam, 1.
	if balance == "random" || balance == "round-robin" {
		alone = float64(n)
	}
	if lam >= float64(n)*mu {
		oracle.Refuse("parameters of an unstable queue")
	}
	return head(c, length, settles(length, lam/alone, mu*float64(n)/alone)+200/mu) + fmt.Sprintf(`
arrivals: [{stream: %s, rate: %s, to: pool}]
groups: [{group: pool, stations: {count: %d, like: {servers: 1, service: %s}}, balance: %s}]
`, stream, perSecond(lam), n, exponential(1/mu), balance)
}

// ofPool are the figures of a group's average member.
func ofPool(c *oracle.Case, file string) System {
	s := System{File: file, Figures: figuresOf("group pool", "utilisation", "utilisation", "mean_in_system_per_server", "mean_in_system",
		"p_wait", "p_wait", "mean_wait", "mean_wait", "mean_sojourn", "mean_sojourn")}
	s.quantilesOf(c, "group pool", "wait", "")
	s.quantilesOf(c, "group pool", "sojourn", "")
	numbered(c, "tail_ge_", "", func(metric string, i float64) {
		if i >= 1 && i <= mostTail {
			s.Figures[metric] = Figure{"group pool", named("tail_ge_", i, ""), 1}
		}
	})
	return s
}

func systemRandomSplit(c *oracle.Case, size int) System {
	return ofPool(c, group(c, nameOf(c), size, c.Count("N", 1, mostMembers), c.Positive("lam_total", "1/s"), c.Positive("mu", "1/s"), "random"))
}

func systemRoundRobin(c *oracle.Case, size int) System {
	s := ofPool(c, group(c, nameOf(c), size, c.Count("N", 1, mostMembers), c.Positive("lam_total", "1/s"), c.Positive("mu", "1/s"), "round-robin"))
	s.add(figuresOf("group pool", "sigma", "p_wait"))
	return s
}

func systemShortest(c *oracle.Case, size int) System {
	return ofPool(c, group(c, nameOf(c), size, 2, c.Positive("lam_total", "1/s"), c.Positive("mu", "1/s"), "least-outstanding"))
}

// mostMembers is the largest group that a file may have.
const mostMembers = 10_000

// systemPowerOfD has a file for each of the finite farms that the case holds
// values of: what it gives without a number of servers is a limit. size counts
// the requests of all of them.
func systemPowerOfD(c *oracle.Case, size int) System {
	d, rho, mu := c.Count("d", 1, 1000), c.Share("rho"), c.Positive("mu", "1/s")
	farms, _ := c.Expected["finite_N_simulated"].Value.(map[string]any)
	var all System
	var files []func(size int) string
	for _, n := range []int{10, 100, 1000} {
		for name, draw := range map[string]string{"with_replacement": "any", "distinct": "distinct"} {
			farm := named("N", float64(n), "_"+name)
			if _, asked := farms[farm]; !asked {
				continue
			}
			path := "finite_N_simulated/" + farm + "/"
			files = append(files, func(size int) string {
				return group(c, nameOf(c)+"-"+draw+fmt.Sprint(n), size, n, rho*mu*float64(n), mu, fmt.Sprintf("{power-of-d: {d: %d, draw: %s}}", d, draw))
			})
			all.Also = append(all.Also, System{
				Figures: figuresOf("group pool", path+"mean_in_system_per_server", "mean_in_system", path+"tail_ge_2", "tail_ge_2",
					path+"tail_ge_3", "tail_ge_3", path+"p_wait", "p_wait"),
			})
		}
	}
	for i := range all.Also {
		all.Also[i].File = files[i](max(1, size/len(files)))
	}
	if len(all.Also) == 0 {
		oracle.Refuse("no farm of a finite number of servers")
	}
	return all
}
