package scenario

import (
	"cmp"
	"slices"
	"time"

	"failsim/models/law"
)

// incidents returns the parser of the incidents, whose length is that of the
// scenario unless they say otherwise.
func (r *reader) incidents(length time.Duration) parser[[]Incident] {
	incidents := names{what: "incident", most: mostNames}
	return listOf("incidents", func(n node) Incident {
		m := n.open("incident")
		i := Incident{
			Name:      need(m, "incident", incidents.declared),
			Title:     get(m, "title", text, ""),
			Length:    get(m, "length", positiveDuration, length),
			Rate:      get(m, "rate", rate, Rate{0, 1}),
			People:    get(m, "people", people, People{}),
			Published: get(m, "published", published, nil),
		}
		i.Faults = need(m, "faults", r.faults(i.Length))
		m.done()
		if i.Title == "" {
			i.Title = i.Name
		}
		return i
	})
}

// faults returns the parser of the faults of an incident of a given length.
func (r *reader) faults(length time.Duration) parser[[]Fault] {
	during := that(duration, "earlier than the incident's end", func(d time.Duration) bool {
		return length == 0 || d < length
	})
	return func(n node) []Fault {
		faults := listOf("faults", func(n node) Fault { return r.fault(n, during) })(n)
		slices.SortStableFunc(faults, func(a, b Fault) int { return cmp.Compare(a.At, b.At) })
		return faults
	}
}

// published reads what is known of the real incident, for plots.
func published(n node) *Published {
	m := n.open("published figure")
	defer m.done()
	return &Published{
		LBsDamaged: need(m, "lbs-damaged", probability),
		After:      need(m, "after", duration),
		Label:      get(m, "label", text, ""),
	}
}

func people(n node) People {
	m := n.open("people")
	defer m.done()
	return People{
		Published: get(m, "published", plan, nil),
		Sampled:   get(m, "sampled", plan, nil),
	}
}

func plan(n node) *Plan {
	m := n.open("plan")
	defer m.done()
	p := &Plan{
		Notice:      need(m, "notice", varying),
		Misdiagnose: get(m, "misdiagnose", varying, law.Law(law.Constant(0))),
		Find:        need(m, "find", varying),
		Contain:     need(m, "contain", varying),
		MendPerHour: get(m, "mend", rate, Rate{0, 1}).PerHour(),
		Restores:    need(m, "restore", listOf("attempts to restore", restore)),
		Watch:       get(m, "watch", varying, law.Law(law.Constant(0))),
	}
	merge := need(m, "merge", merging)
	p.Merge, p.ReplaySpeed = merge.takes, merge.speed
	enable := need(m, "re-enable", enabling)
	p.Majority, p.All = enable.majority, enable.all
	return p
}

func restore(n node) Restore {
	m := n.open("attempt to restore")
	defer m.done()
	return Restore{
		Takes: need(m, "takes", varying),
		Works: need(m, "works", probability),
	}
}

// merge is how a snapshot is merged with later changes: for so long, or at a
// speed relative to the time in which they arose.
type merge struct {
	takes law.Law
	speed float64
}

func merging(n node) merge {
	if !n.isMapping() {
		return merge{takes: varying(n)}
	}
	m := n.open("merge")
	if !m.has("replay") {
		return merge{takes: readVarying(n, "replay")}
	}
	defer m.done()
	return merge{speed: need(m, "replay", positiveNumber)}
}

// enable is when most workflows run again, and when all do.
type enable struct {
	majority, all law.Law
}

func enabling(n node) enable {
	m := n.open("re-enabling")
	defer m.done()
	e := enable{
		majority: need(m, "majority", varying),
		all:      need(m, "all", varying),
	}
	most, constant := e.majority.(law.Constant)
	if all, ok := e.all.(law.Constant); ok && constant && most > all {
		m.refuseAt("majority", "the majority, after %s, comes later than all, after %s", most, all)
	}
	return e
}
