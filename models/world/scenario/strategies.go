package scenario

import (
	"fmt"
	"slices"

	"failsim/models/file"
	"failsim/models/policy"
)

// sockets says how many strategies each socket takes: one, neither more nor
// less, or any number, of which the first that decides wins.
var sockets = []struct {
	socket policy.Socket
	one    bool
	about  string
}{
	{policy.SteeringSocket, false, "when DNS answers or routes move names elsewhere; without, never"},
	{policy.SendingSocket, true, "where an attempt goes"},
	{policy.ConnectingSocket, false, "how long connections are kept, and when names are resolved again; without, a connection for each request, to what DNS says"},
	{policy.RetryingSocket, true, "whether and when a client tries again"},
	{policy.BalancingSocket, true, "to which server a load balancer sends a request"},
	{policy.FilteringSocket, false, "which servers are in the choice, one filter after the other; without, all that checks call healthy"},
	{policy.AdmittingSocket, false, "what a server takes in, turns away and serves next; without, what finds a place in its queue, the first first"},
	{policy.LBAdmittingSocket, false, "which requests a load balancer at its capacity lets wait, turns away and forwards next: strategies of admitting, at its own queue; without, its burst and surge queue alone decide"},
	{policy.LBRetryingSocket, false, "whether a load balancer tries another server; without, it does not"},
	{policy.ReplicatingSocket, false, "what a write waits for, and which replica leads next; without, for the leader alone, and none but people promote"},
	{policy.HealingSocket, false, "what workflows do about records that are missing or stale; without, nothing: they act on what they find"},
	{policy.OperatingSocket, false, "what the provider's people do better than in 2012; without, nothing"},
	{policy.GatingSocket, false, "what may stop a change before it happens; without, nothing"},
	{policy.ServingSocket, false, "what answers users beside the origin: caches, peers, local copies; without, nothing"},
}

// usual are the strategies of sockets that have to be filled, by default.
var usual = map[policy.Socket]string{
	policy.SendingSocket:   "[dns-answer]",
	policy.RetryingSocket:  "[backoff]",
	policy.BalancingSocket: "[least-outstanding]",
}

// usually returns the usual strategy of a socket; nil if there is none of that name.
func (r *reader) usually(socket policy.Socket) *policy.Strategy {
	for i := range r.strategies {
		if s := &r.strategies[i]; s.Socket == socket && usual[socket] == "["+s.Name+"]" {
			return s
		}
	}
	return nil
}

// renamed reads sockets by the names that they had.
func renamed(m *file.Mapping) { m.Renamed("choosing", string(policy.SendingSocket)) }

// tenant returns the parser of what the tenant decides by, beside what a design
// changes of clients.
func (r *reader) tenant(changed map[string]Clients) file.Parser[map[policy.Socket][]policy.Setting] {
	return func(n file.Node) map[policy.Socket][]policy.Setting { return r.owned(n, policy.Tenant, changed) }
}

// checkTogether refuses strategies that do not go together.
func checkTogether(m *file.Mapping, filled map[policy.Socket][]policy.Setting) {
	checkWeights(m, filled)
	checkFiltering(m, filled)
	checkAdmitting(m, policy.AdmittingSocket, filled)
	checkAdmitting(m, policy.LBAdmittingSocket, filled)
	checkSteering(m, filled[policy.SteeringSocket])
}

// checkWeights refuses a filter that acts by weights before a balancer that does
// not look at them: it would do nothing.
func checkWeights(m *file.Mapping, filled map[policy.Socket][]policy.Setting) {
	for _, filter := range filled[policy.FilteringSocket] {
		for _, b := range filled[policy.BalancingSocket] {
			if filter.Strategy != nil && b.Strategy != nil && filter.Strategy.Weighs && !b.Strategy.Weighs {
				m.RefuseAt(string(policy.FilteringSocket), "%s acts by weights, which %s does not look at: balance by one that does, like weighted-round-robin", filter.Strategy.Name, b.Strategy.Name)
			}
		}
	}
}

// checkSteering refuses what cannot move names together: one strategy twice, and
// routes beside DNS answers, of which a name has one or the other.
func checkSteering(m *file.Mapping, list []policy.Setting) {
	byRoutes, other := "", ""
	for i, s := range list {
		if s.Strategy == nil {
			return
		}
		if slices.ContainsFunc(list[:i], func(before policy.Setting) bool { return before.Strategy.Name == s.Strategy.Name }) {
			m.RefuseAt(string(policy.SteeringSocket), "steering names %s twice: one of them decides, and the other would change nothing", s.Strategy.Name)
			return
		}
		if s.Strategy.New == nil {
			continue
		}
		made := s.Strategy.New(s.Values)
		if needs, ok := made.(policy.Needing); ok && needs.Needs().Routes.Used {
			byRoutes = s.Strategy.Name
		} else if _, zones := made.(policy.ZoneSteering); !zones {
			other = s.Strategy.Name
		}
	}
	if byRoutes != "" && other != "" {
		m.RefuseAt(string(policy.SteeringSocket), "%s moves names by routes, %s by DNS answers: a name has one of them", byRoutes, other)
	}
}

