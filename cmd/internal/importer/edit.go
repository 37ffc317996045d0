package importer

import (
	"regexp"
	"strings"

	"failsim/cmd/internal/config"
)

// Edit is a line of a file as it should be.
type Edit struct {
	At    config.Place
	After bool // a new line after it, not in its place
	Block bool // only where the line is of YAML in block style
	To    func(line string) string
}

// indentOf returns the blanks that a line begins with.
func indentOf(line string) string { return line[:len(line)-len(strings.TrimLeft(line, " \t"))] }

// setting returns an edit that gives a key another value in its line of YAML or JSON.
func setting(v config.Value, key, to string) []Edit {
	pattern := regexp.MustCompile(`((?:^|[\s{,"-])` + strings.ReplaceAll(key, "_", "_?") + `"?\s*:\s*)"?[\w.%]+"?`)
	fold := regexp.MustCompile(`(?i)` + pattern.String())
	return []Edit{{At: v.Place, To: func(line string) string { return fold.ReplaceAllString(line, "${1}"+to) }}}
}
