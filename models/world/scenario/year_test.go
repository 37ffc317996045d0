package scenario

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/file"
)

// withYear reads the small scenario with lines added at its top.
func withYear(t *testing.T, lines string) (*Scenario, error) {
	t.Helper()
	small, err := os.ReadFile("testdata/small.yaml")
	require.NoError(t, err)
	content := strings.Replace(string(small), "length: 2h\n", "length: 2h\n"+lines, 1)
	content = strings.Replace(content, "incident: state-loss\n", "incident: state-loss\n    rate: 0.7/y\n", 1)
	return Read("small.yaml", []byte(content), stubs)
}

func TestAYearHasRatesAndAWeek(t *testing.T) {
	s, err := withYear(t, "year: {memory: 2d, week: {monday: 110%, tuesday: 110%, wednesday: 110%, thursday: 110%, friday: 110%, saturday: 55%, sunday: 55%}}\n")
	require.NoError(t, err)
	assert.InDelta(t, 0.7, s.Incidents[0].Rate.PerYear(), 1e-12)
	assert.Equal(t, "0.7/y", s.Incidents[0].Rate.String())
	assert.Equal(t, 365*24*time.Hour, s.Year.Length)
	assert.Equal(t, 48*time.Hour, s.Year.Memory)
	assert.InDelta(t, 2, s.Year.Week[0]/s.Year.Week[6], 1e-12)
	sum := 0.0
	for _, d := range s.Year.Week {
		sum += d
	}
	assert.InDelta(t, 7, sum, 1e-12, "relative to the mean")

	s, err = withYear(t, "")
	require.NoError(t, err)
	assert.Equal(t, evenWeek, s.Year.Week)
	assert.InDelta(t, 365, (file.Rate{Count: 1, Seconds: 86400}).PerYear(), 1e-9, "a rate of any unit is one a year")
}

func TestAWeekHasAllItsDays(t *testing.T) {
	_, err := withYear(t, "year: {week: {monday: 100%}, memery: 3d}\n")
	assert.ErrorContains(t, err, "missing in week: tuesday, wednesday, thursday, friday, saturday, sunday")
	assert.ErrorContains(t, err, `did you mean "memory"?`)
}
