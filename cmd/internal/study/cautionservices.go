package study

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"failsim/models/file"
	"failsim/models/policy"
	"failsim/models/world/scenario"
)

// cautionServices says which services need each other in a circle, of which none
// starts again by itself once it is broken for too long; and what of queues, herds and
// versions comes to nothing.
func cautionServices(s *scenario.Scenario, designs []*scenario.Design, incidents []*scenario.Incident, say func(format string, args ...any)) {
	said := map[string][]string{} // by what is said: of which designs
	var order []string
	for _, d := range designs {
		note := func(format string, args ...any) {
			text := fmt.Sprintf(format, args...)
			if said[text] = append(said[text], d.Name); len(said[text]) == 1 {
				order = append(order, text)
			}
		}
		circles(s.Everything(d), incidents, note)
		pointless(s.Everything(d), incidents, note)
		cautionQueues(s, d, incidents, note)
		cautionVersions(d, incidents, note)
	}
	for _, text := range order {
		if of := said[text]; len(of) < len(designs) {
			text = strings.Join(of, ", ") + ": " + text
		}
		say("%s", text)
	}
}

// pointless names steps that start a service without something that does not keep it from
// starting: it is not needed, or needed at once, so that the service fails and never stops.
func pointless(all []scenario.NamedService, incidents []*scenario.Incident, say func(format string, args ...any)) {
	for _, i := range incidents {
		for _, step := range i.People.Playbook {
			at := slices.IndexFunc(all, func(s scenario.NamedService) bool { return s.Name == step.On })
			if step.Do != policy.StartWithout || at < 0 {
				continue
			}
			without := cmp.Or(step.Without, "anything")
			needs := slices.DeleteFunc(slices.Clone(all[at].Needs), func(n scenario.Need) bool { return step.Without != "" && n.On != step.Without })
			switch stops := func(n scenario.Need) bool { return n.Cached > 0 || n.ToStart }; {
			case len(needs) == 0:
				say("%s: step %s starts %s without %s, which it does not need", i.Name, step.Name, step.On, without)
			case !slices.ContainsFunc(needs, stops):
				say("%s: step %s does nothing: %s needs %s at once, so that it fails and never stops, and there is nothing to start; with cached: 1s it stops, and people can have it go on without", i.Name, step.Name, step.On, without)
			}
		}
	}
}

func circles(all []scenario.NamedService, incidents []*scenario.Incident, say func(format string, args ...any)) {
	reported := map[string]bool{}
	for _, service := range all {
		circle := scenario.Circle(all, service.Name, func(*scenario.Need) bool { return true })
		if len(circle) == 0 || reported[service.Name] {
			continue
		}
		for _, name := range circle {
			reported[name] = true
		}
		longest, starts := bridges(all, circle)
		when := "once they have stopped"
		if starts == "" {
			when = "broken for longer than " + file.FormatDuration(longest)
		}
		who := "people need a step start-without"
		if by := startedWithout(incidents, circle); by != "" {
			who = "people of " + by + " have a step for it"
		}
		say("services need each other in a circle: %s: %s, none of them starts again by itself; %s", strings.Join(append(circle, circle[0]), " needs "), when, who)
	}
}

// bridges returns for how long a circle runs on without one of its services: the
// longest of its caches; and a service of it that needs the next to start, if one
// does, which runs on for ever.
func bridges(all []scenario.NamedService, circle []string) (longest time.Duration, starts string) {
	for k, name := range circle {
		next := circle[(k+1)%len(circle)]
		i := slices.IndexFunc(all, func(s scenario.NamedService) bool { return s.Name == name })
		for _, need := range all[i].Needs {
			if need.On != next {
				continue
			}
			if longest = max(longest, need.Cached); need.ToStart {
				starts = name
			}
		}
	}
	return longest, starts
}

// startedWithout returns the incidents whose people have a step that breaks a circle.
func startedWithout(incidents []*scenario.Incident, circle []string) string {
	var names []string
	for _, i := range incidents {
		if slices.ContainsFunc(i.People.Playbook, func(s policy.Step) bool {
			return s.Do == policy.StartWithout && slices.Contains(circle, s.On) && (s.Without == "" || slices.Contains(circle, s.Without))
		}) {
			names = append(names, i.Name)
		}
	}
	return strings.Join(names, ", ")
}