// providerStrategies reads what each provider decides by.
func (r *reader) providerStrategies(n file.Node) map[string]map[policy.Socket][]policy.Setting {
	m := n.Open("providers of the design")
	all := map[string]map[policy.Socket][]policy.Setting{}
	for _, provider := range r.providers.All() {
		if inner, ok := m.Ask(provider, "what this provider decides by, strategies by socket; without, as in 2012"); ok {
			all[provider] = r.owned(inner, policy.Provider, nil)
		}
	}
	m.Done()
	return all
}

// theOnly returns the parser of a socket that takes one strategy.
func (r *reader) theOnly(socket policy.Socket) file.Parser[[]policy.Setting] {
	return func(n file.Node) []policy.Setting {
		list := r.list(socket)(n)
		if wrong := notOne(string(socket), list); wrong != "" {
			n.Refuse("%s", wrong)
			return nil
		}
		return list
	}
}

func (r *reader) list(socket policy.Socket) file.Parser[[]policy.Setting] {
	return file.ListOf("strategies", func(n file.Node) policy.Setting {
		n.Called(string(socket) + " strategy")
		return policy.Read(n, socket, r.strategies)
	})
}

// owned reads the strategies of one owner, socket by socket.
func (r *reader) owned(n file.Node, owner policy.Owner, changed map[string]Clients) map[policy.Socket][]policy.Setting {
	m := n.Open(string(owner) + "'s strategies")
	renamed(m)
	filled := map[policy.Socket][]policy.Setting{}
	for _, s := range sockets {
		key := string(s.socket)
		list := r.list(s.socket)
		switch of := policy.OwnerOf(s.socket); {
		case m.Dry() && of != owner:
		case of != owner && m.Has(key):
			m.Ask(key)
			m.RefuseAt(key, "%s is filled by the %s, not by the %s", key, of, owner)
		case of != owner:
		case !m.Dry() && s.one && r.ownedByAll(s.socket, changed):
			if m.Ask(key); m.Has(key) {
				m.RefuseAt(key, "%s has no effect: each population has its own. Leave it out, or change a population's with clients: {%s: {%s: ...}} in the design",
					key, r.people.All()[0], key)
			}
		case r.filled[s.socket] != nil && !m.Has(key):
			m.Ask(key)
			filled[s.socket] = r.filled[s.socket]
		case s.one && !m.Has(key) && r.usually(s.socket) != nil:
			filled[s.socket] = file.Or(m, key, list, usual[s.socket], s.about, "what most clients and load balancers do")
		case s.one:
			filled[s.socket] = file.Need(m, key, list, s.about)
			if wrong := notOne(key, filled[s.socket]); wrong != "" {
				m.RefuseAt(key, "%s", wrong)
			}
		case s.socket == policy.ConnectingSocket && m.Has(key):
			filled[s.socket] = file.Get(m, key, r.theOnly(s.socket), nil, s.about)
		case m.Has(key):
			filled[s.socket] = file.Get(m, key, list, nil, s.about)
		default:
			m.Ask(key) // so that hints name it
		}
	}
	checkTogether(m, filled)
	r.checkReplicating(m, filled[policy.ReplicatingSocket])
	m.Done()
	return filled
}

// notOne says what is wrong with another number of strategies than one, but for
// those that go beside it.
func notOne(socket string, list []policy.Setting) string {
	chief, beside := 0, ""
	for i, s := range list {
		if s.Strategy != nil && s.Strategy.Beside {
			beside = s.Strategy.Name
			twice := func(before policy.Setting) bool { return before.Strategy == s.Strategy }
			if s.Strategy.Once && slices.ContainsFunc(list[:i], twice) {
				return socket + " takes one " + beside + ": a second would change nothing"
			}
		} else {
			chief++
		}
	}
	switch {
	case chief > 1:
		return fmt.Sprintf("%s takes one strategy, not %d", socket, chief)
	case chief == 0 && beside != "":
		return beside + " goes beside a strategy that says where attempts go: add one, like dns-answer"
	}
	return ""
}

// ownedByAll reports whether each population has a strategy of its own for a socket
// under a design, so that there is none for whom the design could decide.
func (r *reader) ownedByAll(socket policy.Socket, changed map[string]Clients) bool {
	for _, population := range r.people.All() {
		c, ok := changed[population]
		if !ok {
			c = r.clients[population]
		}
		if c.habit(socket) == nil {
			return false
		}
	}
	return len(r.people.All()) > 0
}
