package study

import (
	"time"

	"failsim/models/client"
	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/models/world/scenario"
	"failsim/sim"
)

type naivePopulation struct {
	scenario.Population
	index     int
	place     id.Location
	firstName int
	resolvers []*naiveResolver
	memories  []policy.Memory // by user
	habits    scenario.Clients
	choosing  policy.Sending
	retrying  policy.Retrying
	beside    naiveBeside
	budgets   map[uint64]*policy.Budget // by client
	away      map[request.User]bool     // who is to come back
}

// budget is the budget that a request's retries come from.
func (p *naivePopulation) budget(r *naiveRequest) *policy.Budget {
	if e, ok := p.retrying.(policy.BudgetEach); !ok || !e.BudgetEach() {
		return &r.name.budget
	}
	if p.budgets == nil {
		p.budgets = map[uint64]*policy.Budget{}
	}
	if p.budgets[r.client] == nil {
		p.budgets[r.client] = &policy.Budget{}
	}
	return p.budgets[r.client]
}

type naiveRequest struct {
	population      *naivePopulation
	user            request.User
	client, draw    uint64
	name            *naiveName
	resolver        *naiveResolver
	arrived, giveUp sim.Time
	attempts        int
	waited          time.Duration // before the last attempt
	taken, served   int
	given           time.Duration // work
	live            []*naiveAttempt
	unsent          int // attempts that a breaker kept back
}

type naiveAttempt struct {
	request *naiveRequest
	number  int
	lb      *naiveLB
	stale   bool          // DNS said to take it, but no longer says so
	byName  bool          // DNS said to take it
	backend *naiveBackend // nil once it is not open there
	work    time.Duration
	needs   time.Duration // work, where strategies decide whether it is ever done
	patient sim.Time
	sent    sim.Time
	entered sim.Time // the backends' part: after the LB's surge queue
	started bool
	start   sim.Time
	over    bool          // the client knows, or has hung up
	heard   bool          // it has an answer
	known   request.Cause // what a client that hangs up blames; None if it is for the wait
	waited  request.Cause // what it would have blamed when it left the surge queue
	silent  bool
	atLB    bool          // it waits there
	gap     time.Duration // of the LB's capacity when it came there
	taken   bool          // in the log of whoever took it in or refused it
	served  bool          // and there as answered
}

func (n *naive) newPopulation(i int, q scenario.Population) {
	p := &naivePopulation{Population: q, index: i, place: n.fixed.Location(q.Location), firstName: len(n.names), memories: make([]policy.Memory, q.Users), away: map[request.User]bool{}}
	p.habits = q.Clients
	if changed, ok := n.design.Clients[q.Name]; ok {
		p.habits = changed
	}
	own := func(habit []policy.Setting, socket policy.Socket) (made []any) {
		if habit == nil {
			habit = n.design.Tenant[socket]
		}
		for _, h := range habit {
			made = append(made, h.Strategy.New(h.Values))
		}
		return made
	}
	sending := own(p.habits.Sending, policy.SendingSocket)
	for _, s := range sending {
		if c, ok := s.(policy.Sending); ok {
			p.choosing = c
		}
	}
	p.retrying = own(p.habits.Retrying, policy.RetryingSocket)[0].(policy.Retrying)
	p.beside = newNaiveBeside(sending)
	n.populations = append(n.populations, p)
	for r := range p.habits.Resolvers {
		p.resolvers = append(p.resolvers, n.newResolver(p, r))
	}
}

// ask has the users of one population ask.
func (n *naive) ask(s client.Stream, arrivals []request.Arrival) {
	scale := func(h uint64, of int) int { return int((h >> 32) * uint64(of) >> 32) }
	p := n.populations[s.Populations[0]]
	for k, a := range arrivals {
		user := scale(s.Key.Named("users").Uint64(uint64(k)), p.Users)
		who := n.key.Named("clients").Named(p.Name).Named("clients").Uint64(uint64(user))
		r := &naiveRequest{population: p, user: request.User(user), client: who, draw: uint64(s.Key.Named("requests")) + uint64(k)<<3, arrived: a.At,
			giveUp: a.At.Add(p.habits.Patience), name: n.names[p.firstName+scale(who, p.Names)],
			resolver: p.resolvers[scale(who<<32, len(p.resolvers))]}
		n.at(a.At, sim.Arrival, func() {
			p.retrying.Sent(p.budget(r))
			n.send(r)
		})
	}
}

func (n *naive) trip(a *naiveAttempt) time.Duration {
	return n.fixed.Locations[a.request.population.place].RTT[a.lb.region.index]
}

