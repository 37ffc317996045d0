package results_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/results"
	"failsim/results/year"
)

func TestAnEpisodeHearsOfAnsweredRequestsAsOfOthers(t *testing.T) {
	var together, oneByOne year.Tally
	together.Reset(results.TwoCrowds())
	oneByOne.Reset(results.TwoCrowds())
	for k, batch := range results.Answers(results.TestKey.Named("episode")) {
		results.Failures(&together, k, batch)
		results.Failures(&oneByOne, k, batch)
		together.Answered(batch)
		results.Apart(&oneByOne, batch)
	}
	assert.Equal(t, oneByOne.Run(), together.Run())
	assert.Equal(t, oneByOne.Told(), together.Told())
	assert.Positive(t, together.Run().Harm.AwayHours)
}
