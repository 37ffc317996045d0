package queue

import (
	"math"

	"failsim/models/distribution"
	"failsim/models/file"
	"failsim/sim"
)

// inBatches reads batches and their sizes.
func inBatches(n file.Node) Arrivals {
	m := n.Open("batches")
	gap := file.Need(m, "every", distribution.PositiveOf)
	size := file.Need(m, "size", batchSize)
	m.Done()
	if !n.Sound() {
		return Arrivals{}
	}
	return Arrivals{PerSecond: size.Mean * rateOf(n, gap), process: func(key sim.Key, _ sim.Time) distribution.Process {
		return &distribution.Batches{GapKey: key.Named("gap"), SizeKey: key.Named("size"), Every: gap, Size: size}
	}}
}

// batchSize reads a whole number, or a distribution of whole numbers by its mean.
func batchSize(n file.Node) distribution.Sizes {
	if !n.IsMapping() {
		return distribution.Sizes{Name: "fixed", Mean: float64(file.PositiveCountOf(n))}
	}
	name, inner, ok := n.Single("a size like 5 or {poisson: {mean: 6}}")
	if !ok {
		return distribution.Sizes{}
	}
	if name != "poisson" && name != "geometric" {
		n.Refuse("unknown distribution of sizes %q (valid: geometric, poisson)", name)
		return distribution.Sizes{}
	}
	m := inner.Open(name)
	l := distribution.Sizes{Name: name, Mean: file.Need(m, "mean", file.PositiveNumberOf)}
	m.Done()
	if err := l.Check(); err != nil && n.Sound() {
		inner.Refuse("%v", err)
	}
	return l
}

// wave reads a rate that rises and falls.
func wave(n file.Node) Arrivals {
	m := n.Open("sinusoidal")
	rate := file.Need(m, "rate", file.PositiveRateOf).PerSecond()
	amplitude := file.Need(m, "amplitude", file.ProbabilityOf)
	period := file.Need(m, "period", file.PositiveDurationOf)
	peak := file.Get(m, "peak", file.DurationOf, 0)
	m.Done()
	return Arrivals{PerSecond: rate, varies: true, process: func(key sim.Key, origin sim.Time) distribution.Process {
		return &distribution.Sinusoidal{
			Key: key, Mean: rate / 1e9, Amplitude: amplitude,
			Period: float64(period), Peak: float64(peak), Origin: origin,
		}
	}}
}

// steps reads rates that hold for one step each.
func steps(n file.Node) Arrivals {
	m := n.Open("traced")
	step := file.Need(m, "every", file.PositiveDurationOf)
	rates := file.Need(m, "rates", file.ListOf("rates", file.RateOf))
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
	return Arrivals{PerSecond: sum / math.Max(1, float64(len(rates))), varies: true, process: func(key sim.Key, origin sim.Time) distribution.Process {
		return &distribution.Stepped{Key: key, Rates: perNanosecond, Step: step, Origin: origin}
	}}
}

// bursts reads a rate and the times for which it holds or not.
func bursts(n file.Node) Arrivals {
	m := n.Open("on-off")
	rate := file.Need(m, "rate", file.PositiveRateOf).PerSecond()
	on := file.Need(m, "on", distribution.PositiveOf)
	off := file.Need(m, "off", distribution.PositiveOf)
	m.Done()
	if !n.Sound() {
		return Arrivals{}
	}
	return Arrivals{PerSecond: rate * shareOn(m, on, off), process: func(key sim.Key, _ sim.Time) distribution.Process {
		return &distribution.OnOff{Key: key.Named("gap"), Times: key.Named("times"), Mean: 1e9 / rate, On: on, Off: off}
	}}
}

func shareOn(m *file.Mapping, on, off distribution.Distribution) float64 {
	up, finite := on.Mean()
	down, alsoFinite := off.Mean()
	if !finite || !alsoFinite {
		m.RefuseAt("on", "the mean of on or off times is infinite, so there is no rate of arrivals")
		return 0
	}
	return up.Seconds() / (up.Seconds() + down.Seconds())
}

// rateOf returns how often a distribution's durations end.
func rateOf(n file.Node, l distribution.Distribution) float64 {
	mean, ok := l.Mean()
	if !ok {
		n.Refuse("the mean of these durations is infinite, so there is no rate of arrivals")
	}
	return 1 / max(1e-9, mean.Seconds())
}
