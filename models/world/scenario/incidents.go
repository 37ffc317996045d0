package scenario

import (
	"cmp"
	"slices"
	"time"

	"failsim/models/distribution"
	"failsim/models/file"
)

// incidents returns the parser of the incidents, whose length is that of the
// scenario unless they say otherwise.
func (r *reader) incidents(length time.Duration) file.Parser[[]Incident] {
	incidents := file.NewNames("incident", file.MostNames)
	return file.ListOf("incidents", func(n file.Node) Incident {
		m := n.Open("incident")
		i := Incident{
			Name:      file.Need(m, "incident", incidents.Declared, "the name of the incident"),
			Title:     file.Get(m, "title", file.TextOf, "", "what results call it", "its name"),
			Length:    file.Get(m, "length", file.PositiveDurationOf, length, "how long its run is, if not as long as the scenario says"),
			Rate:      file.Get(m, "rate", file.RateOf, file.Rate{Seconds: 1}, "how often it happens, for failsim year"),
			People:    file.Get(m, "people", r.staff, People{}, "what people do about it"),
			Published: file.Get(m, "published", published, nil, "what is known of the real one, for plots"),
		}
		i.Faults = file.Need(m, "faults", r.faults(i.Length), "what breaks, and when")
		m.Done()
		if i.Title == "" {
			i.Title = i.Name
		}
		return i
	})
}

// faults returns the parser of the faults of an incident of a given length.
func (r *reader) faults(length time.Duration) file.Parser[[]Fault] {
	during := file.That(file.DurationOf, "earlier than the incident's end", func(d time.Duration) bool {
		return length == 0 || d < length
	})
	return func(n file.Node) []Fault {
		faults := file.ListOf("faults", func(n file.Node) Fault { return r.fault(n, during) })(n)
		first := time.Duration(-1)
		for _, f := range faults {
			if f.When == nil && (first < 0 || f.At < first) {
				first = f.At
			}
		}
		for i := range faults {
			if faults[i].When != nil {
				faults[i].At = max(0, first)
			}
		}
		if first < 0 && n.Sound() {
			n.Refuse("no fault has a time: what begins the incident needs one, such as at: 10m")
		}
		slices.SortStableFunc(faults, func(a, b Fault) int { return cmp.Compare(a.At, b.At) })
		return faults
	}
}

// published reads what is known of the real incident, for plots.
func published(n file.Node) *Published {
	m := n.Open("published figure")
	m.Renamed("lbs-damaged", "lbs-misconfigured")
	defer m.Done()
	return &Published{
		LBsMisconfigured: file.Need(m, "lbs-misconfigured", file.ProbabilityOf, "the share of a region's load balancers that was misconfigured"),
		After:            file.Need(m, "after", file.DurationOf, "how long after the first fault"),
		Label:            file.Get(m, "label", file.TextOf, "", "what the plot calls it"),
	}
}

func (r *reader) staff(n file.Node) People {
	m := n.Open("people")
	defer m.Done()
	if m.Has("playbook") && (m.Has("published") || m.Has("sampled")) {
		m.RefuseAt("playbook", `people act by a "playbook" or by the phases of "published" and "sampled", not by both`)
	}
	return People{
		Published: file.Get(m, "published", plan, nil, "phases with the durations that were published"),
		Sampled:   file.Get(m, "sampled", plan, nil, "phases with durations that are drawn, for --incident sampled"),
		Playbook:  file.Get(m, "playbook", r.playbook, nil, "steps of people instead of phases"),
		Teams:     file.Get(m, "teams", teams, 1, "how many teams there are, of which each works on one region at a time", "one, as in 2012"),
		Of:        file.Get(m, "of", r.providers.Reference, "", "the provider whose people they are, if not the one where it begins"),
	}
}

// mostTeams is more than any provider has regions.
const mostTeams = 100

var teams = file.That(file.PositiveCountOf, "at most 100", func(n int) bool { return n <= mostTeams })

func plan(n file.Node) *Plan {
	m := n.Open("plan")
	defer m.Done()
	p := &Plan{
		Notice:      file.Need(m, "notice", distribution.Of, "from the first harm until people know of it"),
		Misdiagnose: file.Get(m, "misdiagnose", distribution.Of, distribution.Distribution(distribution.Constant(0)), "how long they look in the wrong place"),
		Find:        file.Need(m, "find", distribution.Of, "from then until they know the cause"),
		Contain:     file.Need(m, "contain", distribution.Of, "from then until damage stops spreading"),
		MendPerHour: file.Get(m, "mend", file.RateOf, file.Rate{Seconds: 1}, "how many load balancers people repair by hand").PerHour(),
		Restores:    file.Need(m, "restore", file.ListOf("attempts to restore", restore), "attempts to get a snapshot back, one after the other"),
		Watch:       file.Get(m, "watch", distribution.Of, distribution.Distribution(distribution.Constant(0)), "how long all is watched before it is called over"),
	}
	merge := file.Need(m, "merge", merging, "how long merging the snapshot with later changes takes")
	p.Merge, p.ReplaySpeed = merge.takes, merge.speed
	enable := file.Need(m, "re-enable", enabling, "when workflows run again")
	p.Majority, p.All = enable.majority, enable.all
	return p
}

func restore(n file.Node) Restore {
	m := n.Open("attempt to restore")
	defer m.Done()
	return Restore{
		Takes: file.Need(m, "takes", distribution.Of, "how long the attempt takes"),
		Works: file.Need(m, "works", file.ProbabilityOf, "how probable it is that it works"),
	}
}

// merge is how a snapshot is merged with later changes: for so long, or at a
// speed relative to the time in which they arose.
type merge struct {
	takes distribution.Distribution
	speed float64
}

func merging(n file.Node) merge {
	if !n.IsMapping() {
		return merge{takes: distribution.ReadOr(n, "replay")}
	}
	m := n.Open("merge")
	if !m.Has("replay") {
		return merge{takes: distribution.ReadOr(n, "replay")}
	}
	defer m.Done()
	return merge{speed: file.Need(m, "replay", file.PositiveNumberOf, "how many times as fast as they arose changes are replayed")}
}

// enable is when most workflows run again, and when all do.
type enable struct {
	majority, all distribution.Distribution
}

func enabling(n file.Node) enable {
	m := n.Open("re-enabling")
	defer m.Done()
	return enablingOf(m)
}

func enablingOf(m *file.Mapping) enable {
	e := enable{
		majority: file.Need(m, "majority", distribution.Of, "when most workflows run again, after the merge"),
		all:      file.Need(m, "all", distribution.Of, "when all do"),
	}
	most, constant := e.majority.(distribution.Constant)
	if all, ok := e.all.(distribution.Constant); ok && constant && most > all {
		m.RefuseAt("majority", "the majority, after %s, comes later than all, after %s", most, all)
	}
	return e
}
