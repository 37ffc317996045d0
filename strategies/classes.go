package strategies

import "failsim/models/policy"

var classesEntry = policy.Strategy{
	Name:   "classes",
	Called: "priority priorities criticality qos",
	Socket: policy.AdmittingSocket,
	About:  "a backend serves critical requests first, and keeps part of its queue for them: the others are shed first",
	Hazard: "while critical requests alone keep the servers busy, the others get nothing; if nearly all requests are critical, the classes do not help",
	Used:   "Google (criticality, SRE book), Netflix (prioritized load shedding), Stripe, Envoy's priorities",
	Params: []policy.Param{
		{Name: "critical", Kind: policy.ShareKind, Default: "50%", About: "share of clients whose requests are critical; assumption"},
		{Name: "kept", Kind: policy.ShareKind, Default: "50%", About: "share of the queue capacity for critical requests alone; assumption"},
	},
	New: func(v policy.Values) any { return classes{parts(v.Share("critical")), v.Share("kept")} },
}

type classes struct {
	critical uint64
	kept     float64
}

var (
	_ policy.Admitting = classes{}
	_ policy.Ranking   = classes{}
)

func (c classes) Admits(d *policy.Queue, v *policy.Visit) bool {
	return d.Serving < d.Servers || c.Class(v) == 0 || float64(d.Waiting) < (1-c.kept)*float64(d.Capacity)
}

func (classes) Classes() int { return 2 }

// Class implements policy.Ranking: the same for all requests of a client.
func (c classes) Class(v *policy.Visit) int {
	if drawn(v.Client, purposeCritical, c.critical) {
		return 0
	}
	return 1
}
