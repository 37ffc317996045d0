package scenario

import (
	"failsim/models/file"
	"failsim/models/policy"
)

// draftStep is a step whose references to others are still names.
type draftStep struct {
	policy.Step
	node                     file.Node
	when                     bool // it says when it begins
	after, failed, otherwise []file.Node
}

// What is said of keys that several actions have.
const (
	actedOn = "only of actions on one thing: that service, queue, stock, configuration, data or region, by name"
	howFast = "only of throttle and mend: how many jobs the queue takes in, or load balancers are mended, in that time"
)

// begins reads what begins a step.
func (d *draftStep) begins(n file.Node, r *reader) {
	if n.Is("symptom", "the first harm that people can see"); n.IsScalar() {
		if n.Word() != "symptom" {
			n.Refuse(`expected symptom, {at: 10m}, {after: STEP} or {failed: STEP}, found %s`, n.Kind())
		}
		d.When.Symptom = true
		return
	}
	m := n.Open("when")
	defer m.Done()
	d.When.At, d.When.Timed = file.Get(m, "at", file.DurationOf, 0, "so long after the incident's first fault (a fault's own at counts from the start of the run); without, what the other keys say"), m.Has("at")
	d.after = file.Get(m, "after", several, nil, "after a step, or any of a list, has been done; without, what the other keys say")
	d.failed = file.Get(m, "failed", several, nil, "after a step, or any of a list, has failed; without, what the other keys say")
	m.Heir("what the other keys say")
	if m.Has("service") || m.Dry() {
		m.Perhaps(func() {
			c := r.conditionOf(m)
			d.When.Service, d.When.Share, d.When.For = c.Service, c.Share, c.For
		})
	} else {
		m.Ask("service") // so that hints name it
	}
	all := file.Get(m, "after-all", several, nil, "after all steps of a list have been done; without, what the other keys say")
	if len(d.after) > 0 && len(all) > 0 {
		m.RefuseAt("after-all", `either "after", which is any of the steps, or "after-all"`)
	}
	d.after, d.When.All = append(d.after, all...), len(all) > 0
	if !m.Broken() && m.Known() && !d.When.Timed && d.When.Service == "" && len(d.after)+len(d.failed) == 0 {
		m.Refuse("missing in when: at, after, after-all, failed, or service and down-for")
	}
}

// several is the parser of one name or a list of them, which are read later.
func several(n file.Node) []file.Node {
	one := func(n file.Node) file.Node {
		n.Expect("the name of a step")
		return n
	}
	if n.IsList() {
		return file.ListOf("steps", one)(n)
	}
	return []file.Node{one(n)}
}

// details reads what only some actions have, and refuses what they cannot have.
func (d *draftStep) details(m *file.Mapping) {
	one := m.Has("takes") || m.Has("fails") // of one stretch of time, that ends well or not
	switch d.Do {
	case policy.Mend:
		paced := file.That(file.RateOf, "above 0", func(r file.Rate) bool { return r.Count > 0 })
		if one && !m.Broken() {
			m.Refuse(`mend takes as long as its rate says, like rate: 20/h, and ends when no LB is misconfigured: it has no "takes" and cannot fail`)
			file.Get(m, "rate", paced, file.Rate{}, howFast)
			break
		}
		d.MendPerHour = file.Need(m, "rate", paced, howFast).PerHour()
	case policy.Reenable:
		e := enablingOf(m, "only of re-enable: ")
		d.Majority, d.All = e.majority, e.all
		if one && !m.Broken() {
			m.Refuse(`re-enable takes as long as "majority" and "all" say: it has no "takes" and cannot fail`)
		}
	case policy.Merge:
		if d.ReplaySpeed = file.Get(m, "replay", file.PositiveNumberOf, 0, "how many times as fast as they arose changes are replayed, instead of a time that it takes"); m.Has("replay") && m.Has("takes") {
			m.RefuseAt("replay", `either "takes" or "replay", which says how long it takes`)
		}
	}
}

func action(n file.Node) policy.Action {
	if n.Dry() {
		for _, word := range policy.ActionNames() {
			n.Is(word, AboutAction(word))
		}
		return 0
	}
	word, ok := n.Scalar("an action, such as restore")
	a, known := policy.ActionOf(word)
	if ok && !known {
		n.Refuse("unknown action %q%s: people have a lever for no other (failsim list has them all)", file.Short(word), n.Hint(word, policy.ActionNames()))
	}
	return a
}

// AboutAction says what an action does, and the fields of its own.
func AboutAction(word string) string {
	a, _ := policy.ActionOf(word)
	return a.About()
}

// Actions returns the words for what a step of a playbook can do.
func Actions() []string { return policy.ActionNames() }
