package people

import (
	"fmt"
	"time"

	"failsim/models/distribution"
	"failsim/models/policy"
)

// Plan is the short form of a playbook: the phases of the incident of 2012, by
// how long each lasts.
type Plan struct {
	Notice      time.Duration // first error to people at work
	Misdiagnose time.Duration // spent on the wrong diagnosis
	Find        time.Duration // from there to the cause
	Contain     time.Duration // from the cause to workflows off
	// MendPerHour is how many LBs people mend by hand in an hour while the
	// state is lost; 0 for none.
	MendPerHour float64
	// Restores are at least one, in order, until one succeeds; the last is made
	// again and again. They start at containment.
	Restores []Restore
	// Merge is how long merging the snapshot with later changes takes;
	// if ReplaySpeed is above 0 it is the age of the snapshot divided by it.
	Merge       time.Duration
	ReplaySpeed float64
	// Re-enabling starts after the merge: half of it is done at Majority, all
	// at All, where Majority is at most All.
	Majority, All time.Duration
	Watch         time.Duration // from all re-enabled to declared normal
}

// Restore is one attempt to get a snapshot of the state store back.
type Restore struct {
	Takes    time.Duration
	Succeeds bool
}

// Playbook writes the plan out in steps. Those who mend by hand are others than
// those who restore.
func (p Plan) Playbook() policy.Playbook {
	var b policy.Playbook
	add := func(name string, do policy.Action, takes time.Duration, after ...int) int {
		b.Steps = append(b.Steps, policy.Step{Name: name, Who: "people", Do: do, Takes: distribution.Constant(takes),
			When: policy.When{After: after}, Else: policy.NoStep})
		return len(b.Steps) - 1
	}
	notice := add("notice", policy.Notice, p.Notice)
	b.Steps[notice].When.Symptom = true
	misdiagnose := add("misdiagnose", policy.Misdiagnose, p.Misdiagnose, notice)
	find := add("find", policy.Find, p.Find, misdiagnose)
	contain := add("contain", policy.Contain, p.Contain, find)
	if p.MendPerHour > 0 {
		mend := &b.Steps[add("mend", policy.Mend, 0, contain)]
		mend.Who, mend.MendPerHour = "hands", p.MendPerHour
	}
	first := len(b.Steps)
	var restores []int
	for i, r := range p.Restores {
		k := add(fmt.Sprintf("restore-%d", i+1), policy.Snapshot, r.Takes)
		restores = append(restores, k)
		b.Steps[k].Else = min(k+1, first+len(p.Restores)-1)
		if !r.Succeeds {
			b.Steps[k].Fails = 1
		}
	}
	b.Steps[first].When.After = []int{contain}
	merge := add("merge", policy.Merge, p.Merge, restores...)
	b.Steps[merge].ReplaySpeed = p.ReplaySpeed
	enable := add("re-enable", policy.Reenable, 0, merge)
	b.Steps[enable].Majority, b.Steps[enable].All = distribution.Constant(p.Majority), distribution.Constant(p.All)
	add("watch", policy.WatchOver, p.Watch, enable)
	return b
}
