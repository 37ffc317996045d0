package scenario

import (
	"failsim/models/law"
)

// lawKinds are the laws that a scenario can name, and how their parameters
// are read.
var lawKinds = []struct {
	name string
	read func(m *mapping) (law.Law, error)
}{
	{"constant", func(m *mapping) (law.Law, error) {
		return lawOf(law.NewConstant(need(m, "value", duration)))
	}},
	{"uniform", func(m *mapping) (law.Law, error) {
		return lawOf(law.NewUniform(need(m, "low", duration), need(m, "high", duration)))
	}},
	{"exponential", func(m *mapping) (law.Law, error) {
		return lawOf(law.NewExponential(need(m, "mean", duration)))
	}},
	{"erlang", func(m *mapping) (law.Law, error) {
		return lawOf(law.NewErlang(need(m, "mean", duration), need(m, "stages", count)))
	}},
	{"hyperexponential", func(m *mapping) (law.Law, error) {
		return lawOf(law.NewHyperexponential(need(m, "mean", duration), need(m, "cv", number)))
	}},
	{"lognormal", lognormal},
	{"weibull", func(m *mapping) (law.Law, error) {
		return lawOf(law.NewWeibull(need(m, "scale", duration), need(m, "shape", number)))
	}},
	{"pareto", func(m *mapping) (law.Law, error) {
		return lawOf(law.NewPareto(need(m, "low", duration), need(m, "shape", number)))
	}},
	{"bounded-pareto", func(m *mapping) (law.Law, error) {
		return lawOf(law.NewBoundedPareto(need(m, "low", duration), need(m, "high", duration), need(m, "shape", number)))
	}},
	{"empirical", func(m *mapping) (law.Law, error) {
		return lawOf(law.NewEmpirical(need(m, "values", listOf("durations", duration))))
	}},
}

// lognormal is given by its median and sigma, or by its mean and coefficient
// of variation.
func lognormal(m *mapping) (law.Law, error) {
	if m.has("mean") || m.has("cv") {
		return lawOf(law.NewLognormalFromMean(need(m, "mean", duration), need(m, "cv", number)))
	}
	return lawOf(law.NewLognormal(need(m, "median", duration), need(m, "sigma", number)))
}

// lawOf makes the interface out of a law of one kind.
func lawOf[L law.Law](l L, err error) (law.Law, error) { return l, err }

// varying is the parser of a law: a bare duration is a constant one.
func varying(n node) law.Law { return readVarying(n) }

// readVarying reads a law where other words have a meaning too, which hints
// then name.
func readVarying(n node, others ...string) law.Law {
	if n.isScalar() {
		return law.Constant(duration(n))
	}
	const expected = "a duration like 5m, or a law like {lognormal: {median: 45m, sigma: 1}}"
	kind, inner, ok := n.single(expected)
	if !ok {
		return law.Constant(0)
	}
	for _, k := range lawKinds {
		others = append(others, k.name)
		if k.name == kind {
			return readLaw(inner, kind, k.read)
		}
	}
	n.refuse("unknown law %q%s", short(kind), hint(kind, others))
	return law.Constant(0)
}

func readLaw(n node, kind string, read func(*mapping) (law.Law, error)) law.Law {
	before := len(n.r.problems)
	m := n.open(kind)
	l, err := read(m)
	m.done()
	if err != nil && len(n.r.problems) == before && !n.r.exhausted() {
		n.refuse("%v", err)
	}
	return l
}

// positiveVarying is the parser of a law that is not always 0.
var positiveVarying = that(varying, "longer than 0s", func(l law.Law) bool { return l.Quantile(0.999) > 0 })
