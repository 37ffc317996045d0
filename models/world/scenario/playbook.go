package scenario

import (
	"slices"

	"failsim/models/distribution"
	"failsim/models/file"
	"failsim/models/policy"
)

// mostSteps of a playbook is an assumption; people do not follow more.
const mostSteps = 100

// playbook reads the steps of people. A step may name one that stands below it.
func (r *reader) playbook(n file.Node) []policy.Step {
	names, before := file.NewNames("step", mostSteps), n.Problems()
	drafts := file.ListOf("steps", func(n file.Node) draftStep { return r.step(n, names) })(n)
	nameless := func(d draftStep) bool { return d.Name == "" }
	if n.Exhausted() || !n.Sound() && slices.ContainsFunc(drafts, nameless) {
		return nil // what is wrong has been said; names that miss would be noise
	}
	steps := make([]policy.Step, len(drafts))
	for i, d := range drafts {
		place := func(refs []file.Node) (list []int) {
			for _, ref := range refs {
				list = append(list, max(0, slices.Index(names.All(), names.Reference(ref))))
			}
			return list
		}
		d.When.After, d.When.Failed = place(d.after), place(d.failed)
		for _, k := range place(d.otherwise) {
			d.Else = k
		}
		steps[i] = d.Step
	}
	if n.Problems() == before {
		link(steps, drafts)
		checkPlaybook(steps, drafts)
	}
	return steps
}

// step reads one step but for the names of others.
func (r *reader) step(n file.Node, names *file.Names) draftStep {
	m := n.Open("step")
	defer m.Done()
	m.Renamed("who", "team")
	d := draftStep{node: n, Step: policy.Step{
		Name:  file.Need(m, "step", names.Declared, "the name of the step, which is what it does unless do says so"),
		Who:   file.Get(m, "team", file.NameOf, "people", "the team that does it", "one team"),
		Takes: file.Get(m, "takes", distribution.Of, nil, "how long it takes; without, no time"),
		Fails: file.Get(m, "fails", file.ProbabilityOf, 0, "how probable it is that it fails"),
		Else:  policy.NoStep,
	}}
	unknown := false
	if m.Has("do") || m.Dry() {
		before := n.Problems()
		m.Perhaps(func() {
			d.Do = file.Need(m, "do", action, "what is done (failsim list names the actions); without, what the step is called")
		})
		unknown = n.Problems() > before
	} else if a, known := policy.ActionOf(d.Name); known {
		m.Ask("do") // so that hints name it
		d.Do = a
	} else if !m.Broken() && d.Name != "" {
		m.Refuse("missing in step %s: do, what is done%s", d.Name, n.Hint(d.Name, policy.ActionNames()))
		unknown = true
	}
	if w, ok := m.Ask("when", "when it begins; without, after the step above is done"); ok {
		d.when = true
		d.begins(w, r)
	}
	if e, ok := m.Ask("else", "the step that follows if this one fails; without, none; a snapshot is tried again"); ok {
		e.Expect("the name of a step")
		d.otherwise = []file.Node{e}
	}
	if m.Dry() {
		r.allActions(d, m)
		return d
	}
	if unknown { // whatever it has of its own is not known either
		for _, key := range ofActions {
			m.Ask(key)
		}
		return d
	}
	d.details(m)
	r.target(&d, m)
	return d
}

// ofActions are keys that some action has.
var ofActions = []string{"on", "to", "over", "rate", "reaches", "without", "workers", "units", "replay", "majority", "all", "undelete"}

// allActions reads what each action has, for a list of what there is.
func (r *reader) allActions(d draftStep, m *file.Mapping) {
	m.Perhaps(func() {
		for _, word := range policy.ActionNames() {
			d.Do, _ = policy.ActionOf(word)
			d.details(m)
			r.target(&d, m)
		}
	})
}

// target reads on what a step acts that acts on a service, a queue or a stock.
func (r *reader) target(d *draftStep, m *file.Mapping) {
	queue := declared(r.queues, "world: queues")
	switch d.Do {
	case policy.StartWithout:
		d.Without = file.Get(m, "without", r.services.Reference, "", "only of start-without: the service that it starts without; without, all that are down")
		fallthrough
	case policy.Restart, policy.SwitchOff, policy.SwitchOn:
		d.On = file.Need(m, "on", r.services.Reference, actedOn)
	case policy.Promote, policy.Fence, policy.GoAsynchronous:
		r.onData(d, m)
	case policy.PauseQueue:
		d.On = file.Need(m, "on", queue, actedOn)
	case policy.ResumeQueue:
		d.On = file.Need(m, "on", queue, actedOn)
		d.Over = file.Get(m, "over", distribution.Of, nil, "how long it takes to take full effect; without, at once")
	case policy.Throttle:
		d.On = file.Need(m, "on", queue, actedOn)
		d.PerSecond = file.Need(m, "rate", file.PositiveRateOf, howFast).PerSecond()
	case policy.KillSwitch:
		d.On = file.Need(m, "on", declared(r.configurations, "world: configurations"), actedOn)
		d.Over = file.Get(m, "over", distribution.Of, nil, "how long it takes to take full effect; without, at once")
		d.Reaches = file.Get(m, "reaches", file.PositiveShareOf, 1, "the share of instances that the switch reaches", "all")
	case policy.Evacuate, policy.BringBack:
		d.On = file.Need(m, "on", r.regions.Reference, actedOn)
		d.Over = file.Get(m, "over", distribution.Of, nil, "how long it takes to take full effect; without, at once")
	case policy.RollBack, policy.PushMended, policy.Freeze, policy.Thaw:
		d.On = file.Need(m, "on", declared(r.configurations, "world: configurations"), actedOn)
	case policy.Add:
		if m.Has("workers") == m.Has("units") && !m.Broken() {
			m.Refuse(`add takes "workers", for a queue, or "units", for a stock`)
		}
		if d.Workers = file.Get(m, "workers", file.PositiveCountOf, 0, "only of add, instead of units: how many workers a queue gets"); d.Workers > 0 {
			d.On = file.Need(m, "on", queue, actedOn)
		} else {
			d.On = file.Need(m, "on", declared(r.stocks, "world: stocks"), actedOn)
		}
		d.Units = file.Get(m, "units", file.PositiveCountOf, 0, "only of add, instead of workers: how many units a stock gets")
	}
}
