package study

import (
	"slices"
	"time"

	"failsim/models/file"
	"failsim/models/policy"
	"failsim/models/world/scenario"
)

// cautionVersions says of a design's configurations which guards and steps have nothing to act
// on, or come too late, in the incidents that are run.
func cautionVersions(d *scenario.Design, incidents []*scenario.Incident, note func(format string, args ...any)) {
	for k := range d.Configurations {
		c := &d.Configurations[k]
		var all []*scenario.Fault
		for _, i := range incidents {
			those := changesOf(c, i)
			all = append(all, those...)
			stepsWithout(c, i, len(those) > 0, note)
			undone(c, i, those, note)
		}
		if len(all) > 0 {
			guardsWithout(c, all, note)
		}
	}
}

// changesOf returns the faults of an incident that change a configuration.
func changesOf(c *scenario.Configuration, i *scenario.Incident) (list []*scenario.Fault) {
	for k := range i.Faults {
		if i.Faults[k].Configuration == c.Name {
			list = append(list, &i.Faults[k])
		}
	}
	return list
}

// stepsWithout names steps of people that have nothing to act on.
func stepsWithout(c *scenario.Configuration, i *scenario.Incident, changed bool, note func(format string, args ...any)) {
	for _, step := range i.People.Playbook {
		switch {
		case step.On != c.Name || !step.Do.OnConfiguration():
		case !changed:
			note("%s: step %s does nothing: no fault of this incident changes %s", i.Name, step.Name, c.Name)
		case step.Do == policy.Thaw && !slices.ContainsFunc(i.People.Playbook, func(s policy.Step) bool { return s.On == c.Name && s.Do == policy.Freeze }):
			note("%s: step %s does nothing: no step freezes the pushes of %s", i.Name, step.Name, c.Name)
		}
	}
}

// undone says where what people bring back is replaced by what a machine makes next.
func undone(c *scenario.Configuration, i *scenario.Incident, changes []*scenario.Fault, note func(format string, args ...any)) {
	does := func(a policy.Action) *policy.Step { return stepOn([]*scenario.Incident{i}, c.Name, a) }
	for _, f := range changes {
		if f.Every == 0 {
			continue
		}
		if back := does(policy.RollBack); back != nil && does(policy.Freeze) == nil && does(policy.PushMended) == nil && does(policy.KillSwitch) == nil && f.For == nil {
			note("%s: step %s lasts for %s at most: another version of %s is pushed every %s until people freeze that, or mend what makes them (push-mended)", i.Name, back.Name, file.FormatDuration(f.Every), c.Name, file.FormatDuration(f.Every))
		}
		if bake := longestBake(c); bake >= f.Every {
			note("%s: a push of %s never gets past a wave that is watched for %s, as the next one begins %s after it", i.Name, c.Name, file.FormatDuration(bake), file.FormatDuration(f.Every))
		}
	}
}

func longestBake(c *scenario.Configuration) (longest time.Duration) {
	for _, w := range c.Waves {
		longest = max(longest, w.Bake)
	}
	return longest
}

// guardsWithout names guards of which no fault is what they guard against, and those that
// are blind to all of them.
func guardsWithout(c *scenario.Configuration, changes []*scenario.Fault, note func(format string, args ...any)) {
	none := func(is func(f *scenario.Fault) bool) bool { return !slices.ContainsFunc(changes, is) }
	older := func(f *scenario.Fault) bool { return f.Kind == scenario.Revert }
	if c.RefusesOlder && none(older) {
		note("%s: refuse-older has nothing to refuse: no fault pushes an older version (revert)", c.Name)
	}
	if c.Keeps && none(func(f *scenario.Fault) bool { return f.Missing }) {
		note("%s: if-missing: keeps has nothing to act on: no fault pushes a version without rows (missing: true)", c.Name)
	}
	harms := slices.DeleteFunc(slices.Clone(changes), func(f *scenario.Fault) bool {
		return f.Missing && c.Keeps || older(f) && c.RefusesOlder
	})
	if len(harms) == 0 {
		return
	}
	soonest, most := harms[0].Begins, 0.0
	for _, f := range harms {
		soonest = min(soonest, f.Begins)
		if most = max(most, f.Share); f.Missing || older(f) {
			most = 1
		}
	}
	if bake := longestBake(c); c.Verdict.Requests > 0 && soonest > bake {
		note("%s: its verdict is blind: a wave is watched for %s at most, and an instance begins to fail %s after it has the version", c.Name, file.FormatDuration(bake), file.FormatDuration(soonest))
	}
	if b := &c.RollBack; b.Alarm > most {
		note("%s: its roll-back never begins: the alarm is %s of requests, and the worst version fails %s", c.Name, file.FormatShare(b.Alarm), file.FormatShare(most))
	} else if b.TrustsAfter > 0 && soonest > b.TrustsAfter {
		note("%s: its roll-back changes nothing: a version is the last good one after %s, and begins to fail after %s", c.Name, file.FormatDuration(b.TrustsAfter), file.FormatDuration(soonest))
	}
}
