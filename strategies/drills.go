package strategies

import (
	"time"

	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/sim/portable"
)

var drillsEntry = policy.Strategy{
	Name:   "drills",
	Socket: policy.OperatingSocket,
	About:  "people practise what they would do: each step takes a part of its time and fails more rarely, the less time has passed since the last drill",
	Hazard: "its effect decays: steps practised long ago go as if never practised; detection is no faster",
	Used:   "Netflix's Chaos Kong, Facebook's drain tests (Maelstrom), Google's DiRT",
	Params: []policy.Param{
		{Name: "every", Kind: policy.DurationKind, Default: "720h", About: "time between drills; Netflix evacuated a region about monthly, and Facebook's drains are as frequent; the incident comes at any time between two"},
		{Name: "decay", Kind: policy.DurationKind, Default: "4320h", About: "time after which 37 % of the effect is left, above 0s; assumption"},
		{Name: "takes", Kind: policy.ShareKind, Default: "20%", About: "share of a step's time that it takes just after a drill: Netflix came from 50 min to less than 10"},
	},
	New: func(v policy.Values) any {
		return &drills{v.Duration("every"), max(time.Second, v.Duration("decay")), v.Share("takes")}
	},
}

// drills shorten what people do, and not what they wait for.
type drills struct {
	every, decay time.Duration
	takes        float64
}

var _ policy.Operating = (*drills)(nil)

func (d *drills) Revise(p *policy.Playbook) {
	age := p.Draw("drill") * float64(d.every)
	left := portable.Exp(-age / float64(d.decay))
	for i := range p.Steps {
		s := &p.Steps[i]
		if s.Do == policy.Notice || s.Do == policy.WatchOver || s.Do == policy.Wait {
			continue
		}
		factor := 1 - float64((1-d.takes)*left)
		s.Fails *= 1 - left
		s.Takes, s.Majority, s.All = shorter(s.Takes, factor), shorter(s.Majority, factor), shorter(s.All, factor)
	}
}

func shorter(d distribution.Distribution, factor float64) distribution.Distribution {
	if d == nil {
		return nil
	}
	return distribution.Scaled{Of: d, By: factor}
}
