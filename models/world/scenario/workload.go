package scenario

import (
	"slices"

	"failsim/models/file"
)

func (r *reader) population(n file.Node) Population {
	m := n.Open("population")
	defer m.Done()
	m.Renamed("place", "location")
	p := Population{
		Name:     file.Need(m, "population", r.people.Declared, "the name of a class of users"),
		Location: file.Need(m, "location", r.locations.Reference, "where they are, by the name of a location"),
		Trace:    r.demand(m),
		Names:    file.Get(m, "names", file.PositiveCountOf, 1, "how many DNS names they use, each with load balancers of its own", "assumption: one service"),
		Clients:  file.Get(m, "clients", r.habits(r.all), r.all, "how these clients behave; without, and for what it does not say, as all do (clients)"),
	}
	p.Users = file.Get(m, "users", file.PositiveCountOf, UsualUsers(p.Trace.PerSecond), "how many users there are", "assumption: each asks six times a day; 10000 where no rate is said")
	p.AnyUsers = !m.Has("users")
	if p.Trace.Thinks != nil {
		r.think(m, &p)
	}
	if p.Trace.Session != nil {
		r.follow(m, &p)
	}
	p.Kinds = file.Get(m, "kinds", r.kinds(p.Name), nil, "kinds of requests with needs of their own; without, all requests are alike")
	r.clients[p.Name], r.names[p.Name], r.asks[p.Name] = p.Clients, p.Names, load{p.Users, p.Trace.PerSecond}
	return p
}

// think says how often users ask who think, if answers take no time.
func (r *reader) think(m *file.Mapping, p *Population) {
	mean, finite := p.Trace.Thinks.Mean()
	switch {
	case m.Broken():
	case !finite: // it is refused already
	case !m.Has("users"):
		m.RefuseAt("thinks", `how many think? "users" and "thinks" say together how often they ask`)
	case p.Clients.Returns.Share > 0:
		m.RefuseAt("thinks", "users who think send their next request whatever became of the last: returns (clients: returns) would add nothing")
	default:
		p.Trace.PerSecond = float64(p.Users) / mean.Seconds()
		r.thinkers = append(r.thinkers, p.Name)
	}
}

// UsualUsers is how many users ask so often: each six times a day (assumption).
func UsualUsers(perSecond float64) int {
	if perSecond == 0 {
		return 10_000
	}
	return max(1, int(perSecond*24*60*60/6))
}

// demand reads what a population asks: the requests of a trace, or a steady rate.
func (r *reader) demand(m *file.Mapping) Trace {
	if m.Has("rate") {
		for _, other := range []string{"trace", "thinks", "session"} {
			if _, both := m.Ask(other); both {
				m.RefuseAt("rate", `a population asks at a steady "rate", as its "trace" does, when its users have thought ("thinks"), or while they play ("session"); a trace is scaled by a rate of its own: trace: {name: NAME, rate: 40/s}`)
			}
		}
		return Trace{PerSecond: file.Need(m, "rate", file.PositiveRateOf, "a steady rate of requests, the same at every hour, instead of a trace").PerSecond()}
	}
	m.Ask("rate") // so that hints name it
	thinks := file.Get(m, "thinks", ofFiniteMean, nil, "how long each user waits after a request has ended, before sending the next: a closed loop, instead of a rate or a trace")
	if m.Has("thinks") {
		if _, both := m.Ask("trace"); both {
			m.RefuseAt("thinks", `users who think ask when they have thought: "thinks" and "users" say how often, not "trace"`)
		}
		return Trace{Thinks: thinks}
	}
	session := file.Get(m, "session", r.session, nil, "its requests are those of sessions that another population's start, instead of a rate or a trace")
	if m.Has("session") {
		if _, both := m.Ask("trace"); both {
			m.RefuseAt("session", `requests of a session come as long as it lasts: "session" says how often, not "trace"`)
		}
		return Trace{Session: session}
	}
	if !m.Has("trace") {
		m.Missing("rate, trace, thinks or session")
	}
	return file.Get(m, "trace", r.trace, Trace{}, "the requests of a trace, replayed one by one, or scaled to a rate; without, rate, thinks or session")
}

func (r *reader) trace(n file.Node) Trace {
	m := n.Open("trace")
	from := file.Get(m, "file", traceFile, Trace{}, "a file in any known format, relative to this file's folder, instead of name")
	t := Trace{
		File: from.File, Place: from.Place,
		Name:          file.Get(m, "name", r.traceName, "", "an embedded trace, by name, instead of file"),
		Repeat:        file.Get(m, "repeat", file.OneOf("repetition", "daily"), "", "play the trace day after day; without, no request comes once it has ended") != "",
		PerSecond:     file.Get(m, "rate", file.PositiveRateOf, file.Rate{Seconds: 1}, "the mean of its day, to which it is scaled; without, each request is replayed").PerSecond(),
		PeakPerSecond: file.Get(m, "peak", file.PositiveRateOf, file.Rate{Seconds: 1}, "the largest rate of its day, to which it is scaled, instead of rate").PerSecond(),
		SkipBad:       file.Get(m, "skip-bad", file.CountOf, 0, "how many lines that cannot be read are left out before the trace is refused"),
	}
	if !m.Broken() && m.Has("name") == m.Has("file") {
		m.Refuse(`a trace has either a name, of an embedded trace, or a file`)
	}
	if !m.Broken() && m.Has("rate") && m.Has("peak") {
		m.Refuse(`a trace is scaled to a rate, which is its day's mean, or to a peak, which is its day's largest rate`)
	}
	m.Done()
	return t
}

func traceFile(n file.Node) Trace { return Trace{File: file.TextOf(n), Place: n.Place()} }

func (r *reader) traceName(n file.Node) string {
	word := file.NameOf(n)
	if word != "" && len(r.traces) > 0 && !slices.Contains(r.traces, word) {
		n.Refuse("unknown trace %q%s", word, file.Hint(word, r.traces))
	}
	return word
}
