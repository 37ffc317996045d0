package validate

import (
	"fmt"

	"failsim/cmd/internal/validate/oracle"
	"failsim/models/figures"
)

// once writes a component that fails once in each of size cycles, at an
// instant that knows nothing of the phase of what finds it: spans of 100,000
// periods come before.
func once(c *oracle.Case, size int, period float64, found, down, within string) string {
	const spans = 100_000
	mean := spans * period / secondsPerHour
	return until(c, "mended", size, 50*mean) + fmt.Sprintf("within: [%s]\ncomponents: [{component: %s, up: %s, found: %s, down: %s}]\n",
		within, nameOf(c), exponentialHours(mean), found, down)
}

// systemReconciliation is damage that the next scan finds.
func systemReconciliation(c *oracle.Case, size int) System {
	scan, repair := c.Positive("scan_period", "s"), c.Positive("mean_repair", "s")
	of := "component " + nameOf(c)
	s := System{File: once(c, size, scan, "{every: "+seconds(scan)+"}", exponential(repair), seconds(scan)),
		Figures: figuresOf(of, "mean_repair_time", "mean_outage", "std_repair_time", "std_outage",
			"p_repaired_within_scan_period", "p_outage_le_"+decimal(simulated(scan))+"s")}
	for _, p := range []string{"p50", "p90", "p95", "p99"} {
		if _, asked := c.Expected[p]; asked {
			s.Figures[p] = Figure{of, "outage_" + p, 1}
		}
	}
	return s
}

// systemLease is a leader that dies at any phase of its renewals.
func systemLease(c *oracle.Case, size int) System {
	lease, renew := c.Positive("lease", "s"), c.Positive("renew", "s")
	of, within := "component "+nameOf(c), "p_outage_le_"+decimal(simulated(lease))+"s"
	return System{File: once(c, size, renew, fmt.Sprintf("{lease: {length: %s, renew: %s}}", seconds(lease), seconds(renew)),
		exponential(c.Positive("election_mean", "s")), seconds(lease)),
		Figures: figuresOf(of, "mean_leaderless", "mean_outage", "std", "std_outage"),
		Derived: map[string]func(*figures.Report) float64{"p_over_lease": func(r *figures.Report) float64 { return 1 - r.Value(of, within) }}}
}

// systemMakespan begins with all broken, and ends when a crew has mended all.
func systemMakespan(c *oracle.Case, size int) System {
	n, crews, minutes := c.Count("n_broken", 1, mostRequests), c.Count("crews", 1, mostServers), c.Positive("mean_repair", "min")
	of := "component " + nameOf(c)
	s := System{File: until(c, "mended", size/n, 20*minutes/60*float64(n)) + fmt.Sprintf(`
crews: [{crew: shop, people: %d}]
components: [{component: %s, count: %d, begins: broken, crew: shop, down: %s}]
`, crews, nameOf(c), n, exponential(60*minutes)), Figures: map[string]Figure{}}
	const minute = 1. / 60
	s.Figures["mean_makespan"] = Figure{"cycles", "mean_length", minute}
	s.Figures["std_makespan"] = Figure{"cycles", "std_length", minute}
	s.Figures["mean_broken_minutes"] = Figure{of, "mean_downtime", float64(n) * minute}
	s.Figures["mean_time_to_repair_of_a_random_one"] = Figure{of, "mean_outage", minute}
	return s
}

// systemCascade is servers that trip one after the other; nothing in it is
// left to chance.
func systemCascade(c *oracle.Case, _ int) System {
	servers := c.Count("servers", 1, mostRequests)
	return System{File: fmt.Sprintf("reliability: %s\nlength: 8760h\nwarm-up: none\nsharing: [{sharing: pool, servers: %d, load: %s, loses: %s, trips: {above: %s, batch: %s, after: 1s}}]\n",
		nameOf(c), servers, decimal(float64(servers)*c.Positive("utilisation", "1")), percent(c.Share("lost_share")),
		decimal(c.Positive("trip_ratio", "1")), percent(c.Share("batch_share"))),
		Figures: figuresOf("sharing pool", "survivors", "survivors", "steps", "steps", "first_load_per_survivor", "first_load_per_survivor")}
}
