package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"

	"failsim/models/file"
)

// publishers are those whose documents comments may name without a mark in brackets, and
// papers and tools of measurement.
var publishers = regexp.MustCompile(`\b(?:AWS|Route 53|CloudWatch|Netflix|Google|PAM 2023|fantoch|THERP|NASA|Finagle)\b`)

var (
	guess = regexp.MustCompile(`(?i)\bassumptions?\b`)
	mark  = regexp.MustCompile(`\[([A-Z][A-Za-z0-9 ]*)\]`)
	as    = regexp.MustCompile(`\b(?:as|of) ([a-z0-9]+-[a-z0-9-]+)`)
)

// sources finds, in a scenario's text, where each number has its source.
type sources struct {
	lines  []string
	header string // what says what marks stand for
	said   map[string]bool
}

// names reports whether a comment says where numbers are from: from whom, that nobody
// knows, or in which other scenario that is said.
func (s *sources) names(comment string) bool {
	if guess.MatchString(comment) || publishers.MatchString(comment) {
		return true
	}
	for _, m := range mark.FindAllStringSubmatch(comment, -1) {
		if strings.Contains(s.header, "["+m[1]+"]") {
			return true
		}
	}
	for _, m := range as.FindAllStringSubmatch(comment, -1) {
		if _, err := os.Stat(filepath.Join("scenarios", m[1]+".yaml")); err == nil {
			return true
		}
	}
	return false
}

// cut cuts a line before its comment; no embedded scenario has # in quotes.
func cut(line string) (before, comment string) {
	if i := strings.Index(line, "#"); i >= 0 {
		return strings.TrimRight(line[:i], " "), line[i:]
	}
	return strings.TrimRight(line, " "), ""
}

func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// above is the comment right above a line.
func (s *sources) above(i int) string {
	text := ""
	for k := i - 1; k >= 0; k-- {
		before, comment := cut(s.lines[k])
		if before != "" || comment == "" {
			break
		}
		text = comment + " " + text
	}
	return text
}

// sourced reports whether the numbers of a line have a source: in its comment, in one right
// above it, or of one of the blocks that it belongs to: above the block's first line
// or behind the key that opens it.
func (s *sources) sourced(i int) bool {
	within := indent(s.lines[i])
	for at := i; at >= 0; at-- {
		before, comment := cut(s.lines[at])
		at0 := indent(before)
		sibling := at0 == within && strings.HasPrefix(strings.TrimLeft(before, " "), "- ")
		if before == "" || at != i && at0 >= within && !sibling {
			continue
		}
		first := at == i || !sibling || !strings.HasPrefix(strings.TrimLeft(s.lines[max(0, s.previous(at, at0))], " "), "- ")
		opens := strings.HasSuffix(before, ":") || strings.Contains(before, ": &")
		if (at == i || opens && !sibling) && s.names(comment) || first && s.names(s.above(at)) {
			return true
		}
		within = at0
	}
	return false
}

// previous is the line before one that is no deeper than so much, or -1.
func (s *sources) previous(i, deep int) int {
	for i--; i >= 0; i-- {
		if before, _ := cut(s.lines[i]); before != "" && indent(before) <= deep {
			return i
		}
	}
	return -1
}

// numbers are the lines on which some number stands that is an amount of something: no
// name, no sentence, and nothing that says for itself that there is nothing.
func numbers(n *yaml.Node, found map[int][]string) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			switch n.Content[i].Value {
			case "about", "title", "label", "scenario":
			default:
				numbers(n.Content[i+1], found)
			}
		}
	case yaml.ScalarNode:
		if _, err := file.ParseAmount(n.Value); err == nil {
			found[n.Line] = append(found[n.Line], n.Value)
		}
	default:
		for _, c := range n.Content {
			numbers(c, found)
		}
	}
}

// unsourced are the lines of a scenario with numbers that nobody vouches for.
func unsourced(t *testing.T, text string) (list []string) {
	s := &sources{lines: strings.Split(text, "\n"), said: map[string]bool{}}
	for _, line := range s.lines {
		if !strings.HasPrefix(line, "#") {
			break
		}
		s.header += line + "\n"
	}
	for i := range strings.Count(s.header, "\n") {
		s.lines[i] = "" // the header is of the file: no block's comment
	}
	var root yaml.Node
	require.NoError(t, yaml.Unmarshal([]byte(text), &root))
	found := map[int][]string{}
	numbers(&root, found)
	for i, line := range s.lines {
		if found[i+1] == nil {
			continue
		}
		before, _ := cut(line)
		if s.sourced(i) {
			s.said[before] = true
		} else if !s.said[before] {
			list = append(list, fmt.Sprintf("%d: %s", i+1, strings.TrimSpace(before)))
		}
	}
	return list
}

// A number in the library is what somebody has published, or an assumption, and the file
// says which: behind it, or above its block.
func TestEveryNumberOfTheLibraryHasASource(t *testing.T) {
	for _, name := range embeddedNames() {
		text, err := os.ReadFile(filepath.Join("scenarios", name+".yaml"))
		require.NoError(t, err)
		assert.Empty(t, unsourced(t, string(text)), name)
	}
}

// The rule sees what it is for: a number on its own, a comment that names nobody, a mark
// that the head does not explain, a source of the line before.
func TestANumberWithoutASourceIsSeen(t *testing.T) {
	for text, list := range map[string][]string{
		"a: 5m\n":                      {"1: a: 5m"},
		"a: 5m # assumption\nb: 6\n":   {"2: b: 6"},
		"a: 5m # long enough\n":        {"1: a: 5m"},
		"# [X] is X's.\na: 5m # [X]\n": nil,
		"a: 5m # [X]\n":                {"1: a: 5m"},
		"# assumption\na: {b: 5}\n":    {"2: a: {b: 5}"},
		"z: q\n# assumption\na:\n  - b: 5\n    c: 6\n  - d: 7\ne: 8\n": {"7: e: 8"},
		"a:\n  # assumption\n  - b: 5\n    c: 6\n  - d: 7\ne: 8\n":     {"6: e: 8"},
		"a:\n  # assumption\n  b: 5\n  c: 6\n":                         {"4: c: 6"},
		"z: q\n# assumption\na:\n  b: 5\n  c: {d: 1}\ne: 7\n":          {"6: e: 7"},
		"z: q\na: # assumption\n  - {b: 5}\n  - {c: 6}\n":              nil,
		"a: 5m # as elb-2012\nb: 6m # as elb-1912\n":                   {"2: b: 6m"},
		"a:\n  b: 5 # AWS\nc:\n  b: 5\n":                               nil,
		"title: 5m\nregion: us-east-1\n":                               nil,
	} {
		assert.Equal(t, list, unsourced(t, text), text)
	}
}
