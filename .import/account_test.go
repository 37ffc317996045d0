package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"failsim/cmd/internal/config"
	"failsim/cmd/internal/importer"
)

// outcome is all that import says of a file: the scenarios of its pools, and what it
// prints.
func outcome(name, content string) (text string, r *config.Reading, err error) {
	r, err = readAll([]string{name}, func(string) ([]byte, error) { return []byte(content), nil })
	if err != nil {
		return "", nil, err
	}
	plans, err := importer.Plans("made", r, "")
	if err != nil {
		return "", nil, err
	}
	findings := importer.Found(plans)
	importer.Silent(plans, findings)
	var out strings.Builder
	for _, p := range plans {
		out.WriteString(p.Scenario(findings))
	}
	plans[0].Print(&out, findings)
	return out.String(), r, nil
}

// part is something that a file says: a directive's word, or a value of YAML or JSON.
type part struct {
	line, column int // of its first letter, from 1 and 0
	text         string
	above        []int // lines of the keys that it stands under
	key          string
}

var (
	secondNumber = regexp.MustCompile(`\d+`)
	// aNumber is one by itself, with a unit or without.
	aNumber = regexp.MustCompile(`^\d+(\.\d+)?[a-z%]*$`)
	// others are words of which few others are known.
	others = map[string]string{"true": "false", "false": "true", "HTTP": "TCP", "DoNotSchedule": "ScheduleAnyway"}
)

// another is a file in which a part says something else: of a number one more, of a
// word nothing that anybody knows.
func (p part) another(lines []string) string {
	all := append([]string{}, lines...)
	text := p.text + "x"
	if other, is := others[p.text]; is {
		text = other
	} else if at := secondNumber.FindStringIndex(p.text); at != nil {
		n, _ := strconv.Atoi(p.text[at[0]:at[1]])
		text = p.text[:at[0]] + fmt.Sprint(n+1) + p.text[at[1]:]
	}
	line := all[p.line-1]
	all[p.line-1] = line[:p.column] + text + line[p.column+len(p.text):]
	return strings.Join(all, "\n")
}

// twice is a file in which an item of a list stands twice.
func (p part) twice(lines []string) string {
	all := append([]string{}, lines...)
	line := all[p.line-1]
	if before := strings.TrimSpace(line[:p.column]); before != `"` {
		return strings.Join(all, "\n")
	}
	all[p.line-1] = line[:p.column] + p.text + `", "` + line[p.column:]
	return strings.Join(all, "\n")
}

// without is a file that lacks the line of a part.
func (p part) without(lines []string) string {
	all := append([]string{}, lines...)
	all[p.line-1] = ""
	return strings.Join(all, "\n")
}

// partsOfLines are the words of a file that has a directive on each line.
func partsOfLines(lines []string) (all []part) {
	words := regexp.MustCompile(`[^\s;{}]+`)
	for i, line := range lines {
		if trimmed := strings.TrimSpace(line); trimmed == "" || strings.HasPrefix(trimmed, "#") {
			continue
		}
		for _, at := range words.FindAllStringIndex(line, -1) {
			all = append(all, part{line: i + 1, column: at[0], text: line[at[0]:at[1]]})
		}
	}
	return all
}

// partsOfTree are the values of a file of YAML or JSON, or those below a key of that
// name.
func partsOfTree(content, within string, lines []string) (all []part) {
	inside := 0
	decoder := yaml.NewDecoder(strings.NewReader(content))
	var walk func(n *yaml.Node, above []int, key string)
	walk = func(n *yaml.Node, above []int, key string) {
		if n.Kind == yaml.ScalarNode && n.Value != "" && (within == "" || inside > 0) {
			line := lines[n.Line-1]
			column := n.Column - 1 + strings.Index(line[n.Column-1:], n.Value)
			all = append(all, part{n.Line, column, n.Value, above, key})
		}
		for i, c := range n.Content {
			if n.Kind != yaml.MappingNode {
				all := append([]int{}, above...)
				if within != "" { // a resource is told by the line in which it begins
					all = append(all, c.Line)
				}
				walk(c, all, key)
			} else if i%2 == 1 {
				is := n.Content[i-1].Value == within
				if is {
					inside++
				}
				walk(c, append(append([]int{}, above...), n.Content[i-1].Line), n.Content[i-1].Value)
				if is {
					inside--
				}
			}
		}
	}
	for {
		var doc yaml.Node
		if decoder.Decode(&doc) != nil {
			return all
		}
		walk(&doc, nil, "")
	}
}

