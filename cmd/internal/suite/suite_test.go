package suite

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/results"
	"failsim/results/statistics"
)

func TestAStatementIsWhereItsIntervalIs(t *testing.T) {
	none := statistics.Number(math.NaN())
	for _, c := range []struct {
		says    string
		above   bool
		low, up statistics.Number
		is      Verdict
	}{
		{"all of it above", true, 1.1, 2, Supported},
		{"all of it below", true, 0.1, 0.9, Refuted},
		{"on both sides", true, 0.9, 1.1, Undecided},
		{"all of it below, as it says", false, 0.1, 0.9, Supported},
		{"all of it above, against what it says", false, 1.1, 2, Refuted},
		{"exactly there is not above", true, 1, 1, Refuted},
		{"no interval", true, none, none, Undecided},
		{"no interval below", false, none, none, Undecided},
	} {
		s := Statement{Above: c.above, Than: 1}
		assert.Equal(t, c.is, s.judge(Value{1.5, c.low, c.up}), c.says)
	}
}

func TestAClaimNeedsAllOfItsStatements(t *testing.T) {
	assert.Equal(t, Supported, Both(Supported, Supported))
	assert.Equal(t, Undecided, Both(Supported, Undecided))
	assert.Equal(t, Refuted, Both(Undecided, Refuted, Supported))
}

// How much one design exceeds another is taken off the pair, whichever way it stands.
func TestADifferenceIsThatOfThePair(t *testing.T) {
	sum := &results.IncidentSummary{Paired: []results.Paired{{A: "b", B: "a", Metric: "availability", MeanDifference: 0.02, CI95: &statistics.Interval{0.01, 0.04}}}}
	s := Statement{Figure: "availability", Design: "b", Over: "a"}
	assert.Equal(t, Value{2, 1, 4}, s.valueOf(sum))
	s.Design, s.Over = "a", "b"
	assert.Equal(t, Value{-2, -4, -1}, s.valueOf(sum))
}

func TestMistakesInASuiteAreExplained(t *testing.T) {
	const head = "suite: s\nreplications: 2\nclaims:\n  - claim: c\n    says: so\n    holds:\n      - "
	for _, c := range []struct{ line, says string }{
		{"{in: x, of: availability, design: a, above: 1}", "expected SCENARIO/INCIDENT"},
		{"{in: x/y, of: availabilty, design: a, above: 1}", "availability"},
		{"{in: x/y, of: availability, design: a}", `"above" a number, or "below" one`},
		{"{in: x/y, of: availability, design: a, above: 1, below: 2}", `"above" a number, or "below" one`},
		{"{in: x/y, of: outage, design: a, over: b, above: 1}", "not compared run by run"},
	} {
		_, err := Read("s.yaml", []byte(head+c.line+"\n"))
		require.ErrorContains(t, err, c.says, c.line)
		assert.ErrorContains(t, err, "s.yaml:7:")
	}
	s, err := Read("s.yaml", []byte(head+"{in: x/y, of: availability, design: a, over: b, above: -1.5}\n"))
	require.NoError(t, err)
	assert.Equal(t, Statement{Scenario: "x", Incident: "y", Figure: "availability", Design: "a", Over: "b", Above: true, Than: -1.5}, s.Claims[0].Parts[0])
}
