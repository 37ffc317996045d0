package health

import (
	"failsim/models/caller"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"
)

// checker is who has a belief about targets: Checks, or Queued.
type checker interface {
	Changed(now sim.Time, i int, c Condition)
	Believed(i int) bool
	Ask(targets []caller.Probed)
}

// Voters are several checkers of the same targets, each with a phase of its own. A
// target is healthy if more than a share of them say so. What a checker needs to send
// its probes may fail: then a share of them fails, whatever the target is, or nothing is
// known any more and the checker goes on to say what it last said.
type Voters struct {
	listener Listener
	above    float64
	voters   []voter
	truth    []Condition // of each target
	good     []int       // by target: how many say that it is healthy
	believed []bool
}

// voter is a checker as the vote knows it.
type voter struct {
	all    *Voters
	checks checker
	keeps  bool    // it says what it last said while it is blind
	fails  float64 // share of its probes that fail for want of what it needs
	blind  bool
}

// NewVoters returns no checker yet of so many targets.
func NewVoters(targets int, above float64, listener Listener) *Voters {
	v := &Voters{listener: listener, above: above, truth: make([]Condition, targets), good: make([]int, targets), believed: make([]bool, targets)}
	for i := range v.believed {
		v.believed[i] = true
	}
	return v
}

// add adds a checker, made by who is given its listener. One that keeps what it knows
// says it for as long as it is blind.
func (v *Voters) add(keeps bool, check func(Listener) checker) {
	k := len(v.voters)
	v.voters = append(v.voters, voter{all: v, keeps: keeps})
	v.voters[k].checks = check(voice{v, k})
	for i := range v.good {
		v.good[i]++
	}
}

// AddChecks adds a checker whose probes cost nothing.
func (v *Voters) AddChecks(k *sim.Kernel, timing policy.ProbeTiming, keys []sim.Key, keeps bool) {
	v.add(keeps, func(l Listener) checker { return New(k, timing, keys, l) })
}

// AddQueued adds a checker whose probes are jobs of a queue.
func (v *Voters) AddQueued(k *sim.Kernel, timing policy.ProbeTiming, keys []sim.Key, keeps bool, office Office) {
	v.add(keeps, func(l Listener) checker { return NewQueued(k, timing, keys, l, office) })
}

// Ask has the targets say what becomes of probes that may fail or not.
func (v *Voters) Ask(targets []caller.Probed) {
	for k := range v.voters {
		through := make([]caller.Probed, len(targets))
		for i, t := range targets {
			through[i] = sent{v, k, t}
		}
		v.voters[k].checks.Ask(through)
	}
}

// Believed reports whether the vote calls a target healthy.
func (v *Voters) Believed(i int) bool { return v.believed[i] }

// Changed reports that a target's condition is another from now on.
func (v *Voters) Changed(now sim.Time, i int, c Condition) {
	v.truth[i] = c
	for k := range v.voters {
		v.voters[k].show(now, i)
	}
}

// Impair has a share of a checker's probes fail for want of what it needs.
func (v *Voters) Impair(now sim.Time, k int, fails float64) {
	o := &v.voters[k]
	if o.blind = o.keeps && fails >= 1; o.keeps {
		fails = 0
	}
	o.fails = fails
	for i := range v.truth {
		o.show(now, i)
	}
}

// show has a checker meet what its probes of a target meet.
func (o *voter) show(now sim.Time, i int) {
	c := o.all.truth[i]
	switch {
	case o.blind:
		c = Condition{Fails: !o.checks.Believed(i)}
	case o.fails >= 1:
		c = Condition{Fails: true}
	case o.fails > 0:
		c.Gray = 1 - float64((1-c.Gray)*(1-o.fails))
	}
	o.checks.Changed(now, i, c)
}

// voice is what a checker says.
type voice struct {
	all *Voters
	k   int
}

// Believed implements Listener.
func (w voice) Believed(now sim.Time, target int, healthy bool) {
	v := w.all
	if healthy {
		v.good[target]++
	} else {
		v.good[target]--
	}
	if is := float64(v.good[target]) > v.above*float64(len(v.voters)); is != v.believed[target] {
		v.believed[target] = is
		v.listener.Believed(now, target, is)
	}
}

// sent is a target as a checker reaches it.
type sent struct {
	all    *Voters
	k      int
	target caller.Probed
}

// Probe implements caller.Probed.
func (s sent) Probe(now sim.Time, q *caller.Probe) caller.Answer {
	if fails := s.all.voters[s.k].fails; fails > 0 && FailsByChance(q.Key.Named("checker"), q.Nth, fails) {
		return caller.Answer{Fate: caller.Fate{Cause: request.ServiceDown}, Backend: -1, Times: caller.Times{At: now}}
	}
	return s.target.Probe(now, q)
}
