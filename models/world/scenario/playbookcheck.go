package scenario

import (
	"slices"

	"failsim/models/distribution"
	"failsim/models/policy"
)

// link says when steps begin that do not: the first with the symptom, others
// after the one above. One that is done instead of another above it, because the
// other's else says so, only then; what stands below it comes after either.
func link(steps []policy.Step, drafts []draftStep) {
	instead := func(i int) (of []int) {
		for k := range i {
			if steps[k].Else == i && !drafts[i].when {
				of = append(of, k)
			}
		}
		return of
	}
	for i := range steps {
		s := &steps[i]
		switch {
		case drafts[i].when || len(instead(i)) > 0:
		case i == 0:
			s.When.Symptom = true
		default:
			s.When.After = []int{i - 1}
			for k := 0; k < len(s.When.After); k++ { // it grows
				for _, of := range instead(s.When.After[k]) {
					if !slices.Contains(s.When.After, of) {
						s.When.After = append(s.When.After, of)
					}
				}
			}
		}
		if s.Do == policy.Snapshot && s.Else == policy.NoStep && !awaitedFailure(steps, i) {
			s.Else = i // again and again
		}
	}
}

func awaitedFailure(steps []policy.Step, i int) bool {
	return steps[i].Else != policy.NoStep || slices.ContainsFunc(steps, func(s policy.Step) bool { return slices.Contains(s.When.Failed, i) })
}

// mayFail reports whether a step can: there may be no snapshot to restore.
func mayFail(s *policy.Step) bool { return s.Fails > 0 || s.Do == policy.Snapshot }

// checkPlaybook refuses steps that never begin, that end nowhere, or that go round
// in no time.
func checkPlaybook(steps []policy.Step, drafts []draftStep) {
	reached := begun(steps)
	for i := range steps {
		s, refuse := &steps[i], drafts[i].node.Refuse
		switch circle := waitsFor(steps, i); {
		case !mayFail(s) && awaitedFailure(steps, i):
			refuse("step %s cannot fail, though something is to be done then: fails: its probability", s.Name)
		case len(circle) > 0:
			refuse("step %s waits for itself: %s", s.Name, chain(steps, circle))
		case !reached[i]:
			refuse("step %s never begins: nothing that it waits for can happen", s.Name)
		case mayFail(s) && !awaitedFailure(steps, i):
			refuse("step %s may fail, and nothing is done then: else: another step, or else: %s to try again", s.Name, s.Name)
		case mayFail(s) && takesNoTime(s.Takes) && comesRound(steps, i):
			refuse("step %s may fail and be tried again, so it must take time: takes: longer than 0s", s.Name)
		case s.Do == policy.WatchOver && takesNoTime(s.Takes):
			refuse("step %s must take time: if harm is left when it ends, all begins anew: takes: longer than 0s", s.Name)
		case s.Do == policy.Merge && !slices.ContainsFunc(steps, func(s policy.Step) bool { return s.Do == policy.Snapshot }):
			refuse("step %s has nothing to merge: no step has do: restore", s.Name)
		}
	}
}

func takesNoTime(d distribution.Distribution) bool { return d == nil || d.Quantile(0.999) <= 0 }

// begun reports which steps can begin at all.
func begun(steps []policy.Step) []bool {
	reached := make([]bool, len(steps))
	for range steps { // each pass reaches at least one more
		for i := range steps {
			reached[i] = reached[i] || canBegin(steps, i, reached)
		}
	}
	return reached
}

func canBegin(steps []policy.Step, i int, reached []bool) bool {
	w := &steps[i].When
	is := func(k int) bool { return reached[k] }
	if w.All && !slices.ContainsFunc(w.After, func(k int) bool { return !reached[k] }) || !w.All && slices.ContainsFunc(w.After, is) {
		return true
	}
	for k := range steps {
		if reached[k] && mayFail(&steps[k]) && (steps[k].Else == i || slices.Contains(w.Failed, k)) {
			return true
		}
	}
	return w.Symptom || w.Timed || w.Service != ""
}

// waitsFor returns the steps by which a step waits for itself to be done, if it
// does.
func waitsFor(steps []policy.Step, i int) []int {
	return path(len(steps), i, func(k int) []int { return steps[k].When.After })
}

// comesRound reports whether the failure of a step can lead to itself.
func comesRound(steps []policy.Step, i int) bool {
	return path(len(steps), i, func(k int) (next []int) {
		for n := range steps {
			if w := &steps[n].When; steps[k].Else == n || slices.Contains(w.After, k) || slices.Contains(w.Failed, k) {
				next = append(next, n)
			}
		}
		return next
	}) != nil
}

// path returns the shortest way from one of so many to itself, from its end to its
// start, nil if there is none.
func path(many, from int, next func(int) []int) []int {
	before := make([]int, many)
	for k := range before {
		before[k] = -1
	}
	queue := []int{from}
	for len(queue) > 0 {
		k := queue[0]
		queue = queue[1:]
		for _, n := range next(k) {
			if n == from {
				way := []int{from}
				for ; k != from; k = before[k] {
					way = append(way, k)
				}
				return append(way, from)
			}
			if before[n] < 0 {
				before[n] = k
				queue = append(queue, n)
			}
		}
	}
	return nil
}

func chain(steps []policy.Step, way []int) string {
	text := steps[way[0]].Name
	for k := len(way) - 2; k >= 0; k-- {
		text += " after " + steps[way[k]].Name
	}
	return text
}
