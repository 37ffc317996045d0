package scenario

import (
	"cmp"
	"slices"
	"time"

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
			Title:     file.Get(m, "title", file.TextOf, "", "what results call it; without, its name"),
			Length:    file.Get(m, "length", file.PositiveDurationOf, length, "how long its run is; without, as long as the scenario says"),
			Rate:      file.Get(m, "rate", file.RateOf, file.Rate{Seconds: 1}, "how often it happens, for failsim year; without, never in a year"),
			People:    file.Get(m, "people", r.staff, People{}, "what people do about the incident; without, nothing"),
			Published: file.Get(m, "published", published, nil, "what is known of the real one, for plots; without, nothing"),
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
		Label:            file.Get(m, "label", file.TextOf, "", "what the plot calls it; without, nothing"),
	}
}

func (r *reader) staff(n file.Node) People {
	m := n.Open("people")
	defer m.Done()
	if m.Has("playbook") && (m.Has("published") || m.Has("sampled")) {
		m.RefuseAt("playbook", `people act by a "playbook" or by the phases of "published" and "sampled", not by both`)
	}
	return People{
		Published: file.Get(m, "published", plan, nil, "phases with the durations that were published; without, and without a playbook, people do nothing"),
		Sampled:   file.Get(m, "sampled", plan, nil, "phases with durations that are drawn, for --incident sampled; without, it has no such runs"),
		Playbook:  file.Get(m, "playbook", r.playbook, nil, "steps of people instead of phases"),
		Teams:     file.Get(m, "teams", teams, 1, "how many teams there are, of which each works on one region at a time", "one, as in 2012"),
		Of:        file.Get(m, "of", r.providers.Reference, "", "the provider whose people they are; without, the one where it begins, and of faults that are of none, as a push, the only provider"),
	}
}

// mostTeams is more than any provider has regions.
const mostTeams = 100

var teams = file.That(file.PositiveCountOf, "at most 100", func(n int) bool { return n <= mostTeams })
