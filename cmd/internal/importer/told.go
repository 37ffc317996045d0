package importer

import (
	"fmt"
	"slices"
	"strings"

	"failsim/cmd/internal/config"
	"failsim/results/words"
)

// apart says what the files have that the scenario has not: what a plan could not say,
// what readers knew to be beyond any scenario, and what was read and is in none.
func (p *Plan) apart() []string {
	list := slices.Clone(p.Left)
	for _, u := range p.reading.Unsaid {
		list = append(list, words.Line(fmt.Sprintf("%s: %s is not simulated", u.Place, u.Text)))
	}
	return list
}

// byFile lists directives, a line for each file.
func byFile(all []config.Unread) (list []string) {
	var files []string
	lines := map[string][]string{}
	for _, u := range all {
		if lines[u.File] == nil {
			files = append(files, u.File)
		}
		if text := fmt.Sprintf("%d %s", u.Line, u.Text); !slices.Contains(lines[u.File], text) {
			lines[u.File] = append(lines[u.File], text)
		}
	}
	for _, f := range files {
		slices.SortStableFunc(lines[f], func(a, b string) int { return leading(a) - leading(b) })
		list = append(list, f+": "+strings.Join(lines[f], ", "))
	}
	return list
}

func leading(text string) (n int) {
	fmt.Sscan(text, &n)
	return n
}
