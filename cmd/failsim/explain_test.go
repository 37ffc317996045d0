package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/strategies"
)

func TestExplainTellsOfEveryStrategy(t *testing.T) {
	for _, s := range strategies.All() {
		r := failsim("explain", s.Name)
		assert.Equal(t, 0, r.status, s.Name)
		for _, want := range []string{s.About, s.Used, string(s.Socket), strings.Split(s.Hazard, "; ")[0]} {
			assert.Contains(t, r.stdout, want, s.Name)
		}
		for _, p := range s.Params {
			assert.Contains(t, r.stdout, p.Name+": "+p.Default, s.Name)
			assert.Contains(t, r.stdout, p.About, s.Name)
		}
	}
}

func TestExplainNamesTheNearestWord(t *testing.T) {
	r := failsim("explain", "maglef")
	assert.Equal(t, 2, r.status)
	assert.Contains(t, r.stderr, "maglev")
	assert.Equal(t, 2, failsim("explain").status)
	assert.Contains(t, failsim("explain", "gray").stdout, "a kind of fault")
	assert.Contains(t, failsim("explain", "gray").stdout, "share: 5%")
}

// Who asks for a word of the field means what it means in the field, and not a key of some
// strategy that happens to bear it; the key is there as well.
func TestExplainTellsTheMeaningBeforeAKeyOfTheSameName(t *testing.T) {
	for word, by := range map[string][2]string{"surge": {"demand-surge", "rolling-update/surge"}, "slow": {"gray", "concurrency-limit/slow"}} {
		said := failsim("explain", word).stdout
		assert.Regexp(t, "^Here "+word+" is said by "+by[0]+`\.\n\n`+by[0], said)
		assert.Contains(t, said, "\nKeys called "+word+":\n\ndesigns/")
		assert.Contains(t, said, by[1])
	}
	assert.Regexp(t, "^designs/rolling-update/surge\n", failsim("explain", "rolling-update/surge").stdout)
	assert.Regexp(t, "^workload\n", failsim("explain", "workload").stdout)
}

// What people call an outage has no key of its own: it leads to what makes it, or stops it.
func TestExplainLeadsFromNamesOfOutages(t *testing.T) {
	for word, by := range map[string]string{"circuit": "circuit-breaker", "partition": "fail", "retry-storm": "retrying", "split-brain": "fenced-promotion"} {
		assert.Contains(t, failsim("explain", word).stdout, "Here "+word+" is said by "+by+".\n\n")
	}
}

func TestListStrategiesIsALineEach(t *testing.T) {
	r := failsim("list", "strategies")
	for _, s := range strategies.All() {
		assert.Contains(t, r.stdout, "\n  "+s.Name+" ")
	}
}

// What a design says of a thing of the world it says beside what the world does; what may
// be nothing is said to be.
func TestExplainTellsWhatHoldsWithoutAKey(t *testing.T) {
	said := failsim("explain", "herds/jitter").stdout
	assert.Regexp(t, `(?s)^world/herds/jitter\n[^\n]+\n[^\n]+\n  default: 0s\n\ndesigns/herds/jitter\n.*  without: as the world says`, said)
	assert.Contains(t, failsim("explain", "configurations/refuse-older").stdout, "default: false\n")
	assert.Contains(t, failsim("explain", "needs/cached").stdout, "without, each request needs it")
	assert.NotContains(t, failsim("explain", "needs/cached").stdout, "default: 0s", "which is refused where it stands")
}
