package main

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"failsim/models/file"
	maker "failsim/traces/make"
)

// readModel reads the model of traffic that trace fit writes.
func readModel(path string) (*maker.Model, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	return file.Read(path, content, modelOf)
}

// modelOf reads the whole of a model.
func modelOf(n file.Node) *maker.Model {
	m := n.Open("model of traffic")
	defer m.Done()
	model := &maker.Model{}
	file.Need(m, "traffic", file.TextOf)
	model.Rate = file.Need(m, "rate", file.PositiveRateOf).PerSecond()
	model.Zone = file.Get(m, "utc-offset", utcOffset, 0)
	file.Get(m, "shape", func(n file.Node) bool { return shapeOf(n, model) }, false)
	model.Sessions = file.Get(m, "sessions", sessionsOf, nil)
	file.Get(m, "clients", func(n file.Node) bool {
		m := n.Open("clients")
		defer m.Done()
		model.Clients = file.Need(m, "number", file.PositiveCountOf)
		model.Exponent = file.Get(m, "exponent", exponentOf, 0)
		return true
	}, false)
	return model
}

var exponentOf = file.That(file.NumberOf, "from 0 to 5", func(x float64) bool { return x >= 0 && x <= 5 })

// utcOffset reads +01:00.
func utcOffset(n file.Node) int {
	at, err := time.Parse("-07:00", n.Word())
	if err != nil {
		n.Refuse(`expected how far the local clock is ahead of UTC, like "+01:00", found %q`, n.Word())
		return 0
	}
	_, seconds := at.Zone()
	return seconds
}

func shapeOf(n file.Node, model *maker.Model) bool {
	m := n.Open("shape")
	defer m.Done()
	model.Period = map[string]time.Duration{"day": 24 * time.Hour, "week": 7 * 24 * time.Hour}[file.Need(m, "period", file.OneOf("period", "day", "week"))]
	model.Shape = file.Need(m, "rates", file.ListOf("rates", file.NumberOf))
	sum := 0.0
	for _, r := range model.Shape {
		sum += r
	}
	switch n := len(model.Shape); {
	case n == 0 || model.Period == 0:
		return false
	case sum == 0:
		m.RefuseAt("rates", "all rates are 0")
	case model.Period%(time.Duration(n)*time.Minute) != 0:
		m.RefuseAt("rates", "%d rates: as many as divide the period into whole minutes, such as 24 or 168", n)
	}
	for k := range model.Shape {
		model.Shape[k] *= float64(len(model.Shape)) / sum
	}
	return true
}

func sessionsOf(n file.Node) *maker.Sessions {
	m := n.Open("sessions")
	defer m.Done()
	return &maker.Sessions{
		Gap: file.Need(m, "gap", file.PositiveDurationOf),
		Requests: file.Need(m, "requests", func(n file.Node) (l maker.SessionLength) {
			dist, value, ok := n.Single("geometric or lognormal")
			switch {
			case !ok:
			case dist == "geometric":
				m := value.Open("geometric distribution")
				defer m.Done()
				l.Mean = file.Need(m, "mean", file.That(file.NumberOf, "at least 1", func(x float64) bool { return x >= 1 }))
			case dist == "lognormal":
				m := value.Open("lognormal distribution")
				defer m.Done()
				l.Lognormal = maker.Lognormal{Median: file.Need(m, "median", file.PositiveNumberOf), Sigma: file.Need(m, "sigma", file.PositiveNumberOf)}
			default:
				n.Refuse("unknown distribution %q%s", dist, hint(dist, []string{"geometric", "lognormal"}))
			}
			return l
		}),
		Think: file.Need(m, "think", func(n file.Node) maker.Lognormal {
			m := n.Open("think")
			defer m.Done()
			return maker.Lognormal{Median: file.Need(m, "median", file.PositiveDurationOf).Seconds(), Sigma: file.Need(m, "sigma", file.PositiveNumberOf)}
		}),
	}
}

// writeModel writes a model that readModel reads, to six digits.
func writeModel(w io.Writer, name string, f *maker.Fitted) error {
	var b strings.Builder
	m := &f.Model
	fmt.Fprintf(&b, "# Traffic by its figures: failsim trace generate --like FILE makes requests of it. Nothing of any one client is in it.\n")
	for _, note := range f.Notes {
		fmt.Fprintf(&b, "# %s\n", note)
	}
	fmt.Fprintf(&b, "traffic: %q\nrate: %s/s\n", name, sixDigits(m.Rate))
	fmt.Fprintf(&b, "utc-offset: %q\n", time.Unix(0, 0).In(time.FixedZone("", m.Zone)).Format("-07:00"))
	if len(m.Shape) > 0 {
		period := "day"
		if m.Period > 24*time.Hour {
			period = "week"
		}
		fmt.Fprintf(&b, "shape:\n  period: %s  # on the local clock; a week begins on Monday\n  rates: [", period)
		for k, r := range m.Shape {
			switch {
			case k > 0 && k%24 == 0:
				b.WriteString(",\n    ")
			case k > 0:
				b.WriteString(", ")
			}
			fmt.Fprintf(&b, "%.4f", r)
		}
		b.WriteString("]\n")
	}
	if s := m.Sessions; s != nil {
		fmt.Fprintf(&b, "sessions:  # %d in the trace, with %d pauses\n  gap: %s\n", f.Sessions, f.Pauses, file.FormatDuration(s.Gap))
		if s.Requests.Mean > 0 {
			fmt.Fprintf(&b, "  requests: {geometric: {mean: %s}}\n", sixDigits(s.Requests.Mean))
		} else {
			fmt.Fprintf(&b, "  requests: {lognormal: {median: %s, sigma: %s}}  # rounded up\n", sixDigits(s.Requests.Lognormal.Median), sixDigits(s.Requests.Lognormal.Sigma))
		}
		fmt.Fprintf(&b, "  think: {median: %sms, sigma: %s}  # lognormal, cut off at the gap\n", sixDigits(1000*s.Think.Median), sixDigits(s.Think.Sigma))
	}
	if m.Clients > 0 {
		fmt.Fprintf(&b, "clients: {number: %d, exponent: %.4f}  # Zipf; %d came\n", m.Clients, m.Exponent, f.Distinct)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// sixDigits writes a number with six digits that count, and no power of ten.
func sixDigits(x float64) string {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(x, 'e', 5, 64), 64)
	if err != nil {
		rounded = x
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}
