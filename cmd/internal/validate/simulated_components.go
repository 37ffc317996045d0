package validate

import (
	"fmt"
	"math"
	"strings"

	"failsim/cmd/internal/validate/oracle"
	"failsim/models/figures"
	"failsim/sim"
	"failsim/sim/portable"
)

// longest is the longest cycle, in hours: what lasts longer is simulated in
// several, as a century is the most that a file may ask for.
const longest = 100 * hoursPerYear

// inHours writes a span of hours.
func inHours(h float64) string { return seconds(h * secondsPerHour) }

// exponentialHours writes an exponential distribution of a mean in hours.
func exponentialHours(h float64) string { return exponential(h * secondsPerHour) }

// lives begins a file of components that runs for so many hours in all, in
// cycles of at most a century, each after a warm-up.
func lives(c *oracle.Case, total, warm float64) string {
	cycles := math.Ceil(total / (longest - warm))
	return fmt.Sprintf("reliability: %s\nlength: %s\nwarm-up: %s\ncycles: %.0f\n", nameOf(c), inHours(total/cycles), inHours(warm), cycles)
}

// until begins a file of so many cycles that end by themselves, long before
// their length in hours.
func until(c *oracle.Case, end string, cycles int, length float64) string {
	return fmt.Sprintf("reliability: %s\nlength: %s\nwarm-up: none\nuntil: %s\ncycles: %d\n", nameOf(c), inHours(min(length, longest)), end, max(1, cycles))
}

// systemComponent lives through as many horizons as size says.
func systemComponent(c *oracle.Case, size int) System {
	mttf, mttr, horizon := c.Positive("mttf", "h"), c.Positive("mttr", "h"), c.Positive("horizon", "h")
	of := "component " + nameOf(c)
	s := System{File: fmt.Sprintf(`reliability: %s
length: %s
warm-up: none
cycles: %d
within: [%s, %s, %s]
components: [{component: %s, up: %s, down: %s}]
`, nameOf(c), inHours(horizon), size, inHours(mttr/2), inHours(mttr), inHours(3*mttr), nameOf(c), exponentialHours(mttf), exponentialHours(mttr)),
		Figures: figuresOf(of, "mean_interval_availability", "availability", "p_no_outage", "p_no_outage"),
		Derived: map[string]func(*figures.Report) float64{}}
	for name, span := range map[string]float64{"half_mttr": mttr / 2, "mttr": mttr, "three_mttr": 3 * mttr} {
		s.Figures["p_downtime_le_"+name] = Figure{of, atMost(span), 1}
	}
	// What one interval in twenty falls short of is what one downtime in twenty exceeds.
	for metric, figure := range map[string]string{"interval_availability_p1": "downtime_p99", "interval_availability_p5": "downtime_p95",
		"interval_availability_p50": "downtime_p50"} {
		s.Derived[metric] = func(r *figures.Report) float64 { return 1 - r.Value(of, figure)/secondsPerHour/horizon }
	}
	return s
}

// atMost names the share of cycles with no more downtime than so many hours.
func atMost(hours float64) string {
	return "p_downtime_le_" + decimal(fromHours(hours)) + "s"
}

// fromHours rounds hours to the nanosecond, in seconds.
func fromHours(h float64) float64 { return simulated(h * secondsPerHour) }

// simulated rounds seconds to the nanosecond, as files do.
func simulated(s float64) float64 { return sim.FromSeconds(s).Seconds() }

// systemCrews has as many failures of components as size says, and groups that
// begin with all up until their first outage.
func systemCrews(c *oracle.Case, size int) System {
	return systemKOfN(c, size, c.Count("crews", 1, mostParts))
}

// systemIndependent has a repairer for each.
func systemIndependent(c *oracle.Case, size int) System {
	s := systemKOfN(c, size, 0)
	k := kOfN(c)
	s.omit("mean_down_period", fmt.Sprintf("the vector is mttr/(n-k+1), as if nothing else failed in an outage; "+
		"its own unavailability/failure_frequency is %.5g h", k.Unavailability()/k.Frequency()))
	return s
}

func systemKOfN(c *oracle.Case, size, crews int) System {
	k := kOfN(c)
	mended, crew := "", ""
	if k.Crews = k.N; crews > 0 {
		k.Crews = crews
		mended, crew = ", crew: shop", fmt.Sprintf("crews: [{crew: shop, people: %d}]\n", crews)
	}
	parts := func(name string) string {
		return crew + fmt.Sprintf(`components: [{component: %s, count: %d, up: %s, down: %s%s}]
systems: [{system: group, needs: {%d-of: [%s]}}]
`, name, k.N, exponentialHours(k.Up), exponentialHours(k.Down), mended, k.K, name)
	}
	s := System{File: lives(c, float64(size)*k.Up/float64(k.N), 20*k.Down*float64(k.N)) + parts(nameOf(c)),
		Figures: figuresOf("system group", "unavailability", "unavailability", "availability", "availability", "failure_frequency", "outages_per_hour")}
	s.add(hourly("system group", "mean_up_period", "mean_up"))
	first := k.FirstFailure()
	s.Also = []System{{File: until(c, "outage", int(float64(size)*k.Up/float64(k.N)/first), 50*first) + parts(nameOf(c)+"-first"),
		Figures: hourly("system group", "mttf_from_all_up", "mean_first_outage")}}
	return s
}

