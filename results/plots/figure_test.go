package plots

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheSameInputGivesTheSameBytes(t *testing.T) {
	first, second := drawn(t), drawn(t)
	for name, f := range first {
		for format, write := range map[string]func(*Figure, io.Writer) error{"svg": (*Figure).SVG, "png": (*Figure).PNG} {
			var a, b bytes.Buffer
			require.NoError(t, write(f, &a))
			require.NoError(t, write(second[name], &b))
			assert.True(t, bytes.Equal(a.Bytes(), b.Bytes()), "%s.%s differs", name, format)
			assert.NotZero(t, a.Len())
		}
		show(t, name, f)
	}
}

// noCollision asserts that all words lie on the page and none on another's.
func noCollision(t *testing.T, f *Figure) {
	t.Helper()
	page := box{0, 0, f.width, f.height}
	var texts []text
	for _, m := range f.marks {
		if w, ok := m.(text); ok {
			b := w.box()
			assert.True(t, page.holds(point{b.x0, b.y0}) && page.holds(point{b.x1, b.y1}), "%q leaves the page", w.words)
			for _, other := range texts {
				assert.False(t, b.overlaps(other.box()), "%q lies on %q", w.words, other.words)
			}
			texts = append(texts, w)
		}
	}
}

func TestWordsNeverCollide(t *testing.T) {
	for name, f := range drawn(t) {
		t.Run(name, func(t *testing.T) { noCollision(t, f) })
	}
}

func TestFilesAreWellFormed(t *testing.T) {
	f, err := LostByCause(Lost{Title: `a <b> & "c"`, Causes: []string{"x<y"}, Rows: []LostRow{{Name: "d&e", Share: []float64{0.1}}}})
	require.NoError(t, err)
	var svg, raster bytes.Buffer
	require.NoError(t, f.SVG(&svg))
	d := xml.NewDecoder(&svg)
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else {
			require.NoError(t, err)
		}
	}
	require.NoError(t, f.PNG(&raster))
	image, err := png.Decode(&raster)
	require.NoError(t, err)
	assert.Equal(t, 1920, image.Bounds().Dx(), "10 inches of 192 dots")
	assert.Equal(t, `a <b> & "c"`, f.Alt())
}

// nan is a line without any data.
func nan() Line {
	return Line{Name: "a", X: []time.Duration{0, time.Hour}, Y: []float64{math.NaN(), math.NaN()}}
}

func TestPoorInputIsRefused(t *testing.T) {
	one := Line{Name: "a", X: []time.Duration{0}, Y: []float64{0.5}}
	short, percentages, backwards, odd, nameless := one, one, one, one, one
	short.Y = nil
	percentages.Y = []float64{99.2}
	backwards.X, backwards.Y = []time.Duration{time.Hour, 0}, []float64{1, 1}
	odd.Low = []float64{0.1}
	nameless.Name = ""
	for name, lines := range map[string][]Line{
		"no lines": nil, "no data": {nan()}, "too few values": {short}, "percentages": {percentages}, "time runs backwards": {backwards},
		"half an interval": {odd}, "no name": {nameless},
	} {
		_, err := Availability(Timeline{Lines: lines})
		assert.ErrorContains(t, err, "plots: availability", name)
		_, err = MisconfiguredLBs(Misconfiguration{Lines: lines})
		assert.ErrorContains(t, err, "plots: misconfigured", name)
	}
	_, err := Availability(Timeline{Lines: []Line{one}, Objective: 99.95})
	assert.ErrorContains(t, err, "objective")
	_, err = MisconfiguredLBs(Misconfiguration{Lines: []Line{one}, Published: &Point{Share: math.NaN()}})
	assert.Error(t, err)
	_, err = MisconfiguredLBs(Misconfiguration{Theory: &one})
	assert.Error(t, err)
	for name, rows := range map[string][]RecoveryRow{
		"no rows": nil, "no name": {{}}, "negative count": {{Name: "a", Censored: -1}}, "negative time": {{Name: "a", Samples: []time.Duration{-1}}},
		"interval": {{Name: "a", Low: 2, High: 1}},
	} {
		_, err := RecoveryTimes(Recovery{Rows: rows})
		assert.ErrorContains(t, err, "plots: recovery", name)
	}
	for name, rows := range map[string][]LostRow{
		"no rows": nil, "no name": {{Share: []float64{0}}}, "other causes": {{Name: "a"}}, "NaN": {{Name: "a", Share: []float64{math.NaN()}}},
		"negative": {{Name: "a", Share: []float64{-1}}}, "over all": {{Name: "a", Share: []float64{1.2}}},
	} {
		_, err := LostByCause(Lost{Causes: []string{"c"}, Rows: rows})
		assert.ErrorContains(t, err, "plots: lost", name)
	}
}

