package main

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/cmd/internal/conform"
)

// given are the values in a fact: {after: 250ms}, (idle 5s), (attempts 6, base 500ms).
var given = regexp.MustCompile(`(after|for|idle|attempts|base|jitter):? (\w+)`)

// What a fact of docs/conformance.md says that a program is played with is what its preset
// says, where it has one of that version; undici's is newer than the one that Node 20 runs.
func TestAPresetHasTheValuesThatWereHeldAgainstItsProgram(t *testing.T) {
	rows := conform.Facts()
	for _, c := range []struct {
		preset, program, version, fact string
		values                         int
	}{
		{"node-http", "Node.js", "20.20.2", "the first of a name's two addresses drops", 1},
		{"node-http", "Node.js", "20.20.2", "the global agent, a request every 7s", 1},
		{"node-fetch", "undici", "7.16.0", "undici's Agent, a request every 7s", 1},
		{"undici-8", "undici", "7.16.0", "RetryAgent, a server that answers 503: attempts", 3},
		{"go-http", "Go's http.Transport", "1.26.8", "the first of a name's two addresses drops", 1},
		{"curl", "curl", "7.88.1", "the first of a name's two addresses drops what is sent to it, no time-out", 1},
		{"curl", "glibc", "2.36", "the first of two resolvers is silent: what a lookup takes, each time (", 1},
		{"python-urllib", "Python", "3.11.7", "the first of a name's two addresses drops", 1},
		{"unbound", "unbound", "1.17.1", "unbound: the authority was silent for 150 s", 2},
	} {
		text, err := os.ReadFile("presets/" + c.preset + ".yaml")
		require.NoError(t, err)
		found := 0
		for _, f := range rows {
			if f.Program != c.program || !strings.HasPrefix(f.Fact, c.fact) {
				continue
			}
			assert.True(t, strings.HasPrefix(f.Version, c.version), "%s: the row is of %s", c.preset, f.Version)
			brackets := f.Fact[strings.LastIndex(f.Fact, "(")+1:]
			for _, v := range given.FindAllStringSubmatch(brackets, -1) {
				found++
				assert.Contains(t, string(text), v[1]+": "+v[2], "%s: %s", c.preset, f.Fact)
			}
		}
		assert.Equal(t, c.values, found, "%s: values of %q", c.preset, c.fact)
		if c.preset != "node-fetch" { // which names Node's version
			assert.Contains(t, string(text), c.version, c.preset)
		}
	}
}
