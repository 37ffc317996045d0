package scenario

import (
	"failsim/models/file"
	"failsim/models/policy"
)

// mostCheckers is an assumption; Route 53 has some fifteen.
const mostCheckers = 100

// monitoring reads it.
func (r *reader) monitoring(n file.Node) *Monitoring {
	m := n.Open("monitoring")
	defer m.Done()
	names := file.NewNames("checker", mostCheckers)
	return &Monitoring{
		HealthyIf: file.Get(m, "healthy-if", file.That(file.ShareOf, "below 100%", func(s float64) bool { return s < 1 }), 0.18,
			"the share of checkers of which more must call an endpoint healthy, for it to be", "Route 53"),
		Checkers: file.Need(m, "checkers", file.ListOf("checkers", func(n file.Node) Checker { return r.checker(n, names) }), "the checkers that probe for steering, each independently"),
	}
}

func (r *reader) checker(n file.Node, names *file.Names) Checker {
	m := n.Open("checker")
	defer m.Done()
	c := Checker{
		Name:  file.Need(m, "checker", names.Declared, "the name of a checker"),
		Needs: file.Get(m, "needs", r.services.Reference, "", "the service that it needs to probe; without, none"),
		Keeps: file.Get(m, "blind", file.OneOf("what a blind checker says", "fails", "keeps"), "fails",
			"its verdict on all endpoints while it cannot probe: that they fail, or its last verdict", "assumption: a probe that gets nothing back has failed") == "keeps",
		Queue: file.Get(m, "queue", declared(r.queues, "world: queues"), "", "the queue whose workers send its probes; without, they cost nothing and are never late"),
	}
	if m.Has("blind") && c.Needs == "" && !m.Broken() {
		m.RefuseAt("blind", `nothing makes it blind: that takes "needs", a service`)
	}
	return c
}

// checkMonitoring refuses checkers that no strategy steers by.
func checkMonitoring(m *file.Mapping, d *Design) {
	if m.Has("monitoring") && len(d.Tenant[policy.SteeringSocket]) == 0 && !m.Broken() && len(d.Tenant) > 0 {
		m.RefuseAt("monitoring", "nothing uses the checkers' verdicts: tenant: steering names no strategy")
	}
}
