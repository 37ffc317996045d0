package strategies

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"failsim/models/policy"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheListIsSortedBySocketThenName(t *testing.T) {
	var before string
	for _, s := range All() {
		now := string(s.Socket) + " " + s.Name
		require.Less(t, before, now, "in list.go they stand the other way round")
		before = now
	}
}

func TestEveryStrategyIsFullyDeclared(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range All() {
		assert.False(t, seen[s.Name], "two strategies are called %s", s.Name)
		seen[s.Name] = true
		assert.Regexp(t, `^[a-z]+(-[a-z]+)*$`, s.Name)
		assert.NotEmpty(t, s.About, "%s says what it does", s.Name)
		assert.NotEmpty(t, s.Hazard, "%s says how it can lose", s.Name)
		assert.NotEmpty(t, s.Used, "%s says who uses it", s.Name)
		for _, p := range s.Params {
			assert.Regexp(t, `^[a-z]+(-[a-z]+)*$`, p.Name)
			assert.NotEmpty(t, p.About, "%s %s says what it is", s.Name, p.Name)
			assert.Equal(t, p.Kind == policy.WordKind, len(p.Words) > 0, "%s %s: words belong to WordKind", s.Name, p.Name)
		}
	}
}

// sources are who is named where a default comes from, beside those who use the strategy
// and the word assumption; one a line.
var sources = []string{
	"AWS",
	"Azure",
	"CloudWatch",
	"Dean and Barroso",
	"Envoy",
	"etcd",
	"Facebook",
	"Finagle",
	"FRR",
	"gobreaker",
	"Google",
	"Go's default Transport",
	"gRPC",
	"HAProxy",
	"HEART",
	"Hystrix",
	"in 2012",
	"Karger",
	"Mitzenmacher",
	"MySQL",
	"Netflix",
	"nginx",
	"Patroni",
	"PostgreSQL",
	"Prequal",
	"Redis",
	"ioredis",
	"Route 53",
	"THERP",
}

var (
	sourced = regexp.MustCompile("assumption|" + strings.Join(sources, "|"))
	name    = regexp.MustCompile(`[A-Z][A-Za-z0-9]+|[a-z]+[0-9][a-z0-9]*`) // Envoy, resilience4j
)

func TestEveryDefaultHasASourceOrIsAnAssumption(t *testing.T) {
	for _, s := range All() {
		for _, p := range s.Params {
			users := name.FindAllString(s.Used, -1)
			usersOwn := slices.ContainsFunc(users, func(who string) bool { return strings.Contains(p.About, who) })
			assert.True(t, usersOwn || p.Kind == policy.WordKind || sourced.MatchString(p.About),
				"About of %s %s, %q, says where its default %s comes from: it names one of those in Used, which are %v, or of sources in list_test.go, or has the word assumption in it", s.Name, p.Name, p.About, p.Default, users)
		}
	}
}

func TestNoTwoStrategiesAreCalledTheSame(t *testing.T) {
	whose := map[string]string{}
	for _, s := range All() {
		for word := range strings.FieldsSeq(s.Called) {
			assert.Empty(t, whose[word], "%s and another strategy are both Called %s: only one of them would be found by it", s.Name, word)
			whose[word] = s.Name
		}
	}
}

func TestEveryStrategyFillsItsSocketWithItsDefaults(t *testing.T) {
	for _, s := range All() {
		made := s.New(defaults(t, s))
		var ok bool
		switch s.Socket {
		case policy.SendingSocket:
			if _, ok = made.(policy.Sending); s.Beside {
				_, hedges := made.(policy.Hedging)
				_, breaks := made.(policy.Breaking)
				ok = !ok && (hedges || breaks)
			}
		case policy.ConnectingSocket:
			_, ok = made.(policy.Connecting)
		case policy.LBRetryingSocket:
			_, ok = made.(policy.LBRetrying)
		case policy.RetryingSocket:
			_, ok = made.(policy.Retrying)
		case policy.BalancingSocket:
			_, ok = made.(policy.Balancing)
		case policy.FilteringSocket:
			_, ok = made.(policy.Filtering)
		case policy.AdmittingSocket:
			_, ok = made.(policy.Admitting)
		case policy.SteeringSocket:
			_, ok = made.(policy.Steering)
		case policy.HealingSocket:
			_, ok = made.(policy.Healing)
		case policy.OperatingSocket:
			_, ok = made.(policy.Operating)
		case policy.ReplicatingSocket:
			_, acks := made.(policy.Acknowledging)
			_, promotes := made.(policy.Promoting)
			_, clients := made.(policy.StoreClient)
			ok = acks || promotes || clients
		case policy.ServingSocket:
			_, ok = made.(policy.Serving)
		case policy.GatingSocket:
			_, ok = made.(policy.Gating)
		}
		assert.True(t, ok, "%s does not fill socket %s", s.Name, s.Socket)
		if w, ok := made.(policy.Watching); ok {
			assert.Positive(t, w.Period(), s.Name)
		}
		if p, ok := made.(policy.Probing); ok {
			timing := p.Probes()
			assert.Positive(t, timing.Interval, s.Name)
			assert.Positive(t, timing.Unhealthy, s.Name)
			assert.Positive(t, timing.Healthy, s.Name)
		}
	}
}

func TestEveryStrategyHasAFileOfItsOwnOfAboutAHundredLines(t *testing.T) {
	for _, s := range All() {
		text, err := os.ReadFile(strings.ReplaceAll(s.Name, "-", "_") + ".go")
		if assert.NoError(t, err, "%s stands in a file of its name, with _ for -", s.Name) {
			assert.LessOrEqual(t, strings.Count(string(text), "\n"), 100, "%s has more than 100 lines: what others can use moves to a file of its own", s.Name)
		}
	}
	scripts, err := filepath.Glob("testdata/*")
	require.NoError(t, err)
	for _, path := range scripts {
		name, ending, _ := strings.Cut(filepath.Base(path), ".")
		whose := func(s policy.Strategy) bool { return s.Name == name }
		assert.True(t, slices.ContainsFunc(All(), whose) && (ending == "txt" || ending == "golden"), "%s is a script or a golden of no strategy: has list.go a line of it, and is that its name?", path)
	}
}
