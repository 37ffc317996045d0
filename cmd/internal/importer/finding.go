package importer

import (
	"time"

	"failsim/cmd/internal/config"
)

// Finding is something in the files that will hurt.
type Finding struct {
	Kind   string // for tests and scripts
	At     config.Place
	Says   string
	Change string // what to change
	// Drill shows what it costs: under Was as the files have it, under Design, or in
	// Then, with the change. None where failsim cannot tell the two apart, and Why
	// says so.
	Drill, Then, Was, Design string
	// Or is another drill that may show it: the one in which the change gains most is
	// that of the figure.
	Or     string
	other  string // that of the two drills that shows less
	Why    string
	Figure string // what it costs where no requests are lost by it
	// With, if not nil, makes the world that has the change of a plan: it is not
	// a matter of a design.
	With            func(p *Plan)
	Edits           []Edit
	Pools           []string // whose finding it is, if it is of several; the figure is the first's
	lines, wasLines []string // of the designs
	plan            *Plan
	Cost            *Cost
}

// Cost is what a finding costs in its drill.
type Cost struct {
	Lost, Then             float64       // requests lost a run: as configured, and with the change
	Recovery, ThenRecovery time.Duration // mean of the runs that were harmed
	Censored, ThenCensored bool          // at least so long
}

// Gains reports that the change loses fewer requests, by more than what a few runs differ
// by chance.
func (c *Cost) Gains() bool { return c.Lost-c.Then > max(1, c.Lost/20) }

// Take takes the cost of a drill in the place of what there is, if it shows more.
func (f *Finding) Take(drill string, c *Cost) {
	if f.Cost == nil || c.Lost-c.Then > f.Cost.Lost-f.Cost.Then {
		f.other = f.Drill
		if f.Then == f.Drill {
			f.Then = drill
		}
		f.Drill, f.Cost = drill, c
		return
	}
	f.other = drill
}

// Priced reports whether a drill shows what a finding costs.
func (f *Finding) Priced() bool { return f.Drill != "" }

// Plan returns the plan whose scenario has the drill.
func (f *Finding) Plan() *Plan { return f.plan }

func (p *Plan) recovery() time.Duration { return config.Value{Text: p.Recovery.Text}.Duration() }

// moving are the lines of a design that moves names by health checks, at a TTL.
func (p *Plan) moving(ttl string) []string {
	steering := p.Steering.Text
	if steering == "" {
		steering = "dns-failover: {interval: 10s, threshold: 3}"
	}
	lines := []string{"dns: {ttl: " + ttl + ", publish: 5s}", "tenant: {<<: *configured, steering: [{" + steering + "}]}"}
	if p.Standby {
		lines = append(lines, "serve: {users: ["+p.endpoint("a", 1)+", "+p.endpoint("standby", 2)+"]}")
	}
	return lines
}
