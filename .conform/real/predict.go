package main

import (
	"slices"
	"time"

	"failsim/cmd/conform/rig"
	"failsim/cmd/internal/conform/model"
	"failsim/models/balancer"
	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/sim"
)

// What an experiment asks of failsim.

const (
	second = time.Second
	ms     = time.Millisecond
)

// setup is an LB before backends that work 2 ms on a request, and nothing else said.
func setup(backends int, at []time.Duration, balancing string, retrying policy.LBRetrying, filters ...policy.Filtering) *model.Setup {
	s := &model.Setup{Key: sim.NewKey(1, 0), Backends: backends, Servers: 64 * backends, QueueCapacity: 64, Distribution: distribution.Constant(2 * ms), Arrivals: at, Users: 1 << 20,
		Timeout: 2 * time.Minute, Patience: 2 * time.Minute, Retrying: rig.Make[policy.Retrying]("never"), Balancing: rig.Make[policy.Balancing](balancing), Filters: filters}
	if s.Check.Timeout = second; retrying != nil {
		s.LBRetrying = []policy.LBRetrying{retrying}
		connect, _ := retrying.TimeOuts()
		s.Check.Timeout = max(connect, second)
	}
	return s
}

// fails has the first few backends do something for a time.
func fails(s *model.Setup, first int, m rig.Mood, from, until time.Duration) *model.Setup {
	f := model.Fault{First: first, From: from, Until: until, Lost: true}
	switch m {
	case rig.Refuses:
		f.As = balancer.Process
	case rig.Drops:
		f.As = balancer.Machine
	case rig.Errs:
		f.Lost, f.Gray = false, balancer.Gray{Errors: 1, Slow: 1}
	case rig.Hangs:
		f.Lost, f.Gray = false, balancer.Gray{Slow: 1e6}
	default:
		panic("real: failsim cannot express this")
	}
	s.Faults = append(s.Faults, f)
	return s
}

const ever = time.Hour

func redispatch(given ...string) policy.LBRetrying {
	return rig.Make[policy.LBRetrying]("redispatch", given...)
}

func nextUpstream(given ...string) policy.LBRetrying {
	return rig.Make[policy.LBRetrying]("next-upstream", given...)
}

func filter(name string, given ...string) policy.Filtering {
	return rig.Make[policy.Filtering](name, given...)
}

// seen are figures of requests, predicted or measured.
type seen struct {
	n, bad  int
	lastBad time.Duration // since the first request
	tookBad float64       // seconds, mean
	longest float64       // of those answered right
	most    float64       // 19 of 20 of those take no longer
	took    []float64
}

func predicted(s *model.Setup) (r seen, picks []model.Pick) {
	fates, picks := model.Play(s)
	for i, f := range fates {
		r.add(s.Arrivals[i]-s.Arrivals[0], f.Took, f.Good)
	}
	return r.mean(), picks
}

func measured(list []rig.Result) (r seen) {
	for _, one := range list {
		r.add(one.At-list[0].At, one.Took, one.Good())
	}
	return r.mean()
}

func (r *seen) add(at, took time.Duration, good bool) {
	if r.n++; good {
		r.longest = max(r.longest, took.Seconds())
		r.took = append(r.took, took.Seconds())
		return
	}
	r.bad++
	r.lastBad = at
	r.tookBad += took.Seconds()
}

func (r seen) mean() seen {
	r.tookBad /= float64(max(1, r.bad))
	if slices.Sort(r.took); len(r.took) > 0 {
		r.most = r.took[(19*len(r.took)-1)/20]
	}
	return r
}

// meanVerdict is how long checks take until they notice, over all phases.
func meanVerdict(p policy.ProbeTiming, healthy, silent bool) float64 {
	return meanOfList(verdicts(p, healthy, silent))
}

// latestVerdict is how long they take at most.
func latestVerdict(p policy.ProbeTiming, healthy, silent bool) float64 {
	return slices.Max(verdicts(p, healthy, silent))
}

func verdicts(p policy.ProbeTiming, healthy, silent bool) (list []float64) {
	const n = 1000
	for i := range n {
		at := sim.Time(time.Hour)
		phase := time.Duration(float64(p.Interval) * (float64(i) + 0.5) / n)
		list = append(list, p.VerdictAt(at, phase, 0, healthy, silent).Sub(at).Seconds())
	}
	return list
}
