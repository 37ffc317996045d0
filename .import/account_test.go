package main

import (
	"fmt"
	"maps"
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

// outcome is all that import says of a file: the scenario of the pool with the most
// servers, and what it prints. What it says where another pool is asked for is not seen.
func outcome(name, content string, beside map[string]string) (text string, r *config.Reading, err error) {
	names := append(slices.Sorted(maps.Keys(beside)), name)
	slices.Sort(names)
	r, err = readAll(names, func(n string) ([]byte, error) {
		if n == name {
			return []byte(content), nil
		}
		return []byte(beside[n]), nil
	})
	if err != nil {
		return "", nil, err
	}
	plans, err := importer.Plans("made", r, "")
	if err != nil {
		return "", nil, err
	}
	for _, p := range plans {
		p.Sized(2.5)
	}
	findings := importer.Found(plans)
	importer.Silent(plans)
	var out strings.Builder
	out.WriteString(plans[0].Scenario(findings))
	plans[0].Print(&out, findings)
	return out.String(), r, nil
}

// part is something that a file says: a directive's word, or a value of YAML or JSON.
type part struct {
	line, column int // of its first letter, from 1 and 0
	text         string
	above        []int    // lines of the keys that it stands under
	keys         []string // and these
	words        []string // of a directive: those up to it
}

// isListed reports that a listing names a part: the key that it is the value of, or one
// above that, or its directive, and not only its line.
func (p part) isListed(l listing) bool {
	for i, line := range p.above {
		if l.line == line && isIn(l.text, p.keys[i]) {
			return true
		}
	}
	n := len(p.words)
	if strings.HasSuffix(l.text, "switched off is left out") {
		return l.line == p.line
	}
	return n > 0 && l.line == p.line && (isIn(l.text, p.words[n-1]) || isIn(l.text, p.words[max(0, n-2)]) || isIn(l.text, p.words[0]) && !slices.Contains(ofMany, p.words[0]))
}

// near is what is listed of the lines of a part, without its name.
func (p part) near(listed []listing) (texts []string) {
	for _, l := range listed {
		if l.line == p.line || slices.Contains(p.above, l.line) {
			texts = append(texts, l.text)
		}
	}
	return texts
}

// ofMany are directives that have several things to say.
var ofMany = strings.Fields("server server-template default-server option timeout")

var (
	secondNumber = regexp.MustCompile(`\d+`)
	// aNumber is one by itself, with a unit or without.
	aNumber = regexp.MustCompile(`^\d+(\.\d+)?[a-z%]*$`)
	// others are words of which few others are known.
	others = map[string]string{"true": "false", "false": "true", "HTTP": "TCP", "DoNotSchedule": "ScheduleAnyway", "Disabled": "Enabled"}
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
		var before []string
		for _, at := range words.FindAllStringIndex(line, -1) {
			before = append(before, line[at[0]:at[1]])
			all = append(all, part{line: i + 1, column: at[0], text: line[at[0]:at[1]], words: slices.Clone(before)})
		}
	}
	return all
}

// partsOfTree are the values of a file of YAML or JSON, or those below a key of that
// name.
func partsOfTree(content, within string, lines []string) (all []part) {
	inside := 0
	decoder := yaml.NewDecoder(strings.NewReader(content))
	var walk func(n *yaml.Node, above []int, keys []string)
	walk = func(n *yaml.Node, above []int, keys []string) {
		if n.Kind == yaml.ScalarNode && n.Value != "" && (within == "" || inside > 0) {
			line := lines[n.Line-1]
			column := n.Column - 1 + strings.Index(line[n.Column-1:], n.Value)
			all = append(all, part{line: n.Line, column: column, text: n.Value, above: above, keys: keys})
		}
		for i, c := range n.Content {
			if n.Kind != yaml.MappingNode {
				walk(c, append(slices.Clone(above), c.Line), append(slices.Clone(keys), "resource"))
			} else if i%2 == 1 {
				key := n.Content[i-1]
				if key.Value == within {
					inside++
				}
				walk(c, append(slices.Clone(above), key.Line), append(slices.Clone(keys), key.Value))
				if key.Value == within {
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
		walk(&doc, nil, nil)
	}
}

// Whatever a file says is in the scenario or in a finding, or is listed by its line: as
// not understood, as not simulated, as without a part in this scenario, or as without
// weight. Each part of a file as people have it is changed to find out: either
// what import says changes as well, or it reports that part by its line and by name. In
// the files of testdata/second are pools beside that with the most servers.
func TestNothingThatAFileSaysIsSkippedInSilence(t *testing.T) {
	for folder, n := range map[string]int{"testdata/rich": 11, "../cmd/failsim/testdata/shop": 8, "testdata/second": 5} {
		files, err := filepath.Glob(folder + "/*")
		require.NoError(t, err)
		require.Len(t, files, n)
		for _, file := range files {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			name, content := filepath.Base(file), string(data)
			t.Run(filepath.Base(folder)+"/"+name, func(t *testing.T) { accounts(t, name, content, nil) })
		}
	}
}

// The same of the shop's files as one world, where most of what a file says is of a pool
// that is up or down as a whole.
func TestNothingIsSkippedInSilenceOfFilesTogether(t *testing.T) {
	files, err := filepath.Glob("../cmd/failsim/testdata/shop/*")
	require.NoError(t, err)
	shop := map[string]string{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		shop[filepath.Base(file)] = string(data)
	}
	for _, name := range slices.Sorted(maps.Keys(shop)) {
		t.Run(name, func(t *testing.T) {
			beside := maps.Clone(shop)
			delete(beside, name)
			accounts(t, name, shop[name], beside)
		})
	}
}

func accounts(t *testing.T, name, content string, beside map[string]string) {
	said, r, err := outcome(name, content, beside)
	require.NoError(t, err)
	listed := listingsOf(r, said, name)
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
		isRecord := func(l listing) bool { return strings.HasSuffix(name, ".zone") && l.line == p.line }
		if p.text == "$TTL" { // which is of the value behind it
			continue
		}
		if slices.ContainsFunc(listed, func(l listing) bool { return p.isListed(l) || isRecord(l) }) {
			continue
		}
		now, _, err := outcome(name, p.another(lines), beside)
		if err == nil && now != said {
			changed++
			continue
		}
		if now, _, err := outcome(name, p.twice(lines), beside); err == nil && now != said { // one of a list that is counted
			continue
		}
		if !aNumber.MatchString(p.text) || err != nil { // a word, or one that its program refuses
			if now, _, err = outcome(name, p.without(lines), beside); err != nil || now != said {
				continue
			}
		}
		assert.Fail(t, "a part without a word", "%s:%d: %s %s, of which is said %q", name, p.line, strings.Join(append(p.keys, p.words...), " "), p.text, p.near(listed))
	}
	if beside == nil {
		assert.Positive(t, changed, "the changes are seen")
	}
}