func systemCoverage(c *oracle.Case, size int) System {
	up, down, covered := c.Positive("mttf", "h"), c.Positive("mttr", "h"), c.Share("coverage")
	of := "pair " + nameOf(c)
	s := System{File: lives(c, float64(size)*up/2, 40*down) + fmt.Sprintf("pairs: [{pair: %s, up: %s, down: %s, coverage: %s, failover: %s, manual: %s}]\n",
		nameOf(c), exponentialHours(up), exponentialHours(down), percent(covered),
		exponentialHours(c.Positive("mean_failover", "h")), exponentialHours(c.Positive("mean_manual", "h"))),
		Figures: figuresOf(of, "unavailability", "unavailability", "availability", "availability", "share_of_downtime_failover", "share_of_downtime_failover",
			"share_of_downtime_uncovered", "share_of_downtime_uncovered", "share_of_downtime_both_bad", "share_of_downtime_none")}
	s.Figures["outages_per_year"] = Figure{of, "outages_per_hour", hoursPerYear}
	s.Figures["downtime_min_per_year"] = Figure{of, "unavailability", minutesPerYear}
	return s
}

// systemFailover has a component beside it that nothing takes over for.
func systemFailover(c *oracle.Case, size int) System {
	up, down := c.Positive("mttf", "h"), c.Positive("mttr", "h")
	of, plain := "component "+nameOf(c), "component "+nameOf(c)+"-plain"
	s := System{File: lives(c, float64(size)*up, 40*down) + fmt.Sprintf(`
components:
  - {component: %s, up: %s, down: %s, found: {probe: {interval: %s, timeout: %s, threshold: %d}}, takeover: {coverage: %s, switch: %s}}
  - {component: %s-plain, up: %s, down: %s}
`, nameOf(c), exponentialHours(up), exponentialHours(down), seconds(c.Positive("probe_interval", "s")), seconds(c.Number("probe_timeout", "s")),
		c.Count("threshold", 1, 1000), percent(c.Share("coverage")), seconds(c.Number("switch_time", "s")), nameOf(c), exponentialHours(up), exponentialHours(down)),
		Figures: figuresOf(of, "mean_detection", "mean_found", "mean_outage_per_incident", "mean_outage", "unavailability", "unavailability", "availability", "availability")}
	s.Derived = map[string]func(*figures.Report) float64{"improvement_over_no_failover": func(r *figures.Report) float64 {
		return r.Value(plain, "unavailability") / r.Value(of, "unavailability")
	}}
	return s
}

// repairHours is the mean repair of parts of which a case tells only which
// share of time they are up: that share is all that matters.
const repairHours = 1

// systemCommonCause splits each component's unavailability into its own and
// that of a cause that takes all.
func systemCommonCause(c *oracle.Case, size int) System {
	n := c.Count("n", 1, mostParts)
	k, q, beta := c.Count("k", 1, n), c.Share("unavailability"), c.Share("beta")
	own, shared := float64((1-beta)*q), float64(beta*q)
	down := exponentialHours(repairHours)
	return System{File: lives(c, float64(size)*repairHours/q/float64(n), 40*repairHours) + fmt.Sprintf(`
components: [{component: %s, count: %d, available: %s, down: %s}]
causes: [{cause: %s-shock, available: %s, down: %s, takes: [%s]}]
systems: [{system: all, needs: {%d-of: [%s]}}]
`, nameOf(c), n, percent(1-own), down, nameOf(c), percent(1-shared), down, nameOf(c), k, nameOf(c)),
		Figures: figuresOf("system all", "system_unavailability", "unavailability")}
}

// systemSLA is parts in series, providers in parallel, and what all depend on.
func systemSLA(c *oracle.Case, size int) System {
	var parts []string
	rate := 0.0 // failures an hour
	part := func(name string, available float64) []string {
		if available == 1 {
			return nil
		}
		rate += float64((1 - available) / repairHours)
		parts = append(parts, fmt.Sprintf("  - {component: %s-%s, available: %s, down: %s}", nameOf(c), name, percent(available), exponentialHours(repairHours)))
		return []string{nameOf(c) + "-" + name}
	}
	bound := part("shared", c.Share("shared_dependency"))
	for i, a := range c.Numbers("serial") {
		bound = append(bound, part(fmt.Sprintf("serial%d", i+1), a)...)
	}
	var providers []string
	for i, a := range c.Numbers("parallel_providers") {
		providers = append(providers, part(fmt.Sprintf("provider%d", i+1), a)...)
	}
	days := c.Positive("days", "1")
	all, below := append([]string{}, bound...), strings.Join(bound, ", ")
	if len(providers) > 0 {
		all = append(all, "{any: ["+strings.Join(providers, ", ")+"]}")
	}
	s := System{File: lives(c, float64(size)/rate, 40*repairHours) + fmt.Sprintf("components:\n%s\nsystems:\n  - {system: all, needs: {all: [%s]}}\n  - {system: bound, needs: {all: [%s]}}\n",
		strings.Join(parts, "\n"), strings.Join(all, ", "), below),
		Figures: figuresOf("system all", "composite_availability", "availability")}
	s.Figures["downtime_per_period"] = Figure{"system all", "unavailability", days * 24 * 60}
	s.Figures["upper_bound_by_shared_part"] = Figure{"system bound", "availability", 1}
	s.Derived = map[string]func(*figures.Report) float64{"nines": func(r *figures.Report) float64 {
		return -portable.Log10(r.Value("system all", "unavailability"))
	}}
	return s
}
