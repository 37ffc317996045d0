package distribution

import "failsim/models/file"

// kinds are the distributions that a file can name, and how their parameters
// are read.
var kinds = []struct {
	name  string
	about string
	read  func(m *file.Mapping) (Distribution, error)
}{
	{"constant", "always the same", func(m *file.Mapping) (Distribution, error) {
		return general(NewConstant(file.Need(m, "value", file.DurationOf, "how long")))
	}},
	{"uniform", "each between two as likely as any other", func(m *file.Mapping) (Distribution, error) {
		return general(NewUniform(file.Need(m, "low", file.DurationOf, "the shortest"), file.Need(m, "high", file.DurationOf, "the longest")))
	}},
	{"exponential", "memoryless, with a mean", func(m *file.Mapping) (Distribution, error) {
		return general(NewExponential(file.Need(m, "mean", file.DurationOf, "the mean")))
	}},
	{"erlang", "a sum of exponential stages, more regular than one", func(m *file.Mapping) (Distribution, error) {
		return general(NewErlang(file.Need(m, "mean", file.DurationOf, "the mean"), file.Need(m, "stages", file.CountOf, "how many stages")))
	}},
	{"hyperexponential", "a mixture of two exponentials, more irregular than one", func(m *file.Mapping) (Distribution, error) {
		return general(NewHyperexponential(file.Need(m, "mean", file.DurationOf, "the mean"), file.Need(m, "cv", file.NumberOf, "the coefficient of variation: standard deviation by mean")))
	}},
	{"lognormal", "most near the median, some far longer", readLognormal},
	{"weibull", "a time to failure: with a shape below 1 what has lasted lasts, above 1 it wears out", func(m *file.Mapping) (Distribution, error) {
		return general(NewWeibull(file.Need(m, "scale", file.DurationOf, "the 63.2 % quantile"), file.Need(m, "shape", file.NumberOf, "the exponent")))
	}},
	{"pareto", "a heavy tail without an end", func(m *file.Mapping) (Distribution, error) {
		return general(NewPareto(file.Need(m, "low", file.DurationOf, "the shortest"), file.Need(m, "shape", file.NumberOf, "the exponent")))
	}},
	{"bounded-pareto", "a heavy tail with an end", func(m *file.Mapping) (Distribution, error) {
		return general(NewBoundedPareto(file.Need(m, "low", file.DurationOf, "the shortest"), file.Need(m, "high", file.DurationOf, "the longest"), file.Need(m, "shape", file.NumberOf, "the exponent")))
	}},
	{"empirical", "each of some values as likely as any other", func(m *file.Mapping) (Distribution, error) {
		return general(NewEmpirical(file.Need(m, "values", file.ListOf("durations", file.DurationOf), "the values")))
	}},
}

// readLognormal reads one that is given by its median and sigma, or by its mean and coefficient
// of variation.
func readLognormal(m *file.Mapping) (Distribution, error) {
	if m.Has("mean") || m.Has("cv") {
		return general(NewLognormalFromMean(file.Need(m, "mean", file.DurationOf, "the mean; with cv, instead of median and sigma"), file.Need(m, "cv", file.NumberOf, "the coefficient of variation: standard deviation by mean; with mean, instead of median and sigma")))
	}
	return general(NewLognormal(file.Need(m, "median", file.DurationOf, "the median: half of all values are smaller; with sigma, instead of mean and cv"), file.Need(m, "sigma", file.NumberOf, "the standard deviation of the logarithm; with median, instead of mean and cv")))
}

// general makes the interface out of a distribution of one kind.
func general[L Distribution](l L, err error) (Distribution, error) { return l, err }

// Of is the parser of a distribution: a bare duration is a constant one.
func Of(n file.Node) Distribution { return ReadOr(n) }

// ReadOr reads a distribution where other words have a meaning too, which hints
// then name.
func ReadOr(n file.Node, others ...string) Distribution {
	if len(others) == 0 {
		n.Called("time or distribution of times")
	}
	if n.IsScalar() {
		return Constant(file.DurationOf(n))
	}
	const expected = "a duration like 5m, or a distribution like {lognormal: {median: 45m, sigma: 1}}"
	if n.Dry() {
		file.DurationOf(n)
		for _, k := range kinds {
			readKind(n.OnlyKey(k.name, k.about), k.name, k.read)
		}
		return Constant(0)
	}
	kind, inner, ok := n.Single(expected)
	if !ok {
		return Constant(0)
	}
	for _, k := range kinds {
		others = append(others, k.name)
		if k.name == kind {
			return readKind(inner, kind, k.read)
		}
	}
	n.Refuse("unknown distribution %q%s", file.Short(kind), file.Hint(kind, others))
	return Constant(0)
}

func readKind(n file.Node, kind string, read func(*file.Mapping) (Distribution, error)) Distribution {
	before := n.Problems()
	m := n.Open(kind)
	l, err := read(m)
	m.Done()
	if err != nil && n.Problems() == before && !n.Exhausted() {
		n.Refuse("%v", err)
	}
	return l
}

// PositiveOf is the parser of a distribution that is not always 0.
var PositiveOf = file.That(Of, "longer than 0s", func(l Distribution) bool { return l.Quantile(0.999) > 0 })
