package study

import (
	"math"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/request"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/strategies"
	"failsim/traces"
)

// A host that dies takes a third of the requests with it until somebody notices.
// Checks do after half an interval, three more, and a time-out: 5 + 30 + 1 s. An LB
// that ejects does when its first request to the host has timed out; until then it
// loses that one, and another if three more come to it within that second, as the
// host has every third. An LB that had a request at the host when that died knows
// at once.
func TestAHostThatDiesIsNoticedByChecksOrByRequests(t *testing.T) {
	for _, c := range []struct {
		design, names, as string
		lost, within      float64 // a run
	}{
		// The host was working on a third of 100/s for 0.1 s.
		{"plain", "names: 60", "}", 100./3*36 + 100./3*0.1, 90},
		{"ejecting", "names: 60", "}", 60 * (1 + threeOrMore(100./60)), 6},
		{"ejecting", "names: 1", "}", 100. / 3 * 0.1, 1.5},
		// A check of a process that has died is refused: no time-out.
		{"plain", "names: 60", "}, as: process", 100./3*35 + 100./3*0.1, 90},
		{"plain", "names: 60", "}, as: machine", 100./3*36 + 100./3*0.1, 90},
		// The first request is refused, and its LB, which then ejects, knows at once.
		{"ejecting", "names: 60", "}, as: process", 60, 6},
	} {
		seen, total := lossOfHost(t, c.design, "names: 60", c.names, "backends: 1 of 3}", "backends: 1 of 3"+c.as)
		assert.InDelta(t, c.lost, total, c.within, "%s, %s, %s", c.design, c.names, c.as)
		assert.Equal(t, total, seen[request.BackendDown], "%s, %s, %s: why: %v", c.design, c.names, c.as, seen)
	}
}

// threeOrMore is the chance of that many where so many are expected.
func threeOrMore(mean float64) float64 { return 1 - math.Exp(-mean)*(1+mean+mean*mean/2) }

// What fails in part is not seen by checks, but by requests: of those to one host
// of three 40 % fail at once, for 20 minutes.
func TestAHostThatFailsInPartIsSeenByRequestsAlone(t *testing.T) {
	fault := []string{"fail: {on: {region: a/east, backends: 1 of 3}, for", "fail: {on: {region: a/east, backends: 1 of 3}, share: 40%, error-after: 1ms, for"}
	_, plain := lossOfHost(t, "plain", fault...)
	assert.InEpsilon(t, 100./3*0.4*20*60, plain, 0.03, "all the time")
	_, ejecting := lossOfHost(t, "ejecting", fault...)
	// In for 1/(1/3*0.4*100/60) = 4.5 s, at whose end the one that ejects is lost; out for 60 s times how often in
	// a row, up to 300 s, and on to the next sweep, half of 10 s.
	out, rounds := 60., 0.
	for at := 0.; at < 20*60; rounds++ {
		at += 4.5 + out + 5
		out = min(300, out+60)
	}
	assert.InDelta(t, 60*rounds, ejecting, 60*1.2)
}

// lossOfHost plays three runs of a design in the scenario lost-host, after some
// replacements in its text, and counts what a run loses.
func lossOfHost(t *testing.T, design string, replacements ...string) (seen [request.Causes]float64, total float64) {
	t.Helper()
	text, err := os.ReadFile("testdata/lost-host.yaml")
	require.NoError(t, err)
	s, err := scenario.Read("lost-host.yaml", []byte(strings.NewReplacer(replacements...).Replace(string(text))), strategies.All(), traces.Names()...)
	require.NoError(t, err)
	w := steady(s)
	const runs = 3
	for i := range s.Designs {
		if s.Designs[i].Name != design {
			continue
		}
		for seed := range uint64(runs) {
			for _, o := range play(t, w, world.Choice{Design: &s.Designs[i], Incident: &s.Incidents[0], Seed: seed}).settled {
				if !o.Good() {
					seen[o.Cause] += 1. / runs
					total += 1. / runs
				}
			}
		}
	}
	return seen, total
}
