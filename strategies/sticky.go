package strategies

import (
	"slices"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

var stickyEntry = policy.Strategy{
	Name:   "sticky",
	Called: "stickiness session-affinity affinity cookie",
	Socket: policy.BalancingSocket,
	About:  "a cookie keeps a user at the backend that it had first, for as long as that is healthy; a user without a cookie goes to the one of two with fewer outstanding requests",
	Hazard: "a backend that comes back stays nearly empty, as no cookie names it; the users that it lost stay where they went",
	Used:   "AWS's ALB (stickiness), HAProxy's cookie, PHP and Java applications with sessions in memory",
	Params: []policy.Param{
		{Name: "lasts", Kind: policy.DurationKind, Default: "24h", Least: "1ms", About: "how long a cookie lasts after its last use; AWS's ALB, 1 day"},
		{Name: "cookies", Kind: policy.CountKind, Default: "4096", Least: "1", About: "number of users that an LB tells apart: users with equal hashes share one; assumption"},
	},
	New: func(v policy.Values) any {
		return &sticky{lasts: sim.Time(v.Duration("lasts")), cookies: v.Count("cookies")}
	},
}

// sticky keeps cookies at the LB, where users would keep them: to both it is the
// same, but that users here share some.
type sticky struct {
	lasts   sim.Time
	cookies int
}

var (
	_ policy.Balancing   = (*sticky)(nil)
	_ policy.Remembering = (*sticky)(nil)
	_ policy.Learning    = (*sticky)(nil)
)

// cookie says a backend to some users.
type cookie struct {
	backend id.Member
	given   bool
	used    sim.Time
}

func (s *sticky) Fresh(*policy.Targets, sim.Key) any { return make([]cookie, s.cookies) }

func (s *sticky) Pick(t *policy.Targets, u uint64) id.Member {
	c := &t.Memory.([]cookie)[t.Key%uint64(s.cookies)]
	_, healthy := slices.BinarySearch(t.Healthy, c.backend)
	if !c.given || !healthy || t.Now-c.used >= s.lasts {
		a, b := twoOf(t.Healthy, u)
		if c.backend = a; t.InFlight[b] < t.InFlight[a] {
			c.backend = b
		}
	}
	c.given, c.used = true, t.Now
	return c.backend
}

// Learn learns nothing: it is there for the clock, which who learns is shown.
func (*sticky) Learn(*policy.Targets, *policy.Ending) {}
