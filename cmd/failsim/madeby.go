package main

import (
	"slices"
	"strings"

	"failsim/results"
)

// tool is this program, or the one that made the result that is made again.
func (c *common) tool() results.Tool {
	if w := strings.Split(c.madeBy, " "); len(w) >= 4 {
		return results.Tool{Version: w[0], Go: w[1], OS: w[2], Arch: w[3]}
	}
	return results.NewTool(version())
}

// inFiles is the version as files say it: "" in those of results of old, which did not.
func (c *common) inFiles() string {
	if strings.HasSuffix(c.madeBy, notSaid) {
		return ""
	}
	return c.tool().Version
}

// notSaid stands behind the words of --made-by for a result whose files do not name it.
const notSaid = " unsaid"

// byWords is what made a result, as --made-by has it.
func byWords(m *results.Manifest) string {
	t := m.Tool
	s := strings.Join([]string{t.Version, t.Go, t.OS, t.Arch}, " ")
	if !slices.ContainsFunc(m.Files, func(f results.Source) bool { return f.Schema != "" }) {
		s += notSaid
	}
	return s
}
