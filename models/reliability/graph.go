package reliability

import "failsim/models/figures"

func (r *run) leaf(t *tally) int32 {
	r.nodes = append(r.nodes, node{tally: t})
	return int32(len(r.nodes) - 1)
}

// gate is up while at least so many of its children are, all if 0.
func (r *run) gate(least int, children []int32, t *tally) int32 {
	if least == 0 {
		least = len(children)
	}
	g := r.leaf(t)
	r.nodes[g].least, r.nodes[g].children = int32(least), int32(len(children))
	for _, c := range children {
		r.nodes[c].parents = append(r.nodes[c].parents, g)
	}
	return g
}

func (r *run) put(of string) *tally {
	n := len(r.spec.Within)
	t := &tally{of: of, lengths: new(figures.Histogram), losses: new(figures.Histogram), within: make([]float64, n), lostAt: make([]float64, n)}
	r.tallies = append(r.tallies, t)
	return t
}

// grow makes the nodes of the file.
func (r *run) grow() {
	s := r.spec
	causes := make([]int32, len(s.Causes))
	for i := range s.Causes {
		c := &s.Causes[i]
		causes[i] = r.leaf(r.put("cause " + c.Name))
		r.parts = append(r.parts, part{node: causes[i], up: c.Up, down: c.Down, crew: -1, base: r.root.Named("cause/" + c.Name)})
	}
	r.instances = make([][]int32, len(s.Components))
	for i := range s.Components {
		r.component(i, causes)
	}
	for i := range s.Pairs {
		p := &s.Pairs[i]
		r.pairs = append(r.pairs, pair{spec: p, node: r.leaf(r.put("pair " + p.Name)), base: r.root.Named("pair/" + p.Name)})
	}
	r.systems = make([]int32, len(s.Systems))
	for i := range s.Systems {
		sys := &s.Systems[i]
		r.systems[i] = r.gate(0, r.build(sys.Needs, causes), r.put("system "+sys.Name))
	}
	r.watched = -1
	if s.Until == UntilOutage && len(r.systems) > 0 {
		r.watched = r.systems[0]
	}
}

// component makes the parts of a component: up while they and all that takes
// them are.
func (r *run) component(i int, causes []int32) {
	c := &r.spec.Components[i]
	t := r.put("component " + c.Name)
	t.component = true
	var takers []int32
	for k := range r.spec.Causes {
		for _, taken := range r.spec.Causes[k].Takes {
			if taken == i {
				takers = append(takers, causes[k])
			}
		}
	}
	base := r.root.Named("component/" + c.Name)
	for k := range c.Count {
		p := part{up: c.Up, down: c.Down, crew: c.Crew, found: c.Found, takeover: c.Takeover, broken: c.Broken, base: base.At(uint64(k)), tally: t}
		if len(takers) == 0 {
			p.node = r.leaf(t)
			r.instances[i] = append(r.instances[i], p.node)
		} else {
			p.node = r.leaf(nil)
			r.instances[i] = append(r.instances[i], r.gate(0, append([]int32{p.node}, takers...), t))
		}
		r.parts = append(r.parts, p)
	}
}

// build returns the nodes that a need names.
func (r *run) build(n Needs, causes []int32) []int32 {
	if len(n.Of) > 0 {
		var children []int32
		for _, of := range n.Of {
			children = append(children, r.build(of, causes)...)
		}
		return []int32{r.gate(n.Least, children, nil)}
	}
	switch i := n.Thing.Index; n.Thing.Section {
	case OfComponents:
		return r.instances[i]
	case OfCauses:
		return causes[i : i+1]
	case OfPairs:
		return []int32{r.pairs[i].node}
	default:
		return []int32{r.systems[i]}
	}
}
