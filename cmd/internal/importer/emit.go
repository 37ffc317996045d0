package importer

import (
	"fmt"
	"slices"
	"strings"
)

// Emit returns the files that findings would change, as they should be, and what
// that changes as a unified diff.
func Emit(findings []Finding, content func(name string) ([]byte, error)) (files map[string][]byte, diff string, err error) {
	byFile := map[string][]Edit{}
	var names []string
	for i := range findings {
		for _, e := range findings[i].Edits {
			if byFile[e.At.File] == nil {
				names = append(names, e.At.File)
			}
			byFile[e.At.File] = append(byFile[e.At.File], e)
		}
	}
	files = map[string][]byte{}
	var b strings.Builder
	slices.Sort(names)
	for _, name := range names {
		text, err := content(name)
		if err != nil {
			return nil, "", err
		}
		lines := strings.SplitAfter(string(text), "\n")
		edits := byFile[name]
		slices.SortStableFunc(edits, func(a, b Edit) int { return a.At.Line - b.At.Line })
		fmt.Fprintf(&b, "--- %s\n+++ %s\n", name, name)
		added, last := 0, -1
		var out []string
		next := 0
		for _, e := range edits {
			i := e.At.Line - 1
			if i < 0 || i >= len(lines) || i == last || e.Block && strings.ContainsAny(lines[i], "{[") {
				continue
			}
			if !e.After && e.To(strings.TrimRight(lines[i], "\r\n")) == strings.TrimRight(lines[i], "\r\n") {
				continue // written in a way that the edit does not know
			}
			last = i
			out = append(out, lines[next:i]...)
			old, ending := strings.TrimRight(lines[i], "\r\n"), lines[i][len(strings.TrimRight(lines[i], "\r\n")):]
			if ending == "" {
				ending = "\n"
			}
			now := e.To(old)
			if e.After {
				out = append(out, old+ending, now+ending)
				fmt.Fprintf(&b, "@@ -%d,1 +%d,2 @@\n %s\n+%s\n", i+1, i+1+added, old, now)
				added++
			} else {
				out = append(out, now+ending)
				fmt.Fprintf(&b, "@@ -%d,1 +%d,1 @@\n-%s\n+%s\n", i+1, i+1+added, old, now)
			}
			next = i + 1
		}
		out = append(out, lines[next:]...)
		files[name] = []byte(strings.Join(out, ""))
	}
	return files, b.String(), nil
}