// send is a client's attempt, up to where somebody works on it or nobody will.
func (n *naive) send(r *naiveRequest) {
	a := &naiveAttempt{request: r, number: r.attempts, sent: n.now}
	n.choose(a)
	if !n.passes(a) {
		n.keepBack(a)
		return
	}
	n.sendTo(a)
}

// sendTo sends an attempt whose way is known.
func (n *naive) sendTo(a *naiveAttempt) {
	r := a.request
	r.attempts++
	r.live = append(r.live, a)
	n.waitBeside(a)
	a.patient = min(n.now.Add(r.population.habits.Timeout), r.giveUp)
	n.at(a.patient, sim.Completion, func() { n.hangUp(a) })
	n.connect(a, r.resolver.zones(a.lb.region.index, r.client, n.design.Addresses))
}

func (n *naive) choose(a *naiveAttempt) {
	r := a.request
	reported := r.resolver.endpoints[r.name.index]
	a.lb, a.stale, a.byName = r.name.lbs[reported], !r.name.lists(reported), true
	if r.population.choosing.HoldsList() {
		choice := n.choice(a)
		if e := r.population.choosing.Choose(&choice, naiveProber{n, a, reported}); e != policy.ByName {
			a.lb, a.stale, a.byName = r.name.lbs[e], false, false
		}
	}
}

func (n *naive) choice(a *naiveAttempt) policy.Choice {
	r := a.request
	return policy.Choice{Now: n.now, Client: r.client, Attempt: a.number, Endpoints: len(r.name.endpoints), Memory: &r.population.memories[r.user]}
}

type naiveProber struct {
	n *naive
	a *naiveAttempt
	// told is the endpoint in the answer that the client's resolver holds.
	reported int
}

// Answer implements policy.Prober.
func (p naiveProber) Answer() int { return p.reported }

// Probe implements policy.Prober.
func (p naiveProber) Probe(endpoint int) bool {
	fails, _, gray := p.a.request.name.lbs[endpoint].condition()
	return !fails && p.n.key.Named("clients").Named("jitter").Named("probe").Float64(p.a.request.draw) >= gray
}

// dequeue takes an attempt out of the surge queue.
func (n *naive) dequeue(a *naiveAttempt) {
	a.atLB = false
	if a.over {
		return
	}
	a.silent, a.known, a.waited = false, request.None, a.known
	switch g := a.lb.region; {
	case g.vanished():
		a.silent, a.taken, a.known = true, false, g.down()
	case g.down() != request.None:
		n.answer(a, g.down())
	case a.lb.refuses():
		n.answer(a, request.ServiceDown)
	case len(a.lb.lost) > 0:
		a.silent, a.taken, a.known = true, false, request.ServiceDown
	case g.commons > 0:
		n.answer(a, request.CommonMode)
	case !a.lb.targets:
		n.answer(a, request.LBMisconfigured)
	default:
		n.serve(a)
	}
}

// serve passes an attempt on to a backend.
func (n *naive) serve(a *naiveAttempt) {
	a.entered = n.now
	draw := a.request.draw + uint64(min(a.number, 7))
	gray := n.key.Named("service").Named("gray")
	by, spoilt := a.lb.layer().failure(gray.Named("layer").Float64(draw))
	if spoilt && by.after > 0 {
		a.known = request.ServerError
		n.after(by.after, sim.Completion, func() { n.answer(a, request.ServerError) })
		return
	}
	b := n.pick(a.lb, draw)
	switch {
	case b == nil:
		n.answer(a, request.NoHealthyTarget)
	case b.refuses():
		n.answer(a, b.cause())
	case !b.up:
		a.lb.send(a, b)
		a.known = b.cause()
		n.after(n.design.Check.Timeout, sim.Completion, func() { n.answer(a, a.known) })
	case len(b.serving) == b.servers && len(b.waiting) == b.places:
		n.answer(a, request.OverloadPrimary)
	case !n.admits(b, a):
		n.answer(a, request.OverloadPrimary)
	default:
		a.lb.send(a, b)
		_, slow := b.ails().gray()
		a.work = n.scenario.Service.Time.Quantile(n.key.Named("service").Named("time").Float64(draw))
		if slow != 1 {
			a.work = time.Duration(float64(a.work) * slow)
		}
		by, fails := b.ails().failure(gray.Float64(draw))
		if fails && by.after > 0 {
			a.work = by.after
		}
		if fails || spoilt {
			a.known = request.ServerError
		}
		a.served = a.known == request.None
		n.line(b, a)
		n.next(b)
	}
}
