package queue

import (
	"fmt"
	"slices"
	"strings"

	"failsim/models/policy"
	"failsim/models/world/scenario"
)

const (
	mostStations = 10_000
	mostServers  = 1_000_000
	mostClasses  = 200
)

// places reads the sections of stations and of groups.
func (r *reader) places(m *scenario.Mapping) {
	if !m.Has("stations") && !m.Has("groups") {
		m.Missing("stations or groups")
	}
	scenario.Get(m, "stations", scenario.ListOf("stations", r.declaredStation), nil)
	scenario.Get(m, "groups", scenario.ListOf("groups", r.group), nil)
	scenario.Get(m, "caches", scenario.ListOf("caches", r.cache), nil)
}

// declaredStation reads a station with a name.
func (r *reader) declaredStation(n scenario.Node) int {
	m := n.Open("station")
	name := scenario.Need(m, "station", r.targets.Declared)
	s := r.station(m)
	m.Done()
	s.Name, s.Group = name, -1
	r.to[name] = Target{Index: r.add(n, s)}
	return len(r.spec.Stations) - 1
}

func (r *reader) add(n scenario.Node, s Station) int {
	if len(r.spec.Stations) == mostStations {
		n.Refuse("there are more than %d stations", mostStations)
	}
	if len(r.spec.Stations) < mostStations {
		r.spec.Stations = append(r.spec.Stations, s)
		r.stationNodes = append(r.stationNodes, n)
	}
	return len(r.spec.Stations) - 1
}

// station reads what a station is, but for its name.
func (r *reader) station(m *scenario.Mapping) Station {
	s := Station{
		Servers:  scenario.Need(m, "servers", unlimitedOr(scenario.That(scenario.PositiveCountOf, "at most 1000000", atMost(mostServers)))),
		Places:   scenario.Get(m, "places", unlimitedOr(scenario.CountOf), Unlimited),
		Service:  scenario.Need(m, "service", scenario.PositiveLawOf),
		Fails:    scenario.Get(m, "fails", scenario.ProbabilityOf, 0),
		Admits:   scenario.Get(m, "admits", admits, Bucket{}),
		Schedule: scenario.Get(m, "schedule", scenario.ListOf("changes", change), nil),
		Down:     scenario.Get(m, "down", scenario.ListOf("spans", closure), nil),
		Scales:   scenario.Get(m, "scales", scaling, nil),
		Breaks:   scenario.Get(m, "breaks", breakage, nil),
	}
	s.Discipline, s.Classes = readDiscipline(m)
	for i := 1; i < len(s.Schedule); i++ {
		if s.Schedule[i].At <= s.Schedule[i-1].At {
			m.RefuseAt("schedule", "changes stand in order: %s is not after %s",
				scenario.FormatDuration(s.Schedule[i].At), scenario.FormatDuration(s.Schedule[i-1].At))
		}
	}
	replaces(m, &s)
	changing(m, &s)
	return s
}

// replaces reads how servers come back that the schedule takes away.
func replaces(m *scenario.Mapping, s *Station) {
	scenario.Get(m, "replaces", func(n scenario.Node) bool {
		inner := n.Open("replaces")
		defer inner.Done()
		after, rate := scenario.Need(inner, "after", scenario.DurationOf), scenario.Need(inner, "rate", scenario.RateOf).PerSecond()
		if len(s.Schedule) == 0 && n.Sound() {
			n.Refuse("nothing is lost that could be replaced: say in schedule what is")
		}
		if n.Sound() {
			s.replaced(after, rate)
		}
		return true
	}, false)
}

// changing refuses that servers change in several ways, or where none can.
func changing(m *scenario.Mapping, s *Station) {
	var ways []string
	for key, given := range map[string]bool{"schedule": len(s.Schedule) > 0, "scales": s.Scales != nil, "breaks": s.Breaks != nil} {
		if given {
			ways = append(ways, key)
		}
	}
	slices.Sort(ways)
	if len(ways) > 1 {
		m.RefuseAt(ways[1], "the number of servers changes in one way, not by %s", strings.Join(ways, " and by "))
	}
	if len(ways) > 0 && s.Servers == Unlimited {
		m.RefuseAt(ways[0], "unlimited servers cannot change; give their number")
	}
}

func admits(n scenario.Node) Bucket {
	m := n.Open("admits")
	defer m.Done()
	return Bucket{scenario.Need(m, "rate", scenario.RateOf).PerSecond(), scenario.Need(m, "burst", scenario.PositiveCountOf)}
}

func atMost(most int) func(int) bool { return func(n int) bool { return n <= most } }

