package scenario

import (
	"errors"
	"fmt"
	"slices"

	"failsim/models/policy"
)

// sockets says how many strategies each socket takes: one, neither more nor
// less, or any number, of which the first that decides wins.
var sockets = []struct {
	socket policy.Socket
	one    bool
}{
	{policy.SteeringSocket, false},
	{policy.ChoosingSocket, true},
	{policy.RetryingSocket, true},
	{policy.BalancingSocket, true},
	{policy.HealingSocket, false},
	{policy.OperatingSocket, false},
	{policy.GatingSocket, false},
}

// tenant reads what the tenant decides by.
func (r *reader) tenant(n node) map[policy.Socket][]Strategy {
	return r.owned(n, policy.Tenant)
}

// providerStrategies reads what each provider decides by.
func (r *reader) providerStrategies(n node) map[string]map[policy.Socket][]Strategy {
	m := n.open("providers of the design")
	all := map[string]map[policy.Socket][]Strategy{}
	for _, provider := range r.providers.words {
		if inner, ok := m.ask(provider); ok {
			all[provider] = r.owned(inner, policy.Provider)
		}
	}
	m.done()
	return all
}

// owned reads the strategies of one owner, socket by socket.
func (r *reader) owned(n node, owner policy.Owner) map[policy.Socket][]Strategy {
	m := n.open(string(owner) + "'s strategies")
	filled := map[policy.Socket][]Strategy{}
	for _, s := range sockets {
		key := string(s.socket)
		list := listOf("strategies", func(n node) Strategy { return r.strategy(n, s.socket) })
		switch of := policy.OwnerOf(s.socket); {
		case of != owner && m.has(key):
			m.ask(key)
			m.refuseAt(key, "%s is filled by the %s, not by the %s", key, of, owner)
		case of != owner:
		case s.one:
			filled[s.socket] = need(m, key, list)
			if given := len(filled[s.socket]); given > 1 {
				m.refuseAt(key, "%s takes one strategy, not %d", key, given)
			}
		case m.has(key):
			filled[s.socket] = need(m, key, list)
		default:
			m.ask(key) // so that hints name it
		}
	}
	m.done()
	return filled
}

// strategy reads a bare name, or a name with parameters.
func (r *reader) strategy(n node, socket policy.Socket) Strategy {
	if n.isScalar() {
		word, ok := n.scalar("a strategy")
		if !ok {
			return Strategy{}
		}
		found := r.lookup(n, word, socket)
		return Strategy{found, r.parameters(n, nil, found)}
	}
	word, inner, ok := n.single("a strategy like dns-answer, or {backoff: {attempts: 3}}")
	if !ok {
		return Strategy{}
	}
	found := r.lookup(n, word, socket)
	if found == nil || inner.empty() {
		return Strategy{found, r.parameters(n, nil, found)}
	}
	m := inner.open(word)
	values := r.parameters(inner, m, found)
	m.done()
	return Strategy{found, values}
}

// lookup finds a strategy by name; it must fit the socket.
func (r *reader) lookup(n node, word string, socket policy.Socket) *policy.Strategy {
	var fitting []string
	for i := range r.strategies {
		s := &r.strategies[i]
		if s.Name == word && s.Socket == socket {
			return s
		}
		if s.Socket == socket {
			fitting = append(fitting, s.Name)
		}
	}
	elsewhere := slices.IndexFunc(r.strategies, func(s policy.Strategy) bool { return s.Name == word })
	if elsewhere >= 0 {
		n.refuse("strategy %q is for %s, not for %s%s", word, r.strategies[elsewhere].Socket, socket, hint("", fitting))
	} else {
		n.refuse("unknown strategy %q for %s%s", short(word), socket, hint(word, fitting))
	}
	return nil
}

// parameters reads a strategy's parameters from m, which may be nil, and
// fills in defaults.
func (r *reader) parameters(n node, m *mapping, s *policy.Strategy) policy.Values {
	if s == nil {
		return nil
	}
	values := policy.Values{}
	for _, p := range s.Params {
		given, ok := node{}, false
		if m != nil {
			given, ok = m.ask(p.Name)
		}
		switch {
		case ok:
			values[p.Name] = parameter(given, p)
		case p.Default == "":
			n.refuse("missing in %s: %s", s.Name, p.Name)
		default:
			values[p.Name] = defaultOf(s, p)
		}
	}
	return values
}

func parameter(n node, p policy.Param) policy.Value {
	written, ok := n.scalar("the parameter " + p.Name)
	if !ok {
		return policy.Value{}
	}
	v, err := ParseValue(written, p)
	if err != nil {
		n.refuse("%v", err)
	}
	return v
}

// defaultOf panics if a strategy's own default is not valid: that is a
// mistake in its table, not in the file.
func defaultOf(s *policy.Strategy, p policy.Param) policy.Value {
	v, err := ParseValue(p.Default, p)
	if err != nil {
		panic(fmt.Sprintf("scenario: default of parameter %s of strategy %s: %v", p.Name, s.Name, err))
	}
	return v
}

// ParseValue reads the value of a strategy's parameter.
func ParseValue(text string, p policy.Param) (v policy.Value, err error) {
	switch p.Kind {
	case policy.DurationKind:
		v.Duration, err = ParseDuration(text)
	case policy.ShareKind:
		v.Number, err = ParseShare(text)
		if err == nil && v.Number > 1 {
			err = unlike(shareLike, text, "at most 100%")
		}
	case policy.CountKind:
		n := 0
		n, err = ParseCount(text)
		v.Number = float64(n)
	case policy.RateKind:
		var rate Rate
		rate, err = ParseRate(text)
		v.Number = rate.PerSecond()
	case policy.FactorKind:
		v.Number, err = ParseNumber(text)
	case policy.WordKind:
		v.Word = text
		if !slices.Contains(p.Words, text) {
			err = fmt.Errorf("unknown %s %q%s", p.Name, short(text), hint(text, p.Words))
		}
	default:
		err = errors.New("parameter of an unknown kind")
	}
	return v, err
}
