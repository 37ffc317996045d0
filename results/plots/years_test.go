package plots

import (
	"bytes"
	"image/color"
	"math"
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

func TestHeatMapsSayTheirValuesAndRefuseWhatDoesNotFit(t *testing.T) {
	h := Heat{Subtitle: "incident: loss; down: ttl; across: capacity", Legend: "minutes", Log: true, X: []string{"10%", "50%"}, Y: []string{"30s", "5m"},
		Panels: []HeatPanel{{Name: "standby", Values: [][]float64{{0, 10}, {1000, math.NaN()}}, Words: [][]string{{"0", "10"}, {"1000", "-"}},
			Framed: [][]bool{{true, false}, {false, false}}}}}
	f, err := HeatMap(h)
	require.NoError(t, err)
	noCollision(t, f)
	show(t, "heat", f)
	fill := map[string]color.NRGBA{}
	var last color.NRGBA
	for _, m := range f.marks {
		switch m := m.(type) {
		case path:
			if m.fill.A > 0 {
				last = m.fill
			}
		case text:
			fill[m.words] = last
		}
	}
	assert.Equal(t, heatFrom, fill["0"], "nothing is lightest")
	assert.Equal(t, heatTo, fill["1000"], "most is darkest")
	assert.NotEqual(t, fill["0"], fill["10"], "little is not nothing")
	assert.NotEqual(t, heatTo, fill["10"])
	assert.Equal(t, panel, fill["-"], "a cell without a value has no colour of the scale")
	h.Panels[0].Words = nil
	_, err = HeatMap(h)
	assert.ErrorContains(t, err, "2 rows of values and 0 of words for 2 labels")
}

func TestATornadoSaysBothEnds(t *testing.T) {
	f, err := Tornado(Swings{Base: 100, Bars: []Swing{{"clients/resolvers", 50, 250, "500: 50", "2000: 250"}, {"share", 130, 150, "10%: 130", "50%: 150"}, {"none", 100, 100, "1: 100", "4: 100"}}})
	require.NoError(t, err)
	noCollision(t, f)
	show(t, "tornado", f)
	_, err = Tornado(Swings{})
	assert.Error(t, err)
}
