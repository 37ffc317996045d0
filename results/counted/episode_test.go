package counted_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/results/counted"
	"failsim/results/year"
)

func TestAnEpisodeHearsOfAnsweredRequestsAsOfOthers(t *testing.T) {
	var together, oneByOne year.Tally
	together.Reset(counted.TwoGroups())
	oneByOne.Reset(counted.TwoGroups())
	for k, batch := range counted.Answers(counted.TestKey.Named("episode")) {
		counted.Failures(&together, k, batch)
		counted.Failures(&oneByOne, k, batch)
		together.Answered(batch)
		counted.Apart(&oneByOne, batch)
	}
	assert.Equal(t, oneByOne.Run(), together.Run())
	assert.Equal(t, oneByOne.Recorded(), together.Recorded())
	assert.Positive(t, together.Run().Harm.AwayHours)
}
