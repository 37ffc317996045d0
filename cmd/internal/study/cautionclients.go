package study

import (
	"slices"

	"failsim/models/file"
	"failsim/models/policy"
	"failsim/models/world/scenario"
)

// cautionClients says which habits of clients never show.
func (w *Workload) cautionClients(d *scenario.Design, say func(format string, args ...any)) {
	for i, p := range w.Scenario.Workload {
		c := w.Scenario.ClientsOf(d, i)
		if c.NextAddress.After >= c.Timeout {
			say("design %s: %s never try a next address: they would after %s (next-address), and give an attempt up after %s (timeout)",
				d.Name, p.Name, file.FormatDuration(c.NextAddress.After), file.FormatDuration(c.Timeout))
		}
		if c.Next.After >= c.Timeout {
			say("design %s: %s have no answer where their first resolver is silent: they would ask the next after %s (next-resolver), and give an attempt up after %s (timeout)",
				d.Name, p.Name, file.FormatDuration(c.Next.After), file.FormatDuration(c.Timeout))
		}
		holds := slices.ContainsFunc(c.Sending, holdsList)
		for _, s := range c.Sending {
			for _, param := range s.Strategy.Params {
				if param.Idle(s.Values) {
					say("design %s: %s of %s changes nothing for %s: it is for %s", d.Name, param.Name, s.Strategy.Name, p.Name, param.With)
				}
			}
			if _, hedges := s.Strategy.New(s.Values).(policy.Hedging); hedges && !holds && s.Values["to"].Word == "other" {
				say("design %s: what %s sends beside goes to the same endpoint, as %s have no list of others: to: other needs such a list, as with ranked-list", d.Name, s.Strategy.Name, p.Name)
			}
			where, ok := s.Strategy.New(s.Values).(policy.Sending)
			if ok && where.HoldsList() && len(c.Connecting) > 0 {
				say("design %s: %[3]s with a list (%[2]s) do not keep connections: %[4]s is for clients that follow the DNS answer",
					d.Name, s.Strategy.Name, p.Name, c.Connecting[0].Strategy.Name)
			}
		}
	}
}

func holdsList(s policy.Setting) bool {
	where, ok := s.Strategy.New(s.Values).(policy.Sending)
	return ok && where.HoldsList()
}
