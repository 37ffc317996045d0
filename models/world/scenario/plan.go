package scenario

import (
	"failsim/models/distribution"
	"failsim/models/file"
)

// Plan is the short form of a playbook, before its durations are drawn.
type Plan struct {
	Notice, Misdiagnose, Find, Contain distribution.Distribution
	MendPerHour                        float64
	Restores                           []Restore
	Merge                              distribution.Distribution // nil if ReplaySpeed is given
	ReplaySpeed                        float64
	Majority, All                      distribution.Distribution
	Watch                              distribution.Distribution
}

// Restore is one attempt to get a snapshot back.
type Restore struct {
	Takes distribution.Distribution
	Works float64 // probability
}

func plan(n file.Node) *Plan {
	m := n.Open("plan")
	defer m.Done()
	p := &Plan{
		Notice:      file.Need(m, "notice", distribution.Of, "time from the first damage until people notice it"),
		Misdiagnose: file.Get(m, "misdiagnose", distribution.Of, distribution.Distribution(distribution.Constant(0)), "how long they look in the wrong place; without, they do not"),
		Find:        file.Need(m, "find", distribution.Of, "time from then until they know the cause"),
		Contain:     file.Need(m, "contain", distribution.Of, "time from then until damage stops spreading"),
		MendPerHour: file.Get(m, "mend", file.RateOf, file.Rate{Seconds: 1}, "how many load balancers people repair by hand in that time; without, none").PerHour(),
		Restores:    file.Need(m, "restore", file.ListOf("attempts to restore", restore), "attempts to get a snapshot back, one after the other"),
		Watch:       file.Get(m, "watch", distribution.Of, distribution.Distribution(distribution.Constant(0)), "how long all is watched before it is called over; without, not at all"),
	}
	merge := file.Need(m, "merge", merging, "how long merging the snapshot with later changes takes")
	p.Merge, p.ReplaySpeed = merge.takes, merge.speed
	enable := file.Need(m, "re-enable", enabling, "when workflows run again")
	p.Majority, p.All = enable.majority, enable.all
	return p
}

func restore(n file.Node) Restore {
	m := n.Open("attempt to restore")
	defer m.Done()
	return Restore{
		Takes: file.Need(m, "takes", distribution.Of, "how long the attempt takes"),
		Works: file.Need(m, "works", file.ProbabilityOf, "how probable it is that it works"),
	}
}

// merge is how a snapshot is merged with later changes: for so long, or at a
// speed relative to the time in which they arose.
type merge struct {
	takes distribution.Distribution
	speed float64
}

func merging(n file.Node) merge {
	if !n.IsMapping() {
		return merge{takes: distribution.ReadOr(n, "replay")}
	}
	m := n.Open("merge")
	if !m.Has("replay") {
		return merge{takes: distribution.ReadOr(n, "replay")}
	}
	defer m.Done()
	return merge{speed: file.Need(m, "replay", file.PositiveNumberOf, "how many times as fast as they arose changes are replayed, instead of a time that it takes")}
}

// enable is when most workflows run again, and when all do.
type enable struct {
	majority, all distribution.Distribution
}

func enabling(n file.Node) enable {
	m := n.Open("re-enabling")
	defer m.Done()
	return enablingOf(m, "")
}

// enablingOf reads them; of is what people read before, where other actions have other keys.
func enablingOf(m *file.Mapping, of string) enable {
	e := enable{
		majority: file.Need(m, "majority", distribution.Of, of+"when most workflows run again, after the merge"),
		all:      file.Need(m, "all", distribution.Of, of+"when all do"),
	}
	most, constant := e.majority.(distribution.Constant)
	if all, ok := e.all.(distribution.Constant); ok && constant && most > all {
		m.RefuseAt("majority", "the majority, after %s, comes later than all, after %s", most, all)
	}
	return e
}
