package file

import "fmt"

// Rate is a number of events in a span of time.
type Rate struct {
	Count   float64 // events
	Seconds float64 // in so many seconds
}

// PerSecond returns the rate per second.
func (r Rate) PerSecond() float64 { return r.Count / r.Seconds }

// PerHour returns the rate per hour; one that was written per hour is exact.
func (r Rate) PerHour() float64 { return r.Count * (3600 / r.Seconds) }

// PerYear returns the rate per year of 365 days.
func (r Rate) PerYear() float64 { return r.Count * (365 * 86400 / r.Seconds) }

var rateUnits = []struct {
	name    string
	seconds float64
}{{"s", 1}, {"min", 60}, {"h", 3600}, {"d", 86400}, {"y", 365 * 86400}}

// ParseRate reads a rate that is not negative: 40/s, 2k/s, 120/min, 0.0685/h, 0.7/y.
func ParseRate(text string) (Rate, error) {
	number, rest := cutNumber(text)
	power := 0
	if number != "" && rest != "" {
		switch rest[0] {
		case 'k':
			power, rest = 3, rest[1:]
		case 'M':
			power, rest = 6, rest[1:]
		}
	}
	if number == "" || rest == "" || rest[0] != '/' {
		return Rate{}, Unlike(rateLike, text, why(number, text))
	}
	for _, u := range rateUnits {
		if rest[1:] == u.name {
			count, err := scaled(rateLike, text, number, power)
			return Rate{count, u.seconds}, err
		}
	}
	return Rate{}, Unlike(rateLike, text, fmt.Sprintf("there is no unit %q, only /s, /min, /h, /d and /y", Short(rest)))
}

// String is the inverse of ParseRate.
func (r Rate) String() string {
	for _, u := range rateUnits {
		if u.seconds == r.Seconds {
			return decimal(r.Count, 0) + "/" + u.name
		}
	}
	return decimal(r.PerSecond(), 0) + "/s"
}
