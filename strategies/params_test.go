package strategies

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"failsim/models/distribution"
	"failsim/models/policy"

	"github.com/stretchr/testify/require"
)

// written is how a scenario file writes a value of each kind.
var written = map[policy.Kind]*regexp.Regexp{
	policy.DurationKind: regexp.MustCompile(`^\d+(\.\d+)?(ms|s|m|h)$`),
	policy.ShareKind:    regexp.MustCompile(`^(100|\d{1,2}(\.\d+)?)%$`),
	policy.CountKind:    regexp.MustCompile(`^\d+$`),
	policy.RateKind:     regexp.MustCompile(`^\d+(\.\d+)?/s$`),
	policy.FactorKind:   regexp.MustCompile(`^\d+(\.\d+)?$`),
	policy.WordKind:     regexp.MustCompile(`^(0|[a-z][a-z0-9-]*)$`),

	policy.DistributionKind: regexp.MustCompile(`^\d+(\.\d+)?(ms|s|m|h)$`),
}

func parseValue(t *testing.T, p policy.Param, text string) policy.Value {
	t.Helper()
	require.Regexp(t, written[p.Kind], text, "a value of the kind of parameter %s (%s), as a scenario writes it", p.Name, p.About)
	switch p.Kind {
	case policy.DurationKind:
		d, err := time.ParseDuration(text)
		require.NoError(t, err)
		return policy.Value{Duration: d}
	case policy.DistributionKind:
		d, err := time.ParseDuration(text)
		require.NoError(t, err)
		return policy.Value{Distribution: distribution.Constant(d)}
	case policy.WordKind:
		require.Contains(t, p.Words, text, "parameter %s", p.Name)
		return policy.Value{Word: text}
	}
	number, err := strconv.ParseFloat(strings.TrimRight(text, "%/s"), 64)
	require.NoError(t, err)
	if p.Kind == policy.ShareKind {
		number /= 100
	}
	return policy.Value{Number: number}
}

func defaults(t *testing.T, s policy.Strategy) policy.Values {
	v := policy.Values{}
	for _, p := range s.Params {
		v[p.Name] = parseValue(t, p, p.Default)
	}
	return v
}

// with returns a strategy of the list, made with some parameters given.
func with(t *testing.T, name string, given map[string]string) any {
	t.Helper()
	i := slices.IndexFunc(All(), func(s policy.Strategy) bool { return s.Name == name })
	require.GreaterOrEqual(t, i, 0, "no strategy %s", name)
	s := All()[i]
	v := defaults(t, s)
	for _, p := range s.Params {
		if text, ok := given[p.Name]; ok {
			v[p.Name] = parseValue(t, p, text)
			delete(given, p.Name)
		}
	}
	require.Empty(t, given, "%s has no such parameters", name)
	return s.New(v)
}
