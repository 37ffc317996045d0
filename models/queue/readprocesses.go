package queue

import (
	"math"

	"failsim/models/law"
	"failsim/models/world/scenario"
	"failsim/sim"
)

// inBatches reads batches and their sizes.
func inBatches(n scenario.Node) Arrivals {
	m := n.Open("batches")
	gap := scenario.Need(m, "every", scenario.PositiveLawOf)
	size := scenario.Need(m, "size", batchSize)
	m.Done()
	if !n.Sound() {
		return Arrivals{}
	}
	return Arrivals{PerSecond: size.mean * perSecond(n, gap), process: func(key sim.Key, _ sim.Time) process {
		return &batches{gap: key.Named("gap"), size: key.Named("size"), every: gap, law: size}
	}}
}

// batchSize reads a whole number, or a law of whole numbers by its mean.
func batchSize(n scenario.Node) sizeLaw {
	if !n.IsMapping() {
		return sizeLaw{"fixed", float64(scenario.PositiveCountOf(n))}
	}
	name, inner, ok := n.Single("a size like 5 or {poisson: {mean: 6}}")
	if !ok {
		return sizeLaw{}
	}
	if name != "poisson" && name != "geometric" {
		n.Refuse("unknown law of sizes %q (valid: geometric, poisson)", name)
		return sizeLaw{}
	}
	m := inner.Open(name)
	l := sizeLaw{name, scenario.Need(m, "mean", scenario.PositiveNumberOf)}
	m.Done()
	if err := l.check(); err != nil && n.Sound() {
		inner.Refuse("%v", err)
	}
	return l
}

// wave reads a rate that rises and falls.
func wave(n scenario.Node) Arrivals {
	m := n.Open("sinusoidal")
	rate := scenario.Need(m, "rate", scenario.RateOf).PerSecond()
	amplitude := scenario.Need(m, "amplitude", scenario.ProbabilityOf)
	period := scenario.Need(m, "period", scenario.PositiveDurationOf)
	peak := scenario.Get(m, "peak", scenario.DurationOf, 0)
	m.Done()
	return Arrivals{PerSecond: rate, varies: true, process: func(key sim.Key, origin sim.Time) process {
		return &sinusoidal{
			key: key, mean: rate / 1e9, amplitude: amplitude,
			period: float64(period), peak: float64(peak), origin: origin,
		}
	}}
}

// steps reads rates that hold for one step each.
func steps(n scenario.Node) Arrivals {
	m := n.Open("traced")
	step := scenario.Need(m, "every", scenario.PositiveDurationOf)
	rates := scenario.Need(m, "rates", scenario.ListOf("rates", scenario.AnyRateOf))
	m.Done()
	perNanosecond, sum := make([]float64, len(rates)), 0.0
	for i, rate := range rates {
		if n.Sound() {
			perNanosecond[i] = rate.PerSecond() / 1e9
			sum += rate.PerSecond()
		}
	}
	if n.Sound() && sum == 0 {
		m.RefuseAt("rates", "some rate must be above 0/s")
	}
	return Arrivals{PerSecond: sum / math.Max(1, float64(len(rates))), varies: true, process: func(key sim.Key, origin sim.Time) process {
		return &traced{key: key, rates: perNanosecond, step: step, origin: origin}
	}}
}

// bursts reads a rate and the times for which it holds or not.
func bursts(n scenario.Node) Arrivals {
	m := n.Open("on-off")
	rate := scenario.Need(m, "rate", scenario.RateOf).PerSecond()
	on := scenario.Need(m, "on", scenario.PositiveLawOf)
	off := scenario.Need(m, "off", scenario.PositiveLawOf)
	m.Done()
	if !n.Sound() {
		return Arrivals{}
	}
	return Arrivals{PerSecond: rate * shareOn(m, on, off), process: func(key sim.Key, _ sim.Time) process {
		return &onOff{key: key.Named("gap"), times: key.Named("times"), mean: 1e9 / rate, on: on, off: off}
	}}
}

func shareOn(m *scenario.Mapping, on, off law.Law) float64 {
	up, finite := on.Mean()
	down, alsoFinite := off.Mean()
	if !finite || !alsoFinite {
		m.RefuseAt("on", "the mean of on or off times is infinite, so there is no rate of arrivals")
		return 0
	}
	return up.Seconds() / (up.Seconds() + down.Seconds())
}
