package scenario

import (
	"maps"
	"time"

	"failsim/models/distribution"
	"failsim/models/file"
	"failsim/models/policy"
)

// everybody reads how the clients of a population without habits of its own behave.
func (r *reader) everybody(n file.Node) Clients {
	m := n.Open("clients")
	defer m.Done()
	r.all = Clients{
		Timeout:   file.Or(m, "timeout", file.PositiveDurationOf, "8s", "how long one attempt waits for its answer", "assumption"),
		Patience:  file.Or(m, "patience", patience, "45s", "how long a user waits for a request with all its attempts; at most a minute", "assumption: users give up after 10 to 60 s"),
		Resolvers: file.Or(m, "resolvers", file.PositiveCountOf, "2000", "how many DNS resolvers a population uses", "assumption"),
		Overstay:  file.Get(m, "overstay", overstays, nil, "shares of resolvers that hold answers longer than their TTL; without, all obey it"),
		HoldOff:   file.Get(m, "hold-off", holdOff, HoldOff{}, "resolvers that ask authorities ever more rarely which are silent; without it they ask with each question"),
		Quiet:     file.Get(m, "quiet-names", yes, false, "the names are asked for by these clients alone, so that a resolver asks for them only when a client does; false: resolvers hold answers of any age"),

		NextAddress: file.Get(m, "next-address", nextAddress, NextAddress{}, "when a client goes on to the next address of a name; without, when one refuses, and never because one is silent"),
		Next:        file.Get(m, "next-resolver", nextResolver, NextResolver{}, "when a client whose first resolver is silent asks the second; without it clients have no second, and a question that is left unanswered fails at once"),
		Returns:     file.Get(m, "returns", returns, Returns{}, "users who come back after a failed request; without it none does"),
	}
	r.all.repeats(m)
	checkPatience(m, &r.all)
	return r.all
}

// habits returns the parser of how the clients of one population behave: for what
// it does not say, as others.
func (r *reader) habits(others Clients) file.Parser[Clients] {
	return func(n file.Node) Clients {
		m := n.Open("clients of a population")
		defer m.Done()
		renamed(m)
		m.Heir("as its preset says, the population, all clients, or the tenant of the design")
		for _, kind := range []string{"client", "resolver"} {
			if p, ok := r.chosen(m, kind, policy.Check{}, others); ok {
				others = p.habitsOf(others)
			}
		}
		c := Clients{
			Timeout:    file.Get(m, "timeout", file.PositiveDurationOf, others.Timeout, "how long one attempt waits for its answer; for the rest as others"),
			Patience:   file.Get(m, "patience", patience, others.Patience, "how long a user waits for a request with all its attempts"),
			Resolvers:  file.Get(m, "resolvers", file.PositiveCountOf, others.Resolvers, "how many DNS resolvers the population uses"),
			Overstay:   file.Get(m, "overstay", overstays, others.Overstay, "shares of resolvers that hold answers longer than their TTL"),
			HoldOff:    file.Get(m, "hold-off", holdOff, others.HoldOff, "resolvers that ask silent authorities ever more rarely"),
			Quiet:      file.Get(m, "quiet-names", yes, others.Quiet, "the names are asked for by these clients alone"),
			Sending:    file.Get(m, "sending", r.theOnly(policy.SendingSocket), others.Sending, "where these clients' attempts go, whatever the design"),
			Retrying:   file.Get(m, "retrying", r.theOnly(policy.RetryingSocket), others.Retrying, "when these clients try again, whatever the design"),
			Connecting: file.Get(m, "connecting", r.theOnly(policy.ConnectingSocket), others.Connecting, "how long these clients keep a connection, whatever the design"),

			NextAddress: file.Get(m, "next-address", nextAddress, others.NextAddress, "when these clients go on to the next address of a name"),
			Next:        file.Get(m, "next-resolver", nextResolver, others.Next, "when these clients ask their second resolver"),
			Returns:     file.Get(m, "returns", returns, others.Returns, "the share of these users who come back after a failed request"),
		}
		c.On, c.OnNonIdempotent = others.On, others.OnNonIdempotent
		c.repeats(m)
		checkPatience(m, &c)
		return c
	}
}

func checkPatience(m *file.Mapping, c *Clients) {
	if !m.Broken() && c.Timeout > c.Patience && c.Patience > 0 {
		m.RefuseAt("timeout", "a timeout of %s is longer than the patience of %s",
			file.FormatDuration(c.Timeout), file.FormatDuration(c.Patience))
	}
}

// byPopulation returns the parser of what a design changes of the clients of some
// populations, beside what its presets do.
func (r *reader) byPopulation(presets map[string]Clients) file.Parser[map[string]Clients] {
	return func(n file.Node) map[string]Clients {
		m := n.Open("clients of a design, by population")
		defer m.Done()
		changed := map[string]Clients{}
		maps.Copy(changed, presets)
		for _, population := range r.people.All() {
			if inner, ok := m.Ask(population, "how its clients behave under this design; without, as they do under all"); ok {
				changed[population] = r.habits(r.clientsOf(population, presets))(inner)
			}
		}
		return changed
	}
}

// ClientsOf returns how the clients of a population behave under a design. What
// the design says of a population by name comes first, then what the population
// is used to, then what the design or the scenario says of all.
func (s *Scenario) ClientsOf(d *Design, population int) Clients {
	p := &s.Workload[population]
	c, ok := d.Clients[p.Name]
	if !ok {
		c = p.Clients
	}
	if c.Sending == nil {
		c.Sending = d.Tenant[policy.SendingSocket]
	}
	if c.Retrying == nil {
		c.Retrying = d.Tenant[policy.RetryingSocket]
	}
	if c.Connecting == nil {
		c.Connecting = d.Tenant[policy.ConnectingSocket]
	}
	return c
}

// LongestPatience returns the longest of any population's under any design.
func (s *Scenario) LongestPatience() time.Duration {
	longest := s.Clients.Patience
	for p := range s.Workload {
		for d := range s.Designs {
			longest = max(longest, s.ClientsOf(&s.Designs[d], p).Patience)
		}
	}
	return longest
}

var patience = file.That(file.PositiveDurationOf, "at most "+file.FormatDuration(MostPatience)+", on which the accounting of user-minutes rests",
	func(d time.Duration) bool { return d <= MostPatience })

func service(n file.Node) Service {
	m := n.Open("service")
	defer m.Done()
	return Service{
		Time:        file.Or(m, "time", distribution.PositiveOf, "{lognormal: {median: 100ms, sigma: 0.5}}", "how long a server works on a request", "assumption"),
		AnswerBytes: file.Or(m, "answer", file.SizeOf, "60KB", "how large an answer is", "assumption"),
	}
}
