package main

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hypotheses reads rows of a table that open with H and a number: what is claimed, and its
// verdict, which is the cell that is bold.
func hypotheses(t *testing.T, name, from, to string) (rows [][3]string) {
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	_, part, ok := strings.Cut(string(text), from)
	require.True(t, ok, "%s has no %q", name, from)
	part, _, _ = strings.Cut(part, to)
	bold := regexp.MustCompile(`^\*\*(.+)\*\*$`)
	for line := range strings.SplitSeq(part, "\n") {
		cells := strings.Split(line, " | ")
		if !strings.HasPrefix(line, "| H") || len(cells) < 3 {
			continue
		}
		row := [3]string{strings.TrimPrefix(cells[0], "| "), cells[1]}
		for _, c := range cells[2:] {
			if m := bold.FindStringSubmatch(strings.TrimSpace(strings.TrimSuffix(c, " |"))); m != nil {
				row[2] = m[1]
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// What the README says of the argument is what has been published, which make reproduce
// makes again; and the suite asks what both say.
func TestTheREADMEHasTheVerdictsThatArePublished(t *testing.T) {
	published := hypotheses(t, "../../results/published/founding.md", "## Claims", "\n### ")
	assert.Equal(t, published, hypotheses(t, "../../README.md", "## The argument settled", "\n## "))
	s, err := loadSuite("founding")
	require.NoError(t, err)
	var asked [][3]string
	for _, c := range s.Claims {
		if c.Voice == "" {
			asked = append(asked, [3]string{c.Name, c.Says, ""})
		}
	}
	require.Len(t, published, len(asked))
	for i, p := range published {
		assert.Equal(t, asked[i][:2], p[:2])
		assert.Contains(t, []string{"supported", "refuted", "undecided"}, p[2], p[0])
	}
}
