package strategies

import (
	"slices"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

var subsettingEntry = policy.Strategy{
	Name:   "subsetting",
	Socket: policy.FilteringSocket,
	About:  "each LB uses some of the backends only, so chosen that every backend has as many LBs: deterministic subsetting, as in Google's SRE book",
	Hazard: "when most of its subset is lost an LB overloads the rest though others are idle; with few LBs some backends have none",
	Used:   "Google, Finagle (Twitter), Uber",
	Params: []policy.Param{
		{Name: "size", Kind: policy.CountKind, Default: "20", Least: "1", About: "backends of an LB; Google's SRE book: 20 to 100"},
	},
	New: func(v policy.Values) any { return &subsetting{v.Count("size")} },
}

// subsetting deals shuffled backends out to a round of LBs, then shuffles anew.
type subsetting struct{ size int }

var (
	_ policy.Filtering   = (*subsetting)(nil)
	_ policy.Remembering = (*subsetting)(nil)
)

// Fresh returns which backends are an LB's, by index.
func (s *subsetting) Fresh(t *policy.Targets, _ sim.Key) any {
	n := len(t.InFlight)
	subsets := max(1, n/s.size)
	order := make([]id.Member, n)
	for b := range order {
		order[b] = id.Member(b)
	}
	round := sim.Key(0).Named("subsetting").At(uint64(t.Number / subsets))
	for i := n - 1; i > 0; i-- {
		j := round.IntN(uint64(i), i+1)
		order[i], order[j] = order[j], order[i]
	}
	own := make([]bool, n)
	for i := range min(s.size, n) {
		own[order[(t.Number%subsets*s.size+i)%n]] = true
	}
	return own
}

func (*subsetting) Filter(t *policy.Targets) {
	own := t.Memory.([]bool)
	t.Healthy = slices.DeleteFunc(t.Healthy, func(b id.Member) bool { return !own[b] })
}
