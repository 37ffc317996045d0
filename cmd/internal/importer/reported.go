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
	var order []string
	lines := map[string][]string{} // of a file and a text
	for _, u := range p.reading.Unsaid {
		id := u.File + ":%s: " + u.Text
		if lines[id] == nil {
			order = append(order, id)
		}
		if line := fmt.Sprint(u.Line); !slices.Contains(lines[id], line) {
			lines[id] = append(lines[id], line)
		}
	}
	for _, id := range order {
		text := strings.Replace(id, "%s", lines[id][0], 1)
		if strings.Count(id, ": ") < 2 { // or it says what is done instead
			text += " is not simulated"
		}
		if more := lines[id][1:]; len(more) > 0 {
			text += ", nor in lines " + strings.Join(more, ", ")
		}
		list = append(list, words.Line(text))
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
