package traces

import (
	"fmt"
	"strconv"
	"strings"

	"failsim/results/words"
	"failsim/sim"
	"failsim/traces/format"
)

// Rule names a population of requests. Of several that fit a request, the first
// counts.
type Rule struct {
	Name string
	fits func(r *format.Record, class string, draw float64) bool
}

// Rules divide a trace into populations.
type Rules struct {
	rules []Rule
	key   sim.Key
	share float64 // of clients that rules of shares have taken so far
}

// NewRules returns no rules yet; clients are drawn with key.
func NewRules(key sim.Key) *Rules { return &Rules{key: key.Named("split")} }

// ruleKinds are the fields that a rule can look at.
var ruleKinds = []string{"class", "status", "bytes", "client"}

// Add adds a rule, NAME=FIELD:WHAT.
//
//	class:GET|POST      these classes; one that ends in * stands for all that begin so
//	status:500-599,429  statuses and ranges of them; "-" is an unknown one
//	bytes:1000-99999    sizes, both ends included; either may be left out
//	client:10%          a share of the clients, drawn at random; shares of several
//	                    rules do not overlap; of requests without a client, that
//	                    share, drawn one by one
func (s *Rules) Add(text string) error {
	name, what, ok := strings.Cut(text, "=")
	kind, value, ok2 := strings.Cut(what, ":")
	if !ok || !ok2 || name == "" || value == "" {
		return &format.InputError{Reason: fmt.Sprintf("%q is not of the form NAME=FIELD:WHAT, such as errors=status:500-599", text)}
	}
	for _, r := range s.rules {
		if r.Name == name {
			return &format.InputError{Reason: fmt.Sprintf("there are two rules for %q", name)}
		}
	}
	rule := Rule{Name: name}
	var err error
	switch kind {
	case "class":
		rule.fits = classRule(strings.Split(value, "|"))
	case "status":
		rule.fits, err = statusRule(value)
	case "bytes":
		rule.fits, err = bytesRule(value)
	case "client":
		rule.fits, err = s.clientRule(value)
	default:
		err = &format.InputError{Reason: words.Unknown("field of a rule", kind, ruleKinds)}
	}
	s.rules = append(s.rules, rule)
	return err
}

// AddClass adds a rule for one class, whatever stands in its name.
func (s *Rules) AddClass(name, class string) {
	s.rules = append(s.rules, Rule{name, func(_ *format.Record, c string, _ float64) bool { return c == class }})
}

// Names returns the names of the rules, in order.
func (s *Rules) Names() []string {
	var names []string
	for _, r := range s.rules {
		names = append(names, r.Name)
	}
	return names
}

// Of returns the index of the first rule that fits record number n of a trace,
// or -1.
func (s *Rules) Of(r *format.Record, class string, n uint64) int {
	draw := 0.0
	if s.share > 0 {
		if r.HasClient {
			draw = s.key.Named("client").Float64(r.Client)
		} else {
			draw = s.key.Named("request").Float64(n)
		}
	}
	for i := range s.rules {
		if s.rules[i].fits(r, class, draw) {
			return i
		}
	}
	return -1
}

func classRule(classes []string) func(*format.Record, string, float64) bool {
	return func(_ *format.Record, class string, _ float64) bool {
		for _, c := range classes {
			if start, open := strings.CutSuffix(c, "*"); class == c || open && strings.HasPrefix(class, start) {
				return true
			}
		}
		return false
	}
}

func statusRule(text string) (func(*format.Record, string, float64) bool, error) {
	var wanted [1000]bool
	for word := range strings.SplitSeq(text, ",") {
		if word == "-" {
			wanted[0] = true
			continue
		}
		from, to, ok := numberRange(word, 999)
		if !ok || from < 100 {
			return nil, &format.InputError{Reason: fmt.Sprintf("status:%s: %q is neither a status, nor a range such as 500-599, nor -", text, word)}
		}
		for n := from; n <= to; n++ {
			wanted[n] = true
		}
	}
	return func(r *format.Record, _ string, _ float64) bool { return wanted[r.Status] }, nil
}

// mostBytes is what a request can have, in any format.
const mostBytes = 1_000_000_000_000_000

func bytesRule(text string) (func(*format.Record, string, float64) bool, error) {
	from, to, ok := numberRange(text, mostBytes)
	if !ok {
		return nil, &format.InputError{Reason: fmt.Sprintf("bytes:%s: not a range such as 1000-99999, 1000- or -999", text)}
	}
	return func(r *format.Record, _ string, _ float64) bool {
		return int64(r.Bytes) >= from && int64(r.Bytes) <= to
	}, nil
}

// numberRange reads n, a-b, a- or -b, of numbers from 0 to most.
func numberRange(text string, most int64) (from, to int64, ok bool) {
	first, last, isRange := strings.Cut(text, "-")
	to, ok = most, true
	if first != "" {
		from, ok = wholeUpTo(first, most)
	}
	switch {
	case !isRange:
		to = from
		ok = ok && first != ""
	case last != "" && ok:
		to, ok = wholeUpTo(last, most)
	case first == "":
		ok = false
	}
	return from, to, ok && from <= to && to <= most
}

// wholeUpTo reads digits.
func wholeUpTo(text string, most int64) (int64, bool) {
	n, err := strconv.ParseUint(text, 10, 63)
	return int64(n), err == nil && int64(n) <= most
}

func (s *Rules) clientRule(text string) (func(*format.Record, string, float64) bool, error) {
	number, percent := strings.CutSuffix(text, "%")
	share, err := strconv.ParseFloat(number, 64)
	if percent {
		share /= 100
	}
	if err != nil || !(share > 0 && share <= 1) {
		return nil, &format.InputError{Reason: fmt.Sprintf("client:%s: not a share such as 10%%", text)}
	}
	from, to := s.share, s.share+share
	if to > 1+1e-9 {
		return nil, &format.InputError{Reason: fmt.Sprintf("client:%s: the shares of the rules sum up to %.4g%%", text, 100*to)}
	}
	s.share = to
	return func(_ *format.Record, _ string, draw float64) bool {
		return draw >= from && (draw < to || to >= 1-1e-9)
	}, nil
}
