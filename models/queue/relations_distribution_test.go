package queue

import (
	"math"
	"strconv"
	"testing"

	"failsim/models/figures"
	"failsim/sim"
)

// Relations that hold in distribution. A difference of more than 4.5 standard errors
// has a chance below 1 in 10,000 (Student's t with 23 degrees of freedom for
// differences within a run, more for those between systems); the 16 comparisons
// of a test run raise a false alarm for one choice in 600 of their seeds, which
// are fixed.
const (
	farOff             = 4.5
	distributionSample = 24
)

// over simulates a steady state and returns one figure of each replication.
func (d *drawn) over(figure func(*figures.Report) float64) []float64 {
	spec := read(d.t, d.text())
	values := make([]float64, distributionSample)
	for k := range values {
		values[k] = figure(Run(spec, d.seed, k))
	}
	return values
}

func (d *drawn) sameLaw(a, b []float64) {
	d.t.Helper()
	m, x := figures.MeanAndError(a)
	n, y := figures.MeanAndError(b)
	d.check(math.Abs(m-n) <= farOff*math.Hypot(x, y), "%v and %v, standard errors %v and %v", m, n, x, y)
}

func value(of, name string) func(*figures.Report) float64 {
	return func(r *figures.Report) float64 { return r.Value(of, name) }
}

func TestRelationsOfQueuesInLaw(t *testing.T) {
	for _, rel := range []struct {
		name  string
		holds func(d *drawn)
	}{
		{"Poisson arrivals see time averages", func(d *drawn) {
			differences := d.over(func(r *figures.Report) float64 {
				return r.Value(front, "mean_in_system") - r.Value(front, "mean_in_system_seen")
			})
			mean, se := figures.MeanAndError(differences)
			d.check(math.Abs(mean) <= farOff*se, "seen and true differ by %v, standard error %v", mean, se)
		}},
		{"a loss system minds the mean of service only", func(d *drawn) {
			d.station = ", queue-capacity: 0"
			other := d.with(func(d *drawn) { d.service = services[(d.seed+1)%uint64(len(services))] })
			d.sameLaw(d.over(value(front, "p_block")), other.over(value(front, "p_block")))
		}},
		{"a shared server minds the mean of service only", func(d *drawn) {
			d.servers, d.rate, d.station = 1, 0.6/d.mean, ", discipline: processor-sharing"
			d.arrivals = poissonAt(d.rate)
			other := d.with(func(d *drawn) { d.service = services[(d.seed+1)%uint64(len(services))] })
			d.sameLaw(d.over(value(front, "p_zero")), other.over(value(front, "p_zero")))
			d.sameLaw(d.over(value(front, "mean_in_system")), other.over(value(front, "mean_in_system")))
		}},
		{"a Poisson stream split in two is the same in distribution", func(d *drawn) {
			half := poissonAt(d.rate / 2)
			two := d.with(func(d *drawn) { d.arrivals = half + ", to: front}, {stream: other, " + half })
			d.sameLaw(d.over(value(front, "mean_in_system")), two.over(value(front, "mean_in_system")))
		}},
	} {
		t.Run(rel.name, func(t *testing.T) {
			for k := range min(systems(t)/6, 50) {
				d := drawSystem(t, sim.NewKey(0, 0).Named(rel.name).Uint64(k)>>40)
				d.arrivals, d.warmUp = poissonAt(d.rate), "20s"
				rel.holds(d)
			}
		})
	}
}

func poissonAt(perSecond float64) string {
	return "rate: " + strconv.FormatFloat(perSecond, 'f', -1, 64) + "/s"
}
