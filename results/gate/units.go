package gate

import (
	"fmt"
	"math"
	"strings"
	"time"

	"failsim/models/file"
	"failsim/results/stored"
	"failsim/results/tables"
)

// kind is what a figure is measured in.
type kind int

const (
	share kind = iota
	span
	count
)

// unit is how values of a figure are read and printed.
type unit struct {
	of    kind
	like  string
	parse func(string) (float64, error)
	print func(float64) string
}

// unitOf returns a figure's unit by its name, as summary.json has it.
func unitOf(name string) unit {
	base := name
	for _, q := range stored.Quantiles {
		base = strings.TrimSuffix(base, "."+q)
	}
	switch {
	case isShare(base):
		return unit{share, "a share like 99.95%", shareUpTo1, func(x float64) string { return tables.Digits(100*x, 7) + "%" }}
	case strings.Contains(base, "_s.") || strings.HasSuffix(base, "_s") || stored.IsQuantile(name):
		return unit{span, "a duration like 10m", seconds, duration}
	case base == "full_outage_minutes":
		return unit{count, "a duration like 10m, or a number of minutes", minutes, func(x float64) string { return tables.Digits(x, 5) }}
	}
	return unit{count, "a number like 1000", numberOrShare, func(x float64) string { return tables.Digits(x, 5) }}
}

// isShare reports whether a figure lies between 0 and 1.
func isShare(base string) bool {
	first, rest, _ := strings.Cut(base, ".")
	switch {
	case strings.HasPrefix(first, "availability"), first == "goodput", first == "blast_radius_peak", strings.HasPrefix(first, "p_"), first == "user_minutes_worst_window":
		return true
	case rest != "":
		return strings.Contains(rest, "share") || rest == "within_objective"
	}
	return strings.Contains(first, "_share")
}

func shareUpTo1(text string) (float64, error) {
	x, err := file.ParseShare(text)
	if err != nil {
		if n, failed := file.ParseNumber(text); failed == nil && n > 1 {
			return 0, fmt.Errorf("it is a share, from 0%% to 100%%; did you mean %s%%?", text)
		}
		return 0, err
	}
	if x > 1 {
		return 0, fmt.Errorf("it is a share, from 0%% to 100%%, and %s is more", text)
	}
	return x, nil
}

func seconds(text string) (float64, error) {
	d, err := file.ParseDuration(text)
	return d.Seconds(), err
}

func minutes(text string) (float64, error) {
	if x, err := file.ParseNumber(text); err == nil {
		return x, nil
	}
	d, err := file.ParseDuration(text)
	return d.Minutes(), err
}

func numberOrShare(text string) (float64, error) {
	if strings.HasSuffix(text, "%") {
		return file.ParseShare(text)
	}
	return file.ParseNumber(text)
}

func duration(x float64) string {
	if math.IsInf(x, 1) {
		return "never"
	}
	d := time.Duration(math.Round(x * 1e9))
	if d > time.Minute {
		d = d.Round(100 * time.Millisecond)
	} else {
		d = d.Round(time.Millisecond)
	}
	return file.FormatDuration(d)
}

// printed formats a value with its interval.
func printed(f *stored.Figure) string {
	u := unitOf(f.Name)
	if math.IsNaN(f.Value) {
		return "unknown"
	}
	if width := f.High - f.Low; f.Estimated && width > 0 && width <= 1 && u.of == share {
		d := tables.Decimals(100*width, 2)
		u.print = func(x float64) string { return tables.Fixed(100*x, d) + "%" }
	}
	text := u.print(f.Value)
	if f.Estimated {
		text += fmt.Sprintf(" [%s, %s]", end(u, f.Low), end(u, f.High))
	}
	return text
}

func end(u unit, x float64) string {
	switch {
	case math.IsInf(x, -1):
		return "-inf"
	case math.IsInf(x, 1) && u.of != span:
		return "inf"
	}
	return u.print(x)
}
