package file

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"failsim/sim/portable"
)

// Axis is a path and the values that it is to take, in their order.
type Axis struct {
	Path   string
	Values []string
}

// mostSteps bounds the values of an axis: an assumption.
const mostSteps = 1000

// usualSteps is how many values a range has that does not say.
const usualSteps = 5

// ParseAxis reads PATH=VALUES: values separated by commas, each as the file writes
// it (10%, 5m, [overwrite]), or a range of so many steps, 10%..50%/5, of equal
// size, or of equal ratio: 1m..1h/7/log.
func ParseAxis(text string) (Axis, error) {
	path, list, ok := strings.Cut(text, "=")
	path, list = strings.TrimSpace(path), strings.TrimSpace(list)
	if !ok || path == "" || list == "" {
		return Axis{}, fmt.Errorf("%q: expected PATH=VALUES, like designs/active-passive/dns/ttl=30s,60s,5m or =10%%..50%%/5", Short(text))
	}
	a := Axis{Path: path}
	for _, value := range cutOutside(list) {
		low, rest, span := strings.Cut(value, "..")
		if !span {
			a.Values = append(a.Values, value)
			continue
		}
		values, err := steps(low, rest)
		if err != nil {
			return Axis{}, fmt.Errorf("%s=%s: %w", path, value, err)
		}
		a.Values = append(a.Values, values...)
	}
	if slices.Contains(a.Values, "") {
		return Axis{}, fmt.Errorf("%q: a value is missing between two commas", Short(text))
	}
	if len(a.Values) > mostSteps {
		return Axis{}, fmt.Errorf("%s has %d values: at most %d", path, len(a.Values), mostSteps)
	}
	for i, v := range a.Values {
		if slices.Contains(a.Values[:i], v) {
			return Axis{}, fmt.Errorf("%s=%s: the value stands there twice", path, v)
		}
	}
	return a, nil
}

// cutOutside cuts text at commas that are in no brackets and no quotes.
func cutOutside(text string) []string {
	var list []string
	depth, from := 0, 0
	quote := rune(0)
	for i, c := range text {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			depth--
		case c == ',' && depth == 0:
			list = append(list, strings.TrimSpace(text[from:i]))
			from = i + 1
		}
	}
	return append(list, strings.TrimSpace(text[from:]))
}

