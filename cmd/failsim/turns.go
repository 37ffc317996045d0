package main

import (
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"failsim/models/world/scenario"
	"failsim/results/tables"
)

// turnsOf holds what failsim robust --json says of embedded scenarios. It takes minutes
// where a comparison takes seconds; make turns writes it anew.
//
//go:embed turns
var turnsOf embed.FS

// knownTurns are the answers of robust for exactly this scenario; nil if there are none.
func knownTurns(s *scenario.Scenario) *robustAnswer {
	b, err := turnsOf.ReadFile("turns/" + s.Name + ".json")
	if err != nil {
		return nil
	}
	var a robustAnswer
	if json.Unmarshal(b, &a) != nil || a.SHA256 != s.SHA256 {
		return nil
	}
	return &a
}

// printTurns says on a line which verdict an assumption would turn, or who reports that.
func printTurns(w io.Writer, s *scenario.Scenario) {
	a := knownTurns(s)
	if a == nil {
		if marked, err := (&robustFlags{}).assumed(s.Name, s); err == nil {
			fmt.Fprintf(w, "%s of %s: failsim robust says which would turn a verdict\n", plural(len(marked), "assumption"), s.Name)
		}
		return
	}
	what := fmt.Sprintf("of %d assumptions turn a verdict within a factor of %g", len(a.Numbers), a.Factor)
	turning := a.turning()
	if len(turning) == 0 {
		most := slices.MaxFunc(a.Numbers, func(x, y robustNumber) int { return cmp.Compare(x.Worth, y.Worth) })
		fmt.Fprintf(w, "robust: 0 %s; knowing %s is worth %s user-minutes\n", what, shortEnd(most.Path), tables.Count(most.Worth))
		return
	}
	n, t := turning[0], turning[0].Turns[0]
	fmt.Fprintf(w, "robust: %d %s: %s %s to %s, %s\n", len(turning), what, shortEnd(n.Path), n.Value, t.To, t.Becomes)
}

// shortEnd is the end of a path, two words of it, which say enough beside a figure.
func shortEnd(path string) string {
	words := strings.Split(path, "/")
	return strings.Join(words[max(0, len(words)-2):], "/")
}

// turning are the numbers that turn something.
func (a *robustAnswer) turning() (list []robustNumber) {
	for _, n := range a.Numbers {
		if len(n.Turns) > 0 {
			list = append(list, n)
		}
	}
	return list
}
