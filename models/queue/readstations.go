package queue

import (
	"fmt"
	"slices"
	"strings"

	"failsim/models/distribution"
	"failsim/models/file"
	"failsim/models/policy"
	"failsim/models/station"
)

// declaredStation reads a station with a name.
func (r *reader) declaredStation(n file.Node) int {
	m := n.Open("station")
	name := file.Need(m, "station", r.targets.Declared)
	s := r.oneStation(m)
	m.Done()
	s.Name, s.Group = name, -1
	r.to[name] = Target{Index: r.add(n, s)}
	return len(r.spec.Stations) - 1
}

func (r *reader) add(n file.Node, s Station) int {
	if len(r.spec.Stations) == mostStations {
		n.Refuse("there are more than %d stations", mostStations)
	}
	if len(r.spec.Stations) < mostStations {
		r.spec.Stations = append(r.spec.Stations, s)
		r.stationNodes = append(r.stationNodes, n)
	}
	return len(r.spec.Stations) - 1
}

// oneStation reads what a station is, but for its name.
func (r *reader) oneStation(m *file.Mapping) Station {
	m.Renamed("places", "queue-capacity")
	s := Station{
		Servers:       file.Need(m, "servers", unlimitedOr(file.That(file.PositiveCountOf, "at most 1000000", atMost(mostServers)))),
		QueueCapacity: file.Get(m, "queue-capacity", unlimitedOr(file.CountOf), Unlimited),
		Service:       file.Need(m, "service", distribution.PositiveOf),
		Fails:         file.Get(m, "fails", failing, Failing{}),
		Admits:        file.Get(m, "admits", admits, Bucket{}),
		Schedule:      file.Get(m, "schedule", file.ListOf("changes", readChange), nil),
		Down:          file.Get(m, "down", file.ListOf("spans", closure), nil),
		Scales:        file.Get(m, "scales", scaling, nil),
		Breaks:        file.Get(m, "breaks", breakage, nil),
	}
	s.Discipline, s.Classes = readDiscipline(m)
	for i := 1; i < len(s.Schedule); i++ {
		if s.Schedule[i].At <= s.Schedule[i-1].At {
			m.RefuseAt("schedule", "changes stand in order: %s is not after %s",
				file.FormatDuration(s.Schedule[i].At), file.FormatDuration(s.Schedule[i-1].At))
		}
	}
	replaces(m, &s)
	changing(m, &s)
	return s
}

// replaces reads how servers come back that the schedule takes away.
func replaces(m *file.Mapping, s *Station) {
	file.Get(m, "replaces", func(n file.Node) bool {
		inner := n.Open("replaces")
		defer inner.Done()
		after, rate := file.Need(inner, "after", file.DurationOf), file.Need(inner, "rate", file.PositiveRateOf).PerSecond()
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
func changing(m *file.Mapping, s *Station) {
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

func admits(n file.Node) Bucket {
	m := n.Open("admits")
	defer m.Done()
	return Bucket{file.Need(m, "rate", file.PositiveRateOf).PerSecond(), file.Need(m, "burst", file.PositiveCountOf)}
}

// readDiscipline reads a word, or the classes of priority.
func readDiscipline(m *file.Mapping) (d station.Order, classes []string) {
	if !m.Has("discipline") {
		file.Get(m, "discipline", file.TextOf, "")
		return station.FIFO, nil
	}
	file.Need(m, "discipline", func(n file.Node) string {
		if n.IsMapping() {
			if word, inner, ok := n.Single("a discipline like fifo, or {priority: [gold, bronze]}"); ok && word != "priority" {
				n.Refuse("only priority has more to say: its classes, first served first")
			} else if ok {
				d = station.Priority
				names := file.NewNames("class", file.MostNames)
				classes = file.ListOf("classes", names.Declared)(inner)
				if len(classes) > mostClasses {
					inner.Refuse("there are at most %d classes", mostClasses)
				}
			}
			return ""
		}
		switch file.OneOf("discipline", "fifo", "lifo", "processor-sharing", "{priority: [...]}")(n) {
		case "lifo":
			d = station.LIFO
		case "processor-sharing":
			d = station.Sharing
		}
		return ""
	})
	return d, classes
}

// group reads a balancer and its stations.
func (r *reader) group(n file.Node) int {
	m := n.Open("group")
	g := Group{Name: file.Need(m, "group", r.targets.Declared)}
	index := len(r.spec.Groups)
	file.Need(m, "stations", func(n file.Node) int {
		if n.IsMapping() {
			r.alike(n, &g, index)
		} else {
			file.ListOf("stations", func(n file.Node) int { return r.member(n, &g, index) })(n)
		}
		return 0
	})
	chosen := file.Need(m, "balance", func(n file.Node) policy.Setting {
		return policy.Read(n, policy.BalancingSocket, r.strategies)
	})
	m.Done()
	if chosen.Strategy != nil {
		g.Balance = chosen.Strategy.New(chosen.Values).(policy.Balancing)
		g.Even = chosen.Strategy.Even
		r.weights(m, &g, chosen.Strategy)
	}
	r.to[g.Name] = Target{Group: true, Index: index}
	r.spec.Groups = append(r.spec.Groups, g)
	return index
}

// weights refuses weights that a balancer would not look at.
func (r *reader) weights(m *file.Mapping, g *Group, balancer *policy.Strategy) {
	if balancer.Weighs {
		return
	}
	for _, w := range g.Weights {
		if w != g.Weights[0] {
			m.RefuseAt("balance", "%s does not look at weights; weighted-random, weighted-round-robin and weighted-least-request do", balancer.Name)
			return
		}
	}
}

// alike adds a number of equal stations to a group.
func (r *reader) alike(n file.Node, g *Group, index int) {
	m := n.Open("stations of the group")
	defer m.Done()
	count := file.Need(m, "count", file.That(file.PositiveCountOf, "at most 10000", atMost(mostStations)))
	like := file.Need(m, "like", func(n file.Node) Station {
		inner := n.Open("station")
		defer inner.Done()
		return r.oneStation(inner)
	})
	for i := range min(count, mostStations) {
		s := like
		s.Name, s.Group = fmt.Sprintf("%s/%d", g.Name, i+1), index
		g.Members = append(g.Members, r.add(n, s))
		g.Weights = append(g.Weights, 1)
	}
}

// member adds a station that is declared elsewhere: by name, or with a weight.
func (r *reader) member(n file.Node, g *Group, index int) int {
	name, weight := "", 1.0
	if n.IsMapping() {
		m := n.Open("station of the group")
		name = file.Need(m, "station", r.targets.Reference)
		weight = file.Get(m, "weight", file.PositiveNumberOf, 1)
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