func TestThinInputIsDrawn(t *testing.T) {
	one := Line{Name: "a", X: []time.Duration{0}, Y: []float64{1}}
	gap := Line{Name: "b", X: []time.Duration{0, 1, 2, 3}, Y: []float64{1, math.NaN(), 0.4, 0.2}, Low: []float64{1, 0.2, math.NaN(), 0}, High: []float64{1, 1, 1, 1}}
	year := Line{Name: "c", X: []time.Duration{0, 365 * 24 * time.Hour}, Y: []float64{0, 1}}
	long := Line{Name: "a-design-with-a-name-that-nobody-should-give-to-anything", X: one.X, Y: one.Y, Label: "100 %\n99 to 100 %\nn = 20"}
	figures := map[string]func() (*Figure, error){
		"one point":         func() (*Figure, error) { return Availability(Timeline{Lines: []Line{one, nan()}}) },
		"gaps":              func() (*Figure, error) { return Availability(Timeline{Lines: []Line{gap}, Objective: 0.999}) },
		"a year":            func() (*Figure, error) { return Availability(Timeline{Lines: []Line{year}}) },
		"a long name":       func() (*Figure, error) { return Availability(Timeline{Lines: []Line{long}, Phases: incident}) },
		"objective 1":       func() (*Figure, error) { return Availability(Timeline{Lines: []Line{one}, Objective: 1}) },
		"damage, one point": func() (*Figure, error) { return MisconfiguredLBs(Misconfiguration{Lines: []Line{one, nan()}}) },
		"damage, gaps": func() (*Figure, error) {
			return MisconfiguredLBs(Misconfiguration{Lines: []Line{gap, year}, Published: &Point{Share: 1}})
		},
		"recovery, nobody": func() (*Figure, error) {
			return RecoveryTimes(Recovery{Rows: []RecoveryRow{{Name: "a", NeverHarmed: 3}, {Name: "b"}}})
		},
		"recovery, censored": func() (*Figure, error) { return RecoveryTimes(Recovery{Rows: []RecoveryRow{{Name: "a", Censored: 3}}}) },
		"recovery, at once": func() (*Figure, error) {
			return RecoveryTimes(Recovery{Rows: []RecoveryRow{{Name: "a", Samples: make([]time.Duration, 1000)}}, Objective: time.Second})
		},
		"recovery, years": func() (*Figure, error) {
			return RecoveryTimes(Recovery{Rows: []RecoveryRow{{Name: "a", Samples: []time.Duration{1, math.MaxInt64}}}})
		},
		"nothing lost": func() (*Figure, error) {
			return LostByCause(Lost{Causes: []string{"c"}, Rows: []LostRow{{Name: "a", Share: []float64{0}}}})
		},
		"all lost": func() (*Figure, error) {
			return LostByCause(Lost{Causes: []string{"c"}, Rows: []LostRow{{Name: "a", Share: []float64{1}}}})
		},
		"no causes": func() (*Figure, error) { return LostByCause(Lost{Rows: []LostRow{{Name: "a"}}}) },
	}
	for name, draw := range figures {
		t.Run(name, func(t *testing.T) {
			f, err := draw()
			require.NoError(t, err)
			noCollision(t, f)
			var b bytes.Buffer
			require.NoError(t, f.SVG(&b))
			for _, bad := range []string{"NaN", "Inf"} {
				assert.NotContains(t, b.String(), bad)
			}
			show(t, name, f)
		})
	}
}

// Runs of rare branches count for less than their number, which a cell must say.
func TestACellHasItsShareWhereRunsWeighDifferently(t *testing.T) {
	for _, c := range []struct {
		share float64
		says  bool
	}{{0, false}, {6.0 / 26, false}, {0.45, true}} {
		f, err := RecoveryTimes(Recovery{Rows: []RecoveryRow{{Name: "a", NeverHarmed: 6, Censored: 20, NeverHarmedShare: c.share, CensoredShare: 1 - c.share}}})
		require.NoError(t, err)
		var svg bytes.Buffer
		require.NoError(t, f.SVG(&svg))
		assert.Equal(t, c.says, strings.Contains(svg.String(), "= 45 %"), "%g", c.share)
	}
}
