package study

import (
	"math"
	"slices"
	"time"

	"failsim/models/file"
	"failsim/models/record"
	"failsim/results"
	"failsim/results/counted"
	"failsim/results/statistics"
)

// AccountOf is what was published of an incident, as a file says it, to be compared with
// its scenario.
type AccountOf struct {
	Scenario string
	Cannot   string // which published figure cannot come out, and why
	Figures  []accountFigure
}

// accountFigure is one published figure, with what is granted to it.
type accountFigure struct {
	What, Source, Unit string
	Judged, PutIn      bool
	Design, Incident   string
	Of                 string
	From, Until        time.Duration // since the onset
	Low, High          float64
}

// measures are the figures that an account can be of.
var measures = map[string]struct {
	unit   string
	window bool
	of     func(a *accounts, f *accountFigure) float64
}{
	"failing": {"%", true, func(a *accounts, f *accountFigure) float64 {
		return failing(a.of(f.Design, f.Incident), f.From, f.Until)
	}},
	"worst": {"%", true, func(a *accounts, f *accountFigure) float64 {
		most, _ := worst(a.one().of(f.Design, f.Incident), f.From, f.Until)
		return most
	}},
	"others": {"%", true, func(a *accounts, f *accountFigure) float64 {
		_, rest := worst(a.one().of(f.Design, f.Incident), f.From, f.Until)
		return rest
	}},
	"writes-lost": {"writes", false, func(a *accounts, f *accountFigure) float64 {
		return dataOf(a.of(f.Design, f.Incident), func(d *record.Data) float64 { return d.WritesLost })
	}},
	"lost-span": {"s", false, func(a *accounts, f *accountFigure) float64 {
		return dataOf(a.of(f.Design, f.Incident), func(d *record.Data) float64 { return d.LostSpan })
	}},
	"well-after": {"min", false, func(a *accounts, f *accountFigure) float64 { return wellAfter(a.of(f.Design, f.Incident)) }},
	"changes-allowed": {"min", false, func(a *accounts, f *accountFigure) float64 {
		return marked(a, a.of(f.Design, f.Incident), record.MostlyReenabled)
	}},
}

// ReadAccount reads what was published of an incident. The error is *file.Errors.
func ReadAccount(name string, content []byte) (AccountOf, error) {
	return file.Read(name, content, account)
}

func account(n file.Node) AccountOf {
	m := n.Open("account")
	defer m.Done()
	return AccountOf{Scenario: file.Need(m, "account", file.NameOf), Cannot: file.Need(m, "cannot", file.TextOf), Figures: file.Need(m, "figures", file.ListOf("figures", figureOf))}
}

func figureOf(n file.Node) accountFigure {
	m := n.Open("figure")
	defer m.Done()
	words := []string{}
	for w := range measures {
		words = append(words, w)
	}
	slices.Sort(words)
	f := accountFigure{What: file.Need(m, "what", file.TextOf), Source: file.Need(m, "source", file.TextOf), Judged: file.Get(m, "judged", file.OneOf("answer", "true"), "") != "",
		PutIn:  file.Get(m, "put-in", file.OneOf("answer", "true"), "") != "",
		Design: file.Get(m, "design", file.NameOf, "as-it-was"), Incident: file.Need(m, "in", file.NameOf), Of: file.Need(m, "of", file.OneOf("measure", words...)),
		Low: file.Need(m, "low", file.NumberOf), High: file.Need(m, "high", file.NumberOf)}
	measure := measures[f.Of]
	if f.Unit = measure.unit; measure.window {
		f.From, f.Until = file.Need(m, "from", file.DurationOf), file.Need(m, "until", file.DurationOf)
	}
	if !m.Broken() && f.Low > f.High {
		m.RefuseAt("low", "low is above high")
	}
	return f
}

// hold holds an account against its scenario.
func (a *accounts) hold(of *AccountOf) {
	for i := range of.Figures {
		f := &of.Figures[i]
		x := measures[f.Of].of(a, f)
		if a.err != nil {
			return
		}
		a.list = append(a.list, Published{What: f.What, Source: f.Source, Low: statistics.Number(f.Low), High: statistics.Number(f.High),
			Simulated: statistics.Number(x), Unit: f.Unit, Beside: !f.Judged, PutIn: f.PutIn, Passed: !f.Judged || x >= f.Low-1e-9 && x <= f.High+1e-9})
	}
}

// worst is the share of requests, in per cent, that fails of the population that is hit
// most, from one instant to another, and the mean of all others.
func worst(s *results.Sample, from, until time.Duration) (most, others float64) {
	if s == nil {
		return math.NaN(), math.NaN()
	}
	sum, n := 0.0, len(s.Runs()[0].Populations)
	for p := range n {
		x := failingOf(s, p, from, until)
		most, sum = max(most, x), sum+x
	}
	return most, (sum - most) / float64(n-1)
}

// marked is the mean of the minutes from the onset to the first mark of a kind.
func marked(a *accounts, s *results.Sample, m record.Mark) float64 {
	if s == nil {
		return math.NaN()
	}
	mean, _, _ := statistics.StudentInterval(s.Values(func(r *counted.Run) float64 { return 60 * a.since(r, m) }), 0.95)
	return mean
}

// dataOf is the mean of a figure of the first data.
func dataOf(s *results.Sample, figure func(*record.Data) float64) float64 {
	if s == nil {
		return math.NaN()
	}
	mean, _, _ := statistics.StudentInterval(s.Values(func(r *counted.Run) float64 { return figure(&r.Data[0]) }), 0.95)
	return mean
}
