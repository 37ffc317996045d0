package importer

import (
	"fmt"
	"regexp"
	"strings"
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
	Why                      string
	Figure                   string // what it costs where no requests are lost by it
	// With, if not nil, makes the world that has the change of a plan: it is not
	// a matter of a design.
	With            func(p *Plan)
	Edits           []Edit
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

// rule looks for one kind of finding.
type rule func(p *Plan) []Finding

// ofService are rules for what stands around pools, ofLayers for a pool behind another,
// ofPools for each pool by itself; one kind of finding each.
var (
	ofService = []rule{staticName, longTTL, stubbornResolver, singleUpstream, checksOfOtherDepth, idleOutsideLonger, budgetTooLow}
	ofLayers  = []rule{retriesMultiply, timeoutsInsideOut}
	ofPools   = []rule{withoutRedispatch, passiveBlip, onlyServer, cannotEject, ejectsTooFew, localityStays, pinnedClients, namesNeverAskedAgain, scalerTooLow}
)

// Findings are what the files say that will hurt a plan's pool, and the service if
// the plan is of that.
func (p *Plan) Findings() []Finding {
	var list []Finding
	rules := ofPools
	if p.service {
		rules = append(append([]rule{}, ofService...), ofPools...)
	}
	if p.outer != nil {
		rules = append(append([]rule{}, ofLayers...), ofPools...)
	}
	for _, r := range rules {
		for _, f := range r(p) {
			if f.plan = p; f.Was == "" {
				f.Was = "as-configured"
			}
			if f.Then == "" {
				f.Then = f.Drill
			}
			if f.Design == "" {
				f.Design = f.Was
			}
			list = append(list, f)
		}
	}
	return list
}

// Priced tells whether a drill shows what a finding costs.
func (f *Finding) Priced() bool { return f.Drill != "" }

// Plan returns the plan whose scenario has the drill.
func (f *Finding) Plan() *Plan { return f.plan }

// WithChange returns the scenario that has the change of a finding that is not a
// matter of a design.
func (f *Finding) WithChange() string {
	p := *f.plan
	f.With(&p)
	return p.Scenario([]Finding{*f})
}

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

// setting returns an edit that gives a key another value in its line of YAML or JSON.
func setting(v config.Value, key, to string) []Edit {
	pattern := regexp.MustCompile(`((?:^|[\s{,"-])` + strings.ReplaceAll(key, "_", "_?") + `"?\s*:\s*)"?[\w.%]+"?`)
	fold := regexp.MustCompile(`(?i)` + pattern.String())
	return []Edit{{At: v.Place, To: func(line string) string { return fold.ReplaceAllString(line, "${1}"+to) }}}
}

// servers writes how many of the pool's servers a drill hits.
func (p *Plan) some(n int) string {
	return fmt.Sprintf("{region: %s, backends: %d of %d}", p.at(), n, p.size())
}
