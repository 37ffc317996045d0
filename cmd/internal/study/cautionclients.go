package study

import (
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
		for _, s := range c.Sending {
			where, ok := s.Strategy.New(s.Values).(policy.Sending)
			if ok && where.HoldsList() && len(c.Connecting) > 0 {
				say("design %s: %[3]s with a list (%[2]s) do not keep to a connection: %[4]s is for those who go where their name's answer says",
					d.Name, s.Strategy.Name, p.Name, c.Connecting[0].Strategy.Name)
			}
		}
	}
}
