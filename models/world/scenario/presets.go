package scenario

import (
	"slices"
	"strings"
	"time"

	"failsim/models/file"
	"failsim/models/policy"
)

// A preset says what a program that has a name does in failures: which strategies it
// stands for, with which values, and from where these are. It is a fragment of a
// design in a file of its own; whatever the design says itself counts more.

// names returns the names of presets of a kind, or of all, in order.
func (p Presets) names(kind string) (list []string) {
	for name, content := range p {
		if kind == "" || kindOf(name, content) == kind {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}

// socketsOf are those that a kind of preset may fill.
var socketsOf = map[string][]policy.Socket{
	"lb":          {policy.BalancingSocket, policy.FilteringSocket, policy.AdmittingSocket, policy.LBAdmittingSocket, policy.LBRetryingSocket},
	"client":      {policy.SendingSocket, policy.ConnectingSocket, policy.RetryingSocket},
	"data":        {policy.ReplicatingSocket},
	"data-client": {policy.ReplicatingSocket},
}

// ReadPreset reads a preset. The error is *file.Errors.
func ReadPreset(name string, content []byte, strategies []policy.Strategy) (Preset, error) {
	r := newReader(strategies, nil)
	return file.Read(name+".yaml", content, r.readPreset(plainCheck, Clients{}))
}

func kindOf(name string, content []byte) string {
	kind, _ := file.Read(name+".yaml", content, func(n file.Node) string { return file.Peek(n, "of") })
	return kind
}

// readPreset reads a preset for an LB with checks, and clients, like these.
func (r *reader) readPreset(check policy.Check, clients Clients) file.Parser[Preset] {
	return func(n file.Node) Preset {
		m := n.Open("preset")
		defer m.Done()
		p := Preset{
			Name:      file.Need(m, "preset", file.TextOf, "the name of the preset"),
			Kind:      file.Need(m, "of", file.OneOf("kind of preset", PresetKinds()...), "what it is a preset of"),
			About:     file.Need(m, "about", file.TextOf, "what it stands for"),
			Source:    file.Need(m, "source", file.TextOf, "where its values come from"),
			LeavesOut: file.Get(m, "leaves-out", file.TextOf, "", "what the program does beside, and nothing here says"),
			Check:     check, Clients: clients,
			Strategies: map[policy.Socket][]policy.Setting{},
		}
		for _, s := range socketsOf[p.Kind] {
			if m.Has(string(s)) {
				p.Strategies[s] = file.Get(m, string(s), r.list(s), nil, "strategies of this socket")
			}
		}
		switch p.Kind {
		case "lb":
			p.HasCheck = m.Has("check")
			p.Check = file.Get(m, "check", checkLike(check, ""), check, "how such a load balancer checks its servers")
		case "client":
			p.Clients.Timeout = file.Get(m, "timeout", file.PositiveDurationOf, clients.Timeout, "how long one attempt of such a client waits")
			p.Clients.repeats(m)
			p.Clients.NextAddress = file.Get(m, "next-address", nextAddress, clients.NextAddress, "when such a client goes on to the next address")
			p.Clients.Next = file.Get(m, "next-resolver", nextResolver, clients.Next, "when such a client asks its second resolver")
		case "cache":
			p.Cache.habits(m)
		case "resolver":
			p.Clients.Overstay = file.Get(m, "overstay", overstays, nil, "shares of such resolvers that hold answers longer than their TTL")
			p.Clients.HoldOff = file.Get(m, "hold-off", holdOff, HoldOff{}, "how such resolvers hold off from a silent authority")
		}
		return p
	}
}

// chosen reads which preset of a kind a mapping names, if it names one.
func (r *reader) chosen(m *file.Mapping, kind string, check policy.Check, clients Clients) (p Preset, ok bool) {
	return r.chosenBy(m, kind, kind, check, clients)
}

// chosenBy is chosen by another key.
func (r *reader) chosenBy(m *file.Mapping, key, kind string, check policy.Check, clients Clients) (p Preset, ok bool) {
	n, ok := m.Ask(key, "a preset that behaves as the program of that name (failsim list presets); without, what the other keys say")
	if n.Dry() { // else no preset is read but the one that is named
		for _, name := range r.presets.names(kind) {
			n.Is(name, "")
		}
	}
	if !ok {
		return p, false
	}
	name, ok := n.Scalar("the name of a preset")
	if !ok {
		return p, false
	}
	content, there := r.presets[name]
	switch {
	case !there:
		n.Refuse("unknown preset %q of %s%s", file.Short(name), article(kind), n.Hint(name, r.presets.names(kind)))
		return p, false
	case kindOf(name, content) != kind:
		n.Refuse("preset %q is of %s, not of %s%s", name, article(kindOf(name, content)), article(kind), file.Hint("", r.presets.names(kind)))
		return p, false
	}
	p, err := file.Read(name+".yaml", content, r.readPreset(check, clients))
	if err != nil {
		n.Refuse("preset %s cannot be read: %v", name, err)
		return p, false
	}
	return p, true
}

func article(kind string) string {
	switch kind {
	case "lb":
		return "an lb"
	case "data":
		return kind
	}
	return "a " + kind
}

// habitsOf takes what a preset has of clients for theirs, strategies included.
func (p *Preset) habitsOf(c Clients) Clients {
	fill := func(socket policy.Socket, own *[]policy.Setting) {
		if list := p.Strategies[socket]; list != nil {
			*own = list
		}
	}
	fill(policy.SendingSocket, &c.Sending)
	fill(policy.ConnectingSocket, &c.Connecting)
	fill(policy.RetryingSocket, &c.Retrying)
	return p.timesOf(c)
}

// timesOf is habitsOf without strategies.
func (p *Preset) timesOf(c Clients) Clients {
	c.Timeout, c.NextAddress, c.Next = p.Clients.Timeout, p.Clients.NextAddress, p.Clients.Next
	c.Overstay, c.HoldOff = p.Clients.Overstay, p.Clients.HoldOff
	c.On, c.OnNonIdempotent = p.Clients.On, p.Clients.OnNonIdempotent
	c.Timeout = min(c.Timeout, orForever(c.Patience))
	return c
}

func orForever(patience time.Duration) time.Duration {
	if patience > 0 {
		return patience
	}
	return MostPatience
}

// programs are the presets of a design: the strategies that it takes from them where
// it says nothing itself.
type programs struct {
	filled  map[policy.Socket][]policy.Setting
	clients map[string]Clients // by population; nil: as they are
}

// programs reads which presets a design names, and has its like check as its LB does.
func (r *reader) programs(m *file.Mapping, like *Design) (p programs) {
	p.filled = map[policy.Socket][]policy.Setting{}
	if lb, ok := r.chosen(m, "lb", like.Check, Clients{}); ok {
		like.Check = lb.Check
		for s, list := range lb.Strategies {
			p.filled[s] = list
		}
	}
	if data, ok := r.chosen(m, "data", policy.Check{}, Clients{}); ok {
		for s, list := range data.Strategies {
			p.filled[s] = list
		}
	}
	if client, ok := r.chosen(m, "data-client", policy.Check{}, Clients{}); ok {
		for s, list := range client.Strategies {
			p.filled[s] = slices.Concat(p.filled[s], list)
		}
	}
	for _, kind := range []string{"client", "resolver"} {
		if !m.Has(kind) {
			m.Ask(kind)
			continue
		}
		changed := map[string]Clients{}
		for i, population := range r.people.All() {
			c := r.clientsOf(population, p.clients, like.Clients)
			used, ok := r.chosen(m, kind, policy.Check{}, c)
			if !ok {
				break
			}
			if changed[population] = used.timesOf(c); i == 0 {
				for s, list := range used.Strategies {
					p.filled[s] = list
				}
			}
		}
		p.clients = changed
	}
	return p
}

// clientsOf returns how the clients of a population behave, by the first of some lists
// that has it.
func (r *reader) clientsOf(population string, lists ...map[string]Clients) Clients {
	for _, list := range lists {
		if c, ok := list[population]; ok {
			return c
		}
	}
	return r.clients[population]
}

// complete fills the sockets that a tenant leaves to presets.
func (p *programs) complete(own map[policy.Socket][]policy.Setting) map[policy.Socket][]policy.Setting {
	if len(p.filled) == 0 {
		return own
	}
	all := map[policy.Socket][]policy.Setting{}
	for _, s := range sockets {
		if list := own[s.socket]; list != nil {
			all[s.socket] = list
		}
		if list := p.filled[s.socket]; list != nil {
			all[s.socket] = list
		}
	}
	return all
}

// lacking are the sockets that a design with presets and no strategies of its own
// leaves open.
func (r *reader) lacking(filled map[policy.Socket][]policy.Setting, changed map[string]Clients) string {
	var list []string
	for _, s := range sockets {
		if s.one && policy.OwnerOf(s.socket) == policy.Tenant && filled[s.socket] == nil && !r.ownedByAll(s.socket, changed) {
			list = append(list, string(s.socket))
		}
	}
	return strings.Join(list, ", ")
}
