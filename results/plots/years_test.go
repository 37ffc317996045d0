package plots

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBadYearsShowsDesignsAndObjectives(t *testing.T) {
	y := Years{Lines: []Line{{Name: "single-provider", X: []time.Duration{time.Minute, time.Hour}, Y: []float64{0.8, 0.1}}},
		Objectives: []float64{0.999}, Length: 365 * 24 * time.Hour}
	f, err := BadYears(y)
	require.NoError(t, err)
	var svg bytes.Buffer
	require.NoError(t, f.SVG(&svg))
	for _, want := range []string{"single-provider", "99.9 %", "share of years that lose at least so much", "1 h", "How bad years are"} {
		assert.Contains(t, svg.String(), want)
	}

	y.Lines[0].X[0] = 0
	_, err = BadYears(y)
	assert.ErrorContains(t, err, "an outage of 0s has no place on a logarithmic axis")
	_, err = BadYears(Years{})
	assert.ErrorContains(t, err, "nothing to draw")
	y.Lines[0].X[0], y.Lines[0].Y[0] = time.Minute, 1.5
	_, err = BadYears(y)
	assert.ErrorContains(t, err, "1.5 is no share")
}
