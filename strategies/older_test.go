package strategies

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/file"
	"failsim/models/policy"
)

// What has another name since is read as what it was, and said.
func TestOlderNamesOfParametersAndWordsAreRead(t *testing.T) {
	read := func(s policy.Strategy, key, value string) (policy.Values, string) {
		var older string
		content := fmt.Sprintf("{%s: {%s: %s}}", s.Name, key, value)
		set, err := file.Read("f.yaml", []byte(content), func(n file.Node) policy.Setting {
			set := policy.Read(n, s.Socket, All())
			older = n.Older()
			return set
		})
		require.NoError(t, err, content)
		return set.Values, older
	}
	same := func(s policy.Strategy, p policy.Param, key, before, now string) {
		was, older := read(s, key, before)
		is, none := read(s, p.Name, now)
		assert.Equal(t, is, was, "%s: %s %s", s.Name, key, before)
		assert.Contains(t, older, " is now called ", "%s: %s %s", s.Name, key, before)
		assert.Empty(t, none, "%s: %s %s", s.Name, p.Name, now)
	}
	renamed := 0
	for _, s := range All() {
		for _, p := range s.Params {
			if p.Was != "" {
				renamed++
				same(s, p, p.Was, p.Default, p.Default)
			}
			for before, now := range p.WordsWere {
				renamed++
				same(s, p, p.Name, before, now)
			}
		}
	}
	assert.GreaterOrEqual(t, renamed, 5)
}
