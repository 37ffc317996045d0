package strategies

import (
	"slices"

	"failsim/models/policy"
)

var anycastEntry = policy.Strategy{
	Name:   "anycast",
	Called: "bgp",
	Socket: policy.SteeringSocket,
	Whole:  true,
	About:  "one address that every region announces: the network takes clients to the nearest, and a region whose probes fail is withdrawn; no DNS answer has to run out",
	Hazard: "a withdrawn region's load falls on the next nearest within seconds, full or not; until routes converge, clients reach the dead region; each flap of a probe moves all clients of a region twice; with closed: kept a region whose speaker stays dead has its clients until restart is over",
	Used:   "Cloudflare, Google Cloud's global load balancer, the DNS root servers",
	Params: slices.Concat(probingAs(
		policy.Param{Name: "interval", Default: "5s", About: "time between probes; Google Cloud; 60s with threshold 3 and timeout 0s is a BGP hold time of 180s (FRR), 1s about BFD's"},
		policy.Param{Name: "timeout", Default: "5s", About: "time-out of a probe; Google Cloud"},
		policy.Param{Name: "threshold", Default: "2", About: "failures in a row that make an endpoint unhealthy; Google Cloud"},
		policy.Param{Name: "back", Default: "2", About: "successes in a row that make it healthy again; Google Cloud; after an error BIRD holds a session back for 60s and more"},
	), []policy.Param{
		{Name: "closed", Kind: policy.WordKind, Default: "checked", Words: []string{"checked", "withdrawn", "kept"},
			About: "what becomes of the route of a region where hosts refuse, as the process is dead: checked, as one that is silent is; withdrawn at once, as a BGP speaker's whose session is closed (FRR 8.4 and BIRD 2.0, within 0.3s); kept for restart, as with graceful restart; assumption: checks of its own withdraw it"},
		{Name: "restart", Kind: policy.DurationKind, Default: "120s", With: "closed: kept", About: "time for which a route is kept whose speaker is dead; the restart time of FRR and BIRD, measured 120.1s and 123s"},
		{Name: "converge", Kind: policy.DurationKind, Default: "30s", About: "time until the last network has the new route, the others evenly before that; Labovitz 2000 saw minutes in the tail; assumption"},
	}),
	New: func(v policy.Values) any {
		p := proberOf(v)
		if p.probes.Open = v.Word("closed") != "checked"; v.Word("closed") == "kept" {
			p.probes.Kept = v.Duration("restart")
		}
		return &anycast{nearestHealthy{p}, policy.Routes{Used: true, Converge: v.Duration("converge")}}
	},
}

// anycast sends as nearestHealthy answers, by routes.
type anycast struct {
	nearestHealthy
	routes policy.Routes
}

var (
	_ policy.Steering = (*anycast)(nil)
	_ policy.Starting = (*anycast)(nil)
	_ policy.Needing  = (*anycast)(nil)
)

func (a *anycast) Needs() policy.Needs { return policy.Needs{Routes: a.routes} }
