package importer

import (
	"slices"
	"strings"

	"failsim/cmd/internal/config"
)

// answer is a value of the scenario: from a file, or a default with a question.
type answer struct {
	Text  string
	From  string // haproxy.cfg:12, or why it is so
	Asked bool   // no file says it
}

func said(v config.Value, text string) answer { return answer{Text: text, From: v.Place.String()} }

func asked(text, why string) answer { return answer{text, why, true} }

// list joins the entries of a YAML list.
func list(entries []answer) string {
	var texts []string
	for _, e := range entries {
		text := e.Text
		if strings.Contains(text, ":") {
			text = "{" + text + "}"
		}
		texts = append(texts, text)
	}
	return "[" + strings.Join(texts, ", ") + "]"
}

// sources joins where the entries of a list come from.
func sources(entries []answer) string {
	var from []string
	for _, e := range entries {
		if e.From != "" && !slices.Contains(from, e.From) {
			from = append(from, e.From)
		}
	}
	return strings.Join(from, "; ")
}
