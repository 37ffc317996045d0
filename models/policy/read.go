package policy

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"failsim/models/distribution"
	"failsim/models/file"
)

// Read reads a strategy of a socket, among those that the file may name:
// a bare name, or a name with parameters.
func Read(n file.Node, socket Socket, among []Strategy) Setting {
	if n.Dry() {
		describe(n, socket, among)
		return Setting{}
	}
	if n.IsScalar() {
		word, ok := n.Scalar("a strategy")
		if !ok {
			return Setting{}
		}
		found := lookup(n, word, socket, among)
		return Setting{found, parameters(n, nil, found)}
	}
	word, inner, ok := n.Single("a strategy like dns-answer, or {backoff: {attempts: 3}}")
	if !ok {
		return Setting{}
	}
	found := lookup(n, word, socket, among)
	if found == nil || inner.Empty() {
		return Setting{found, parameters(n, nil, found)}
	}
	m := inner.Open(word)
	values := parameters(inner, m, found)
	m.Done()
	return Setting{found, values}
}

// describe reports which strategies there are, and their parameters.
func describe(n file.Node, key Socket, among []Strategy) {
	socket := key.Takes()
	for i := range among {
		s := &among[i]
		if s.Socket != socket {
			continue
		}
		if !slices.ContainsFunc(s.Params, func(p Param) bool { return p.Default == "" }) {
			n.Is(s.Name, s.About)
		}
		if s.Was != "" {
			n.Is(s.Was, "now called "+s.Name)
		}
		if len(s.Params) == 0 {
			continue
		}
		m := n.OnlyKey(s.Name, s.About).Open(s.Name)
		for _, p := range s.Params {
			if p.Was != "" {
				m.Renamed(p.Was, p.Name)
			}
			if p.Default == "" {
				file.Need(m, p.Name, likeParam(p), p.About)
			} else {
				file.Or(m, p.Name, likeParam(p), p.Default, p.About, p.About)
			}
		}
		m.Done()
	}
}

// likeParam is a parser of what a parameter takes.
func likeParam(p Param) file.Parser[Value] {
	return func(n file.Node) (v Value) {
		switch p.Kind {
		case DistributionKind:
			distribution.Of(n)
		case DurationKind:
			file.DurationOf(n)
		case ShareKind:
			file.ProbabilityOf(n)
		case CountKind:
			file.CountOf(n)
		case RateKind:
			file.RateOf(n)
		case FactorKind:
			file.NumberOf(n)
		case WordKind:
			file.OneOf(p.Name, p.Words...)(n)
			for _, was := range slices.Sorted(maps.Keys(p.WordsWere)) {
				n.Is(was, "now called "+p.WordsWere[was])
			}
		}
		return v
	}
}

// lookup finds a strategy by name; it must fit the socket.
func lookup(n file.Node, word string, key Socket, among []Strategy) *Strategy {
	socket := key.Takes()
	var fitting []string
	for i := range among {
		s := &among[i]
		if s.Name == word && s.Socket == socket {
			return s
		}
		if s.Was == word && s.Socket == socket {
			n.Was(s.Was, s.Name)
			return s
		}
		if s.Socket == socket {
			fitting = append(fitting, s.Name)
		}
	}
	elsewhere := slices.IndexFunc(among, func(s Strategy) bool { return s.Name == word })
	if elsewhere >= 0 {
		n.Refuse("strategy %q is for %s, not for %s%s", word, among[elsewhere].Socket, key, file.Hint("", fitting))
	} else {
		n.Refuse("unknown strategy %q for %s%s", file.Short(word), key, n.Hint(word, fitting))
	}
	return nil
}

// parameters reads a strategy's parameters from m, which may be nil, and
// fills in defaults.
func parameters(n file.Node, m *file.Mapping, s *Strategy) Values {
	if s == nil {
		return nil
	}
	values := Values{}
	for _, p := range s.Params {
		given, ok := file.Node{}, false
		if m != nil {
			if p.Was != "" {
				m.Renamed(p.Was, p.Name)
			}
			given, ok = m.Ask(p.Name)
		}
		switch {
		case ok:
			values[p.Name] = parameter(given, p)
		case p.Default == "":
			n.Refuse("missing in %s: %s", s.Name, p.Name)
		default:
			values[p.Name] = defaultOf(s, p)
		}
	}
	return values
}

func parameter(n file.Node, p Param) Value {
	if p.Kind == DistributionKind {
		return Value{Distribution: distribution.Of(n)}
	}
	written, ok := n.Scalar("the parameter " + p.Name)
	if !ok {
		return Value{}
	}
	if now, older := p.WordsWere[written]; older {
		n.Was(written, now)
		written = now
	}
	v, err := ParseValue(written, p)
	if err != nil {
		n.Refuse("%v", err)
	}
	return v
}

// defaultOf panics if a strategy's own default is not valid: that is a
// mistake in its table, not in the file.
func defaultOf(s *Strategy, p Param) Value {
	v, err := ParseValue(p.Default, p)
	if err != nil {
		panic(fmt.Sprintf("policy: default of parameter %s of strategy %s: %v", p.Name, s.Name, err))
	}
	return v
}

// ParseValue reads the value of a strategy's parameter.
func ParseValue(text string, p Param) (v Value, err error) {
	switch p.Kind {
	case DurationKind:
		v.Duration, err = file.ParseDuration(text)
	case ShareKind:
		v.Number, err = file.ParseShare(text)
		if err == nil && v.Number > 1 {
			err = file.Unlike(file.ShareLike, text, "at most 100%")
		}
	case CountKind:
		n := 0
		n, err = file.ParseCount(text)
		v.Number = float64(n)
	case RateKind:
		var rate file.Rate
		rate, err = file.ParseRate(text)
		v.Number = rate.PerSecond()
	case FactorKind:
		v.Number, err = file.ParseNumber(text)
	case DistributionKind: // of which a text has the constant ones
		var always time.Duration
		always, err = file.ParseDuration(text)
		v.Distribution = distribution.Constant(always)
	case WordKind:
		v.Word = text
		if !slices.Contains(p.Words, text) {
			err = fmt.Errorf("unknown %s %q%s", p.Name, file.Short(text), file.Hint(text, p.Words))
		}
	default:
		err = errors.New("parameter of an unknown kind")
	}
	if err == nil {
		err = p.bounds(text, v)
	}
	return v, err
}

// bounds refuses what is below the least or above the most.
func (p *Param) bounds(text string, v Value) error {
	for _, limit := range []struct {
		at    string
		sign  int
		words string
	}{{p.Least, -1, "at least"}, {p.Most, 1, "at most"}} {
		if limit.at == "" {
			continue
		}
		end, err := ParseValue(limit.at, Param{Kind: p.Kind})
		if err != nil {
			return err
		}
		if cmp.Compare(v.Duration, end.Duration) == limit.sign || cmp.Compare(v.Number, end.Number) == limit.sign {
			return fmt.Errorf("%s must be %s %s, found %q", p.Name, limit.words, limit.at, file.Short(text))
		}
	}
	return nil
}

// Idle reports whether a value other than the default was given that does not count.
func (p *Param) Idle(v Values) bool {
	word, must, only := strings.Cut(p.With, ": ")
	if !only || v.Word(word) == must {
		return false
	}
	usual, err := ParseValue(p.Default, *p)
	return err == nil && !reflect.DeepEqual(usual, v[p.Name])
}