func change(n scenario.Node) Change {
	m := n.Open("change")
	defer m.Done()
	return Change{
		At:      scenario.Need(m, "at", scenario.OffsetOf),
		Servers: scenario.Need(m, "servers", scenario.That(scenario.CountOf, "at most 1000000", atMost(mostServers))),
	}
}

// readDiscipline reads a word, or the classes of priority.
func readDiscipline(m *scenario.Mapping) (d Discipline, classes []string) {
	if !m.Has("discipline") {
		scenario.Get(m, "discipline", scenario.TextOf, "")
		return FIFO, nil
	}
	scenario.Need(m, "discipline", func(n scenario.Node) string {
		if n.IsMapping() {
			if word, inner, ok := n.Single("a discipline like fifo, or {priority: [gold, bronze]}"); ok && word != "priority" {
				n.Refuse("only priority has more to say: its classes, first served first")
			} else if ok {
				d = Priority
				names := scenario.NewNames("class")
				classes = scenario.ListOf("classes", names.Declared)(inner)
				if len(classes) > mostClasses {
					inner.Refuse("there are at most %d classes", mostClasses)
				}
			}
			return ""
		}
		switch scenario.OneOf("discipline", "fifo", "lifo", "processor-sharing", "{priority: [...]}")(n) {
		case "lifo":
			d = LIFO
		case "processor-sharing":
			d = ProcessorSharing
		}
		return ""
	})
	return d, classes
}

// group reads a balancer and its stations.
func (r *reader) group(n scenario.Node) int {
	m := n.Open("group")
	g := Group{Name: scenario.Need(m, "group", r.targets.Declared)}
	index := len(r.spec.Groups)
	scenario.Need(m, "stations", func(n scenario.Node) int {
		if n.IsMapping() {
			r.alike(n, &g, index)
		} else {
			scenario.ListOf("stations", func(n scenario.Node) int { return r.member(n, &g, index) })(n)
		}
		return 0
	})
	chosen := scenario.Need(m, "balance", func(n scenario.Node) scenario.Strategy { return n.Strategy(policy.BalancingSocket) })
	m.Done()
	if chosen.Strategy != nil {
		g.Balance = func() policy.Balancing { return chosen.Strategy.New(chosen.Values).(policy.Balancing) }
		switch chosen.Strategy.Name {
		case "random", "round-robin", "weighted-random", "weighted-round-robin":
			g.Even = true
		}
		r.weights(m, &g, chosen.Strategy.Name)
	}
	r.to[g.Name] = Target{Group: true, Index: index}
	r.spec.Groups = append(r.spec.Groups, g)
	return index
}

// weights refuses weights that a balancer would not look at.
func (r *reader) weights(m *scenario.Mapping, g *Group, balancer string) {
	if strings.HasPrefix(balancer, "weighted-") {
		return
	}
	for _, w := range g.Weights {
		if w != g.Weights[0] {
			m.RefuseAt("balance", "%s does not look at weights; weighted-random, weighted-round-robin and weighted-least-request do", balancer)
			return
		}
	}
}

// alike adds a number of equal stations to a group.
func (r *reader) alike(n scenario.Node, g *Group, index int) {
	m := n.Open("stations of the group")
	defer m.Done()
	count := scenario.Need(m, "count", scenario.That(scenario.PositiveCountOf, "at most 10000", atMost(mostStations)))
	like := scenario.Need(m, "like", func(n scenario.Node) Station {
		inner := n.Open("station")
		defer inner.Done()
		return r.station(inner)
	})
	for i := range min(count, mostStations) {
		s := like
		s.Name, s.Group = fmt.Sprintf("%s/%d", g.Name, i+1), index
		g.Members = append(g.Members, r.add(n, s))
		g.Weights = append(g.Weights, 1)
	}
}

// member adds a station that is declared elsewhere: by name, or with a weight.
func (r *reader) member(n scenario.Node, g *Group, index int) int {
	name, weight := "", 1.0
	if n.IsMapping() {
		m := n.Open("station of the group")
		name = scenario.Need(m, "station", r.targets.Reference)
		weight = scenario.Get(m, "weight", scenario.PositiveNumberOf, 1)
		m.Done()
	} else {
		name = r.targets.Reference(n)
	}
	to, ok := r.to[name]
	if !ok {
		return 0
	}
	if to.Group || to.Cache > 0 {
		n.Refuse("%q is no station; a group holds stations", name)
		return 0
	}
	s := &r.spec.Stations[to.Index]
	if s.Group >= 0 {
		n.Refuse("station %q is in a group already", name)
		return 0
	}
	s.Group = index
	g.Members = append(g.Members, to.Index)
	g.Weights = append(g.Weights, weight)
	return 0
}
