package diff

import (
	"fmt"
	"slices"
	"strings"

	"failsim/results"
	"failsim/results/stored"
)

// Difference is something that two results were made differently by.
type Difference struct {
	What   string `json:"what"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// runs lists what differs in what was run.
func runs(a, b *stored.Result) []Difference {
	list := []Difference{}
	add := func(what, before, after string) {
		if before != after {
			list = append(list, Difference{what, before, after})
		}
	}
	add("scenario", a.Summary.Scenario, b.Summary.Scenario)
	add("seed", fmt.Sprint(a.Summary.Seed), fmt.Sprint(b.Summary.Seed))
	add("replications", fmt.Sprint(a.Summary.Replications), fmt.Sprint(b.Summary.Replications))
	add("traces", traces(a.Summary.Inputs), traces(b.Summary.Inputs))
	if a.Manifest == nil || b.Manifest == nil {
		return list
	}
	m, n := a.Manifest, b.Manifest
	add("scenario file (SHA-256)", short(m.Scenario.SHA256), short(n.Scenario.SHA256))
	add("failsim", m.Tool.Version, n.Tool.Version)
	add("Go", m.Tool.Go, n.Tool.Go)
	add("machine", m.Tool.OS+"/"+m.Tool.Arch, n.Tool.OS+"/"+n.Tool.Arch)
	add("random numbers", m.RNG, n.RNG)
	before, after := flags(m.Command, n.Command), flags(n.Command, m.Command)
	add("flags", strings.Join(before, " "), strings.Join(after, " "))
	return list
}

// drawnOtherwise says of which designs the results have other replications, where the one
// number of the whole does not say it: then figures differ though runs do not, for only
// those that both have are compared.
func drawnOtherwise(a, b *stored.Result, k stored.Key) (d Difference, differs bool) {
	if a.Runs == nil || b.Runs == nil || a.Runs.Runs[k] == nil || b.Runs.Runs[k] == nil || a.Summary.Seed != b.Summary.Seed {
		return d, false
	}
	before, after := replicationsOf(a.Runs.Runs[k]), replicationsOf(b.Runs.Runs[k])
	usual := len(before) == a.Summary.Replications && len(after) == b.Summary.Replications
	if slices.Equal(before, after) || usual && len(before) != len(after) {
		return d, false
	}
	both := 0
	for _, r := range before {
		if _, found := slices.BinarySearch(after, r); found {
			both++
		}
	}
	what := fmt.Sprintf("replications of %s in %s (compared are the %d in both, so its figures may differ though no run does)", k.Design, k.Incident, both)
	return Difference{what, fmt.Sprint(len(before)), fmt.Sprint(len(after))}, true
}

// replicationsOf are in order.
func replicationsOf(r *stored.Runs) (list []int) {
	for _, run := range r.Drawn.Runs {
		list = append(list, run.Replication)
	}
	slices.Sort(list)
	return list
}

func traces(inputs []results.Input) string {
	var list []string
	for i := range inputs {
		list = append(list, strings.TrimSpace(inputs[i].Name+" "+short(inputs[i].SHA256)))
	}
	return strings.Join(list, ", ")
}

// flags returns the arguments of one command that another does not have, but for
// those that have a line of their own.
func flags(of, other []string) []string {
	var list []string
	for _, arg := range of {
		own := !strings.HasPrefix(arg, "--") || strings.HasPrefix(arg, "--seed=") || strings.HasPrefix(arg, "--replications=")
		if !own && !slices.Contains(other, arg) {
			list = append(list, arg)
		}
	}
	return list
}

// short is enough of a hash to tell it from another.
func short(hash string) string { return hash[:min(len(hash), 12)] }
