package scenario

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What a design says of a population by name comes before what the population is
// used to, and that before what the design or the scenario says of all.
func TestWhoDecidesHowClientsBehave(t *testing.T) {
	small := string(must(os.ReadFile("testdata/small.yaml")))
	browsers := `    users: 100
  - population: browsers
    location: home
    trace: {name: flat, rate: 4/s}
    users: 100
    clients: {timeout: 20s, resolvers: 5, retrying: [{backoff: {attempts: 1}}]}
`
	design := `    dns: {ttl: 60s, publish: 5s}
    clients: {browsers: {patience: 30s, sending: [ranked-list]}}
`
	text := strings.NewReplacer("    users: 100\n", browsers, "    dns: {ttl: 60s, publish: 5s}\n", design).Replace(small) + `
  - {design: used-to, like: standby, clients: {}}
`
	s, err := Read("small.yaml", []byte(text), stubs, "flat", "nasa")
	require.NoError(t, err)
	attempts := func(c Clients) int { return c.Retrying[0].Values.Count("attempts") }
	for _, c := range []struct {
		design, population string
		timeout, patience  time.Duration
		resolvers          int
		choosing           string
		attempts           int
	}{
		{"single", "phones", 8 * time.Second, 45 * time.Second, 20, "dns-answer", 3},
		{"single", "browsers", 20 * time.Second, 30 * time.Second, 5, "ranked-list", 1},
		{"standby", "browsers", 20 * time.Second, 30 * time.Second, 5, "ranked-list", 1}, // like single
		{"used-to", "browsers", 20 * time.Second, 45 * time.Second, 5, "dns-answer", 1},
	} {
		for d := range s.Designs {
			for p := range s.Workload {
				if s.Designs[d].Name != c.design || s.Workload[p].Name != c.population {
					continue
				}
				got := s.ClientsOf(&s.Designs[d], p)
				assert.Equal(t, []any{c.timeout, c.patience, c.resolvers, c.choosing, c.attempts},
					[]any{got.Timeout, got.Patience, got.Resolvers, got.Sending[0].Strategy.Name, attempts(got)}, "%s of %s", c.population, c.design)
				assert.Len(t, got.Overstay, 2, "as all")
			}
		}
	}
}

// A scenario of years ago goes on to be read, and its author hears in one line
// what its words are called now.
func TestOlderNamesAreReadAndSaidOnce(t *testing.T) {
	small := string(must(os.ReadFile("testdata/small.yaml")))
	now, err := Read("small.yaml", []byte(small), stubs, "flat", "nasa")
	require.NoError(t, err)
	assert.Empty(t, now.Older)
	before := strings.ReplaceAll(small, "sending: [", "choosing: [")
	old, err := Read("old.yaml", []byte(before), stubs, "flat", "nasa")
	require.NoError(t, err)
	assert.Equal(t, "old.yaml: read by older names: choosing is now called sending", old.Older)
	now.SHA256, old.SHA256, now.Text, old.Text, now.Written, old.Written, old.Older = "", "", "", "", "", "", ""
	assert.Equal(t, now, old)

	_, err = Read("both.yaml", []byte(strings.Replace(before, "choosing: [", "sending: [dns-answer], choosing: [", 1)), stubs, "flat", "nasa")
	assert.ErrorContains(t, err, "choosing", "of both, nobody knows which is meant")
}
