package people

import (
	"failsim/models/policy"
	"failsim/models/record"
	"failsim/sim"
)

// Teams are the people of one provider. Each team works on one region at a time:
// a region that is suspected while every team is at work waits for the first that
// is free.
type Teams struct {
	kernel *sim.Kernel
	plan   policy.Plan
	later  []expected // plans for incidents that begin later
	planes []Plane    // by region; nil where it is not theirs
	sink   record.Sink
	teams  []*team
}

// New returns so many teams that know of nothing. planes holds the control planes
// of their provider, by region, and nil for those of others.
func New(k *sim.Kernel, number int, plan policy.Plan, planes []Plane, sink record.Sink) *Teams {
	t := &Teams{kernel: k, plan: plan, planes: planes, sink: sink}
	for range number {
		one := &team{Teams: t}
		one.owner = k.Register(one)
		t.teams = append(t.teams, one)
	}
	return t
}

// expected is the plan for an incident, from when it begins.
type expected struct {
	from sim.Time
	plan policy.Plan
}

// Expect gives the teams the plan for an incident that begins later than those
// that they have plans for. What a team is at work on, it ends by the plan that
// it began with.
func (t *Teams) Expect(from sim.Time, plan policy.Plan) {
	t.later = append(t.later, expected{from, plan})
}

// planOf returns the plan of the incident that began last.
func (t *Teams) planOf(now sim.Time) policy.Plan {
	for len(t.later) > 0 && t.later[0].from <= now {
		t.plan, t.later = t.later[0].plan, t.later[1:]
	}
	return t.plan
}

// Suspect tells of a first sign: a failed call or a harmed LB. It makes no
// difference where a team is at work already, nor if all are elsewhere.
func (t *Teams) Suspect(now sim.Time, region int) {
	if t.at(region) != nil {
		return
	}
	for _, one := range t.teams {
		if one.free() {
			one.takeUp(now, region)
			return
		}
	}
}

// at returns the team that is at work on a region, or nil.
func (t *Teams) at(region int) *team {
	for _, one := range t.teams {
		if one.region == region && !one.free() {
			return one
		}
	}
	return nil
}

func (t *team) free() bool { return t.phase == calm || t.phase == over }
