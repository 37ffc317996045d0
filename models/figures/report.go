// Package figures is what every engine counts and estimates with: histograms,
// moments, reports of one replication, estimates over replications with their
// standard errors, batch means, warm-up and the test for a steady state. It
// knows no model.
package figures

import (
	"math"
	"slices"
	"time"
)

// Report is what one replication found.
type Report struct {
	WarmUp  time.Duration // what was left out
	Figures []Figure
	spreads map[int]spread // of figures that are quantiles, by their place
	ratios  map[int]ratio  // of figures that are ratios
	batches map[Key][]float64
	numbers map[string]Numbers
	halves  []halves            // of what should be steady
	shared  map[string][]string // whose figures depend on it
}

// Figure is one number of a report. Names are those of the theory's tables.
type Figure struct {
	Of    string // "station front", "group pool" or "stream web"
	Name  string
	Value float64 // NaN if there is none: nothing was counted, or Why
	// Why says why there can be no such number, such as a mean wait that is
	// infinite.
	Why string
	// Warning says what to mind about the number.
	Warning string
}

// spread is the durations that a quantile is of.
type spread struct {
	all *Histogram
	q   float64
}

// ratio is what a figure divides.
type ratio struct {
	above, below float64
	trials       bool // independent ones, of which above are hits
}

// Record adds a figure.
func (r *Report) Record(of, name string, value float64) {
	r.Figures = append(r.Figures, Figure{Of: of, Name: name, Value: value})
}

// RecordQuantile adds a quantile of durations, in seconds.
func (r *Report) RecordQuantile(of, name string, h *Histogram, q float64) {
	if r.spreads == nil {
		r.spreads = map[int]spread{}
	}
	r.spreads[len(r.Figures)] = spread{h, q}
	r.Record(of, name, Seconds(h.Quantile(q)))
}

// RecordRatio adds a figure that is one sum over another. Over replications it is
// the sum of all over the sum of all: a replication that counted nothing below
// has no ratio, and yet its time above counts.
func (r *Report) RecordRatio(of, name string, above, below float64) {
	r.recordRatio(of, name, ratio{above: above, below: below})
}

// RecordTrials adds the share of independent trials that were hits.
func (r *Report) RecordTrials(of, name string, hits, trials float64) {
	r.recordRatio(of, name, ratio{above: hits, below: trials, trials: true})
}

func (r *Report) recordRatio(of, name string, x ratio) {
	if r.ratios == nil {
		r.ratios = map[int]ratio{}
	}
	r.ratios[len(r.Figures)] = x
	value := math.NaN()
	if x.below > 0 {
		value = x.above / x.below
	}
	r.Record(of, name, value)
}

// Withhold says of figures why they have no value.
func (r *Report) Withhold(of, why string, names ...string) {
	for i := range r.Figures {
		if f := &r.Figures[i]; f.Of == of && slices.Contains(names, f.Name) {
			f.Value, f.Why = math.NaN(), why
		}
	}
}

// Key names a figure of a system.
type Key struct{ Of, Name string }

// Value returns a figure's value; NaN if there is none.
func (r *Report) Value(of, name string) float64 {
	for _, f := range r.Figures {
		if f.Of == of && f.Name == name {
			return f.Value
		}
	}
	return math.NaN()
}

// Warn says of figures what to mind about them.
func (r *Report) Warn(of, what string, names ...string) {
	for i := range r.Figures {
		if f := &r.Figures[i]; f.Of == of && slices.Contains(names, f.Name) {
			f.Warning = what
		}
	}
}

// Numbers counts how many were somewhere: the time with each number, and the
// arrivals that found it.
type Numbers struct{ Time, Seen []float64 }

// halves is the mean number in a station or group in both halves of the
// measured time of a replication.
type halves struct {
	of            string
	first, second float64
}
