package validate

import (
	"slices"

	"failsim/cmd/internal/validate/oracle"
	"failsim/models/health"
	"failsim/models/policy"
	"failsim/sim"
	"failsim/sim/portable"
)

// verdicts hears of targets that probes call unhealthy.
type verdicts struct {
	count int
	delay []float64 // seconds from failed
	since []sim.Time
}

// Believed implements health.Listener.
func (v *verdicts) Believed(now sim.Time, target int, healthy bool) {
	if healthy {
		return
	}
	v.count++
	if v.since != nil {
		v.delay[target] = now.Sub(v.since[target]).Seconds()
	}
}

// detections fails targets for good, each at another phase of its probes, and
// returns how long probes took to find out, sorted.
func detections(timing policy.ProbeTiming, n int, key sim.Key) []float64 {
	var k sim.Kernel
	v := &verdicts{delay: make([]float64, n), since: make([]sim.Time, n)}
	keys := make([]sim.Key, n)
	for i := range keys {
		keys[i] = key.At(uint64(i))
	}
	checks := health.New(&k, timing, keys, v)
	// Phases are the targets' own, so that all may fail at one time.
	failed := sim.Time(10 * timing.Interval)
	k.Run(failed)
	for i := range n {
		v.since[i] = failed
		checks.Changed(failed, i, health.Condition{Fails: true, Silent: true})
	}
	k.Run(sim.Never)
	slices.Sort(v.delay)
	return v.delay
}

// falseAlarms returns how many probes of a healthy target that loses a share
// of them pass between two verdicts. A verdict of one success puts it back, so
// that a run begins anew with the next probe.
func falseAlarms(timing policy.ProbeTiming, lost float64, probes int, key sim.Key) float64 {
	var k sim.Kernel
	v := &verdicts{}
	checks := health.New(&k, timing, []sim.Key{key}, v)
	checks.Changed(0, 0, health.Condition{Gray: lost})
	k.Run(sim.Time(timing.Interval) * sim.Time(probes))
	return float64(probes) / float64(v.count)
}

func simulateDetection(c *oracle.Case, size int, key sim.Key) Estimates {
	p, threshold := c.Share("p_probe_fail"), c.Count("threshold", 1, 1000)
	interval, timeout := c.Positive("interval", "s"), c.Number("probe_timeout", "s")
	timing := policy.ProbeTiming{Interval: sim.FromSeconds(interval), Timeout: sim.FromSeconds(timeout), Unhealthy: threshold, Healthy: 1}
	delays := detections(timing, size, key.Named("detection"))
	e := Estimates{"detection_delay_mean": average(delays)}
	eachQuantile(c, "detection_delay", "", func(metric string, p float64) { e[metric] = at(delays, p) })
	// 4 standard errors of the mean of 10,000 spans are 4 % of it.
	const spans = 10_000
	if each := geometric(p, threshold) / portable.Pow(p, float64(threshold)); each < 20_000 {
		probes := falseAlarms(timing, p, int(spans*each/Replications), key.Named("alarms"))
		// A run that has ended in a verdict needs a success to be put back, 1/(1-p)
		// probes that a run counted from there does not have.
		probes -= 1 / (1 - p)
		e["mean_probes_to_k_failures_in_a_row"], e["mean_time_between_false_ejections"] = probes, probes*interval
	}
	return e
}
