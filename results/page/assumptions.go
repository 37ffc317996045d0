package page

import (
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"
)

// assumption is a value of the scenario with what the file says of it.
type assumption struct {
	Line             int
	Key, Value, Says string
}

// assumptions finds the values of a scenario whose comment says assumption, and
// those whose comment says something else, such as a source.
func assumptions(scenario []byte) (list, sourced []assumption) {
	var root yaml.Node
	if yaml.Unmarshal(scenario, &root) != nil {
		return nil, nil
	}
	visit(&root, "", func(key string, n *yaml.Node, comment string) {
		if comment == "" {
			return
		}
		a := assumption{n.Line, key, short(n), comment}
		if guess.MatchString(comment) {
			list = append(list, a)
		} else {
			sourced = append(sourced, a)
		}
	})
	return list, sourced
}

var guess = regexp.MustCompile(`(?i)\bassum(ption|ed)`)

// visit walks the values of a file with the comment that each has beside it or,
// for a section, above it.
func visit(n *yaml.Node, path string, report func(key string, n *yaml.Node, comment string)) {
	switch n.Kind {
	case yaml.DocumentNode:
		for _, c := range n.Content {
			visit(c, path, report)
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, value := n.Content[i], n.Content[i+1]
			at := strings.TrimPrefix(path+" "+key.Value, " ")
			report(at, value, comment(key.LineComment, value.LineComment, key.HeadComment))
			visit(value, at, report)
		}
	case yaml.SequenceNode:
		for _, item := range n.Content {
			at := path
			if item.Kind == yaml.MappingNode && len(item.Content) > 1 && item.Content[1].Kind == yaml.ScalarNode {
				at += " " + item.Content[1].Value
			}
			report(strings.TrimPrefix(at, " "), item, comment(item.LineComment, item.HeadComment))
			visit(item, at, report)
		}
	}
}

// comment joins comments into a line.
func comment(parts ...string) string {
	var words []string
	for _, p := range parts {
		for _, line := range strings.Split(p, "\n") {
			words = append(words, strings.Fields(strings.TrimLeft(line, "# "))...)
		}
	}
	return strings.Join(words, " ")
}

// short prints a value in a line.
func short(n *yaml.Node) string {
	if n.Kind == yaml.ScalarNode {
		return n.Value
	}
	clone := *n
	clone.Style = yaml.FlowStyle
	strip(&clone)
	text, err := yaml.Marshal(&clone)
	if err != nil {
		return ""
	}
	line := strings.Join(strings.Fields(string(text)), " ")
	if len(line) > 90 {
		line = line[:strings.LastIndexAny(line[:88], " ,")] + " ..."
	}
	return line
}

// strip takes comments from a copy.
func strip(n *yaml.Node) {
	n.HeadComment, n.LineComment, n.FootComment = "", "", ""
	content := make([]*yaml.Node, len(n.Content))
	for i, c := range n.Content {
		copied := *c
		copied.Style = yaml.FlowStyle
		if c.Kind == yaml.ScalarNode {
			copied.Style = c.Style
		}
		strip(&copied)
		content[i] = &copied
	}
	n.Content = content
}
