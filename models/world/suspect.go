package world

import (
	"failsim/models/id"
	"failsim/sim"
)

// suspect has people of a region, where any would act, see that it is not well.
func (w *World) suspect(now sim.Time, region id.Region) {
	if t := w.teams[region]; t != nil {
		t.Suspect(now, region)
	}
}

// suspect has people of a region see that a service of theirs is not well; those of
// the region where services are seen to that have none.
func (j *services) suspect(now sim.Time, region id.Region) {
	if region >= 0 {
		j.w.suspect(now, region)
		return
	}
	for _, o := range j.w.choice.calendar() {
		if at, provider := o.at(j.w.fixed); provider >= 0 && sim.Time(at) <= now {
			j.w.suspect(now, o.harmed(j.w.fixed, provider)[0])
		}
	}
}
