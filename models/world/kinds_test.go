package world_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/request"
	"failsim/models/world/scenario"
	"failsim/strategies"
	"failsim/traces"
)

// A fifth of the requests starts a film and needs the API; the others play one: a quarter
// needs the CDN, the rest was cached long ago. A request that is tried again is
// of the same kind: where the API is down, a fifth fails though clients try three
// times. Where it fails half of what it is asked, each attempt has a random stream of its own: of
// a fifth, an eighth fails.
func TestRequestsOfAKindFailWithWhatTheyNeed(t *testing.T) {
	for fault, share := range map[string]float64{
		"fail: {on: {service: api}, for: 10m}":                      0.2,
		"fail: {on: {service: api}, share: 50%, for: 10m}":          0.2 / 8,
		"fail: {on: {service: cdn}, for: 10m}":                      0.25,
		"fail: {on: {service: phones/play}, share: 100%, for: 10m}": 0.25,
	} {
		s := withKinds(t, "- {at: 5m, "+fault+"}")
		e := &ends{}
		require.NoError(t, build(t, s, 0, 0, 20, 30*time.Minute, e).Run())
		n, all := e.count(request.ServiceDown, 5, 14) // what is tried again may come after
		binomial(t, n, all, share, fault)
		n, _ = e.count(request.ServiceDown, 0, 4)
		assert.Zero(t, n)
		n, _ = e.count(request.ServiceDown, 15, 29)
		assert.Zero(t, n)
		good, all := e.count(request.None, 15, 29)
		assert.Equal(t, all, good, "and nothing else fails")
	}
}

// Kinds that are well change nothing.
func TestKindsThatAreWellChangeNothing(t *testing.T) {
	const fault = "- {at: 5m, gray: {region: aws/east, share: 10%, for: 5m}}"
	with, without := withKinds(t, fault), withKinds(t, fault)
	without.Workload[0].Kinds = nil
	a, b := &ends{}, &ends{}
	require.NoError(t, build(t, with, 0, 0, 20, 30*time.Minute, a).Run())
	require.NoError(t, build(t, without, 0, 0, 20, 30*time.Minute, b).Run())
	assert.Equal(t, a.minutes, b.minutes)
}

func withKinds(t testing.TB, fault string) *scenario.Scenario {
	t.Helper()
	text := needingText(t, "- {service: api}\n- {service: cdn}", fault)
	text = strings.ReplaceAll(text, "    names: 4\n", "    names: 4\n    kinds:\n      - {kind: start, share: 20%, needs: [api]}\n      - {kind: play, share: 25%, needs: [cdn]}\n")
	text = strings.ReplaceAll(text, "backoff: {attempts: 1}", "fixed: {attempts: 3, wait: 1s}")
	s, err := scenario.Read("kinds", []byte(text), strategies.All(), traces.Names()...)
	require.NoError(t, err)
	return s
}