// steps returns the values of a range.
func steps(low, rest string) ([]string, error) {
	parts := strings.Split(rest, "/")
	rate := len(parts) > 1 && isRateUnit(parts[1]) // 10/s..40/s
	if rate {
		parts = append([]string{parts[0] + "/" + parts[1]}, parts[2:]...)
	}
	n, log := usualSteps, false
	for _, word := range parts[1:] {
		if word == "log" {
			log = true
			continue
		}
		var err error
		if n, err = strconv.Atoi(word); err != nil || n < 2 || n > mostSteps {
			return nil, fmt.Errorf("%q is no number of steps from 2 to %d, and not the word log", word, mostSteps)
		}
	}
	from, err := ParseAmount(strings.TrimSpace(low))
	if err != nil {
		return nil, err
	}
	to, err := ParseAmount(strings.TrimSpace(parts[0]))
	switch {
	case err != nil:
		return nil, err
	case !from.alike(to):
		return nil, fmt.Errorf("%s and %s are not of one unit", low, parts[0])
	case from.X >= to.X:
		return nil, fmt.Errorf("a range goes from the smaller value to the larger")
	case log && from.X <= 0:
		return nil, fmt.Errorf("a range of equal ratios begins above 0")
	}
	var list []string
	for i := range n {
		share := float64(i) / float64(n-1)
		if text := from.Between(to, share, log); !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return list, nil
}

func isRateUnit(text string) bool {
	return slices.ContainsFunc(rateUnits, func(u struct {
		name    string
		seconds float64
	}) bool {
		return u.name == text
	})
}

// Amount is a number with its unit, as a file writes it.
type Amount struct {
	X     float64 // in the unit's own measure
	unit  string  // share, duration, rate/s, size, count or number
	print func(float64) string
}

// ParseAmount reads a number of any unit.
func ParseAmount(text string) (Amount, error) {
	if x, err := ParseCount(text); err == nil {
		return Amount{float64(x), "count", func(x float64) string { return strconv.Itoa(int(math.Round(x))) }}, nil
	}
	if x, err := ParseNumber(text); err == nil {
		return Amount{x, "number", func(x float64) string { return decimal(digits(x), 0) }}, nil
	}
	if x, err := ParseShare(text); err == nil {
		return Amount{x, "share", func(x float64) string { return FormatShare(shareDigits(x)) }}, nil
	}
	if d, err := ParseDuration(text); err == nil {
		return Amount{d.Seconds(), "duration", func(x float64) string { return FormatDuration(time.Duration(math.Round(digits(x) * 1e9))) }}, nil
	}
	if r, err := ParseRate(text); err == nil {
		return Amount{r.Count, fmt.Sprintf("rate per %g s", r.Seconds), func(x float64) string { return Rate{digits(x), r.Seconds}.String() }}, nil
	}
	if b, err := ParseSize(text); err == nil {
		return Amount{b, "size", func(x float64) string { return FormatSize(math.Round(digits(x))) }}, nil
	}
	return Amount{}, fmt.Errorf("%q is no number with a unit, such as 10%%, 5m, 40/s, 60KB or 24", Short(text))
}

// fewDigits is enough for a step between two values that people wrote.
const fewDigits = 4

func digits(x float64) float64 {
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', fewDigits, 64), 64)
	if err != nil {
		return x
	}
	return y
}

// shareDigits are those of what is missing to all, where that is less: of 99.975 % four
// digits would leave 99.98 %.
func shareDigits(x float64) float64 {
	if x <= 0.5 || x >= 1 {
		return digits(x)
	}
	y, err := strconv.ParseFloat(strconv.FormatFloat(1-digits(1-x), 'g', 12, 64), 64)
	if err != nil {
		return x
	}
	return y
}

// Around returns the values at a factor to both sides. Of a share above a half it is what
// is missing to all that is multiplied: around 99.95 % by 2 are 99.9 % and 99.975 %, not 49.98 %.
func (a Amount) Around(factor float64) (low, high float64) {
	switch {
	case a.IsShare() && a.X > 0.5 && a.X < 1:
		return max(0, 1-float64((1-a.X)*factor)), 1 - (1-a.X)/factor
	case a.IsShare() && a.X <= 1:
		return a.X / factor, min(1, a.X*factor)
	}
	return a.X / factor, a.X * factor
}

// Middle is half-way between two values as Around has it: by equal ratios.
func (a Amount) Middle(from, to float64) float64 {
	if a.IsShare() && a.X > 0.5 && a.X < 1 {
		return 1 - math.Sqrt((1-from)*(1-to))
	}
	return math.Sqrt(from * to)
}

// alike reports whether two amounts are of one unit; whole numbers are numbers.
func (a Amount) alike(b Amount) bool {
	plain := func(u string) string {
		if u == "count" {
			return "number"
		}
		return u
	}
	return plain(a.unit) == plain(b.unit)
}

// Text writes a value in the amount's unit.
func (a Amount) Text(x float64) string { return a.print(x) }

// IsShare reports whether the amount is a share.
func (a Amount) IsShare() bool { return a.unit == "share" }

// IsCount reports whether the amount is a whole number.
func (a Amount) IsCount() bool { return a.unit == "count" }

// Between writes the value at a share of the way to another amount, by equal
// differences or equal ratios. Ends are as they were.
func (a Amount) Between(b Amount, share float64, log bool) string {
	print := a.print
	if b.unit == "number" {
		print = b.print
	}
	switch {
	case share <= 0:
		return print(a.X)
	case share >= 1:
		return print(b.X)
	case log:
		return print(a.X * portable.Pow(b.X/a.X, share))
	}
	return print(a.X + float64(share*(b.X-a.X)))
}
