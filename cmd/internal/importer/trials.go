package importer

// Trial is a scenario in which one question has another answer.
type Trial struct{ Key, Text string }

// Trials are the questions that can be tried, each with the scenario of another
// answer.
func (p *Plan) Trials(findings []Finding) (list []Trial) {
	for _, q := range p.questions() {
		if q.other == "" || q.other == q.a.Text {
			continue
		}
		was := *q.a
		q.a.Text = q.other
		list = append(list, Trial{q.key, p.Scenario(findings)})
		*q.a = was
	}
	return list
}

// WithChange returns the scenario that has the change of a finding that is not a
// matter of a design.
func (f *Finding) WithChange() string {
	p := *f.plan
	f.With(&p)
	return p.Scenario([]Finding{*f})
}