// Whatever a file says is in the scenario or in a finding, or is listed by its line: as
// not understood, as not simulated, as without a part in this scenario, or as without
// weight. Each part of a file as people have it is changed to find out: either
// what import says changes as well, or it reports that line.
func TestNothingThatAFileSaysIsSkippedInSilence(t *testing.T) {
	files, err := filepath.Glob("testdata/rich/*")
	require.NoError(t, err)
	require.Len(t, files, 11)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		name, content := filepath.Base(file), string(data)
		t.Run(name, func(t *testing.T) { accounts(t, name, content) })
	}
}

// identities say which thing something is, and nothing of it.
var identities = []string{"name", "host", "host_name", "address", "port_value", "ingressClassName"}

func accounts(t *testing.T, name, content string) {
	said, r, err := outcome(name, content)
	require.NoError(t, err)
	listed := listedLines(r, said, name)
	lines := strings.Split(content, "\n")
	parts := partsOfLines(lines)
	isTree := strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".json")
	if isTree {
		within := ""
		if strings.Contains(content, "planned_values") {
			within = "values" // of resources: the rest leads to them
		}
		parts = partsOfTree(content, within, lines)
	}
	changed := 0
	for _, p := range parts {
		reported := listed[p.line]
		for _, line := range p.above {
			reported = reported || listed[line]
		}
		if reported || slices.Contains(identities, p.key) {
			continue
		}
		now, _, err := outcome(name, p.another(lines))
		if err == nil && now != said {
			changed++
			continue
		}
		if now, _, err := outcome(name, p.twice(lines)); err == nil && now != said { // one of a list that is counted
			continue
		}
		if isTree && strings.Contains(said, fmt.Sprintf("%s:%d", name, p.line)) { // of one value a line
			continue
		}
		if !aNumber.MatchString(p.text) || err != nil { // a word, or one that its program refuses
			if now, _, err = outcome(name, p.without(lines)); err != nil || now != said {
				continue
			}
		}
		assert.Fail(t, "a part without a word", "%s:%d: %s", name, p.line, p.text)
	}
	assert.Positive(t, changed, "the changes are seen")
}

// listedLines are the lines of a file that import tells as saying nothing in the
// scenario.
func listedLines(r *config.Reading, said, name string) map[int]bool {
	listed := map[int]bool{}
	for _, u := range append(append(append([]config.Unread{}, r.Unread...), r.Unsaid...), r.Beside...) {
		listed[u.Line] = true
	}
	reported := false
	for _, line := range strings.Split(said, "\n") {
		if line != "" && !strings.HasPrefix(line, " ") {
			reported = strings.HasPrefix(line, "what the scenario leaves out") || strings.HasPrefix(line, "read, and without a part") || strings.HasPrefix(line, "understood, and of no weight")
		}
		if reported {
			for _, at := range regexp.MustCompile(regexp.QuoteMeta(name)+`:(\d+)`).FindAllStringSubmatch(line, -1) {
				n, _ := strconv.Atoi(at[1])
				listed[n] = true
			}
			if _, more, is := strings.Cut(line, "nor in lines "); is {
				for _, text := range strings.Split(more, ", ") {
					n, _ := strconv.Atoi(text)
					listed[n] = true
				}
			}
			for _, at := range regexp.MustCompile(`[:,] (\d+) `).FindAllStringSubmatch(line, -1) {
				n, _ := strconv.Atoi(at[1])
				listed[n] = true
			}
		}
	}
	return listed
}
