package strategies

import (
	"math"
	"slices"
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

var manualSwitchEntry = policy.Strategy{
	Name:   "manual-switch",
	Called: "manual-failover dr-runbook switchover",
	Socket: policy.SteeringSocket,
	About:  "people switch: they see an alarm, decide, and change DNS by hand; when all is well for long enough they switch back",
	Hazard: "slow: every step has a person in it; they decide on what they see at the time, and what breaks or mends meanwhile waits for the next decision",
	Used:   "Netflix before it evacuated regions by machine (2016), most owners of a standby region",
	Params: slices.Concat([]policy.Param{scopeOfPeople}, probing, []policy.Param{
		regionShare,
		{Name: "notice", Kind: policy.DurationKind, Default: "5m", About: "time from the probes' verdict until a person looks; assumption: the median of a sweep"},
		{Name: "decide", Kind: policy.DurationKind, Default: "5m", About: "time until the switch is decided; Netflix 2016; assumption elsewhere, where 30 minutes are not rare"},
		{Name: "act", Kind: policy.DurationKind, Default: "10m", About: "time until it is done, the three together at least 1s; assumption: one step of a runbook"},
		{Name: "steady", Was: "calm", Kind: policy.DurationKind, Default: "1h", About: "time without a change of the probes' verdicts before people switch back; assumption"},
	}),
	New: func(v policy.Values) any {
		return &manualSwitch{dnsFailover: newDNSFailover(v), takes: max(time.Second, v.Duration("notice")+v.Duration("decide")+v.Duration("act")), steady: v.Duration("steady")}
	},
}

var scopeOfPeople = func() policy.Param { p := scope; p.Default = "region"; return p }()

// manualSwitch does by hand, later, what dnsFailover would do, for all names at
// once. A client away from a healthy endpoint waits until all is steady.
type manualSwitch struct {
	*dnsFailover
	takes, steady time.Duration
	due           sim.Time // of the switch that people work on; Never
	back          bool     // that switch is one back, which waits until all is steady
	changed       sim.Time // when probes last said something new
}

var (
	_ policy.Steering = (*manualSwitch)(nil)
	_ policy.Starting = (*manualSwitch)(nil)
	_ policy.Ticking  = (*manualSwitch)(nil)
)

func (m *manualSwitch) Start(policy.SteeringView, policy.SteeringOrders) { m.due = sim.Never }
func (m *manualSwitch) Steer(_ id.Name, v policy.SteeringView, o policy.SteeringOrders) {
	m.changed = v.Now()
	m.plan(v, o)
}

// plan has people start on a switch, unless they work on one that is needed.
func (m *manualSwitch) plan(v policy.SteeringView, o policy.SteeringOrders) {
	if m.due != sim.Never && !m.back {
		return
	}
	m.due = sim.Never
	switch needed, wanted := m.needed(v); {
	case needed:
		m.due, m.back = v.Now().Add(m.takes), false
	case wanted:
		m.due, m.back = max(v.Now().Add(m.takes), m.changed.Add(m.steady)), true
	default:
		return
	}
	o.Wake(m.due.Sub(v.Now()))
}

// needed: an answer holds an endpoint that is not well; wanted: one that is not the best.
func (m *manualSwitch) needed(v policy.SteeringView) (needed, wanted bool) {
	for name := range id.Name(v.Names()) {
		weights, _ := m.answer(name, v)
		best, now := shares(weights), v.Answer(name)
		for i, e := range v.Endpoints(name) {
			if math.Abs(best[i]-now[i]) > even {
				wanted = true
				needed = needed || now[i] > 0 && !m.well(name, i, e.Region, v)
			}
		}
	}
	return needed, wanted
}

// Tick is when people change answers.
func (m *manualSwitch) Tick(v policy.SteeringView, o policy.SteeringOrders) {
	if v.Now() < m.due {
		return
	}
	needed, _ := m.needed(v)
	if m.due = sim.Never; needed || v.Now() >= m.changed.Add(m.steady) {
		for name := range id.Name(v.Names()) {
			m.steer(name, v, o)
		}
	}
	m.plan(v, o)
}
