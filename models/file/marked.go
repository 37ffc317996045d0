package file

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Marked is a number that a comment calls an assumption, or a default that is one.
type Marked struct {
	Path, Value string
	Line        int // 0: a default, which the file does not say
	Comment     string
	Also        []string // other paths of a default that holds in several places
	Words       []string // that could stand there, if it is none of numbers
}

const assumption = "assumption"

// Assumptions lists the numbers that comments of a file mark with the word
// assumption. A comment behind a line marks the numbers that begin in it; one above
// marks those of the line below. If a part of the comment, up to a semicolon, that
// says so names keys ("fleet: assumption"), it marks these alone.
func Assumptions(name string, content []byte) ([]Marked, error) {
	r := newSource(name, content)
	root, ok := r.load(content)
	if !ok {
		return nil, &Errors{Problems: sorted(r.problems)}
	}
	m := marker{comments: r.comments()}
	m.walk(root.value, nil, nil)
	return m.found, nil
}

// comments are those that hold the word, by the line whose numbers they mark.
func (r *source) comments() map[int]string {
	list := map[int]string{}
	above := ""
	for i, line := range r.lines {
		before, comment := cutComment(line)
		switch blank := strings.TrimSpace(before) == ""; {
		case blank && comment != "":
			above += " " + comment
			continue
		case blank:
			above = ""
			continue
		case strings.Contains(strings.ToLower(comment), assumption):
			list[i+1] = comment
		case comment == "" && strings.Contains(strings.ToLower(above), assumption):
			list[i+1] = strings.TrimSpace(above)
		}
		above = ""
	}
	return list
}

// cutComment cuts a line before its comment.
func cutComment(line string) (before, comment string) {
	quote := rune(0)
	for i, c := range line {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '#' && (i == 0 || line[i-1] == ' ' || line[i-1] == '\t'):
			return line[:i], strings.TrimSpace(line[i+1:])
		}
	}
	return line, ""
}

type marker struct {
	comments map[int]string
	found    []Marked
}

// walk goes through the tree; keys are those of the mappings around, on one line.
func (m *marker) walk(n *yaml.Node, path, around []string) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, value := n.Content[i], n.Content[i+1]
			if key.Tag == "!!merge" || key.Value == "about" || key.Value == "title" || key.Value == "label" {
				continue
			}
			m.walk(value, append(slices.Clone(path), key.Value), append(slices.Clone(around), key.Value))
		}
	case yaml.SequenceNode:
		for i, item := range n.Content {
			m.walk(item, append(slices.Clone(path), itemName(n, i)), around)
		}
	case yaml.ScalarNode:
		comment, ok := m.comments[n.Line]
		if _, err := ParseAmount(n.Value); err == nil && ok && marks(comment, around) {
			m.found = append(m.found, Marked{Path: strings.Join(path, "/"), Value: n.Value, Line: n.Line, Comment: comment})
		}
	}
}

// itemName is how a path names an item: by its name, if that is its own and no
// number, and else by its place.
func itemName(list *yaml.Node, i int) string {
	name := nameOf(target(list.Content[i]))
	if _, err := ParseAmount(name); name == "" || err == nil {
		return strconv.Itoa(i)
	}
	for k, other := range list.Content {
		if k != i && nameOf(target(other)) == name {
			return strconv.Itoa(i)
		}
	}
	return name
}

// marks reports whether a comment is about a value with these keys around it: unless the
// part that holds the word names another key, it is.
func marks(comment string, around []string) bool {
	for _, part := range strings.Split(comment, ";") {
		if !strings.Contains(strings.ToLower(part), assumption) {
			continue
		}
		before, _, _ := strings.Cut(strings.ToLower(part), assumption)
		word := strings.Trim(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(before), ":")), "()")
		if strings.HasSuffix(strings.TrimSpace(before), ":") && !strings.Contains(word, " ") && word != "same" {
			return slices.Contains(around, word) // "fleet: assumption"
		}
		return true
	}
	return false
}
