package study

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat"

	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/counted"
)

// Relations that hold in distribution, not run by run: means over replications may
// differ by chance. A difference of more than farOff standard errors has a
// chance of 4 in 100,000 (Student's t with 46 degrees of freedom); the 36
// comparisons of a test run raise one false alarm in 700 choices of their
// seeds, which are fixed.
const (
	farOff             = 4.5
	distributionSample = 24
)

// figures that are compared in distribution.
var distributionFigures = []func(*counted.Run) float64{
	func(r *counted.Run) float64 { return r.Availability },
	func(r *counted.Run) float64 { return r.RetryAmplification },
	func(r *counted.Run) float64 { return float64(r.Requests.Arrived) },
}

// sample makes the replications of the first design.
func (r *trial) sample(s *sketch) *results.Sample {
	read, w := s.read(r.t)
	st, err := Compare(context.Background(), read, w, Options{Replications: distributionSample, Seed: r.seed, Designs: []string{"d0"}})
	require.NoError(r.t, err)
	return st.Incidents[0].Samples[0]
}

// sameLaw checks that the means of two samples differ by no more than chance.
func (r *trial) sameLaw(a, b []float64, what int) {
	r.t.Helper()
	error := math.Sqrt((stat.Variance(a, nil) + stat.Variance(b, nil)) / distributionSample)
	difference := mean(a) - mean(b)
	r.check(math.Abs(difference) <= farOff*error || math.Abs(difference) < 1e-12, "figure %d: %v and %v, standard error %v", what, mean(a), mean(b), error)
}

// eventful has faults that hurt some requests and not all.
func (r *trial) eventful() *sketch {
	s := r.clone()
	s.queueCapacity, s.populations = 3, s.populations[:1]
	s.populations[0].place, s.populations[0].users, s.populations[0].names, s.populations[0].rate = s.places[0].name, 4000, 2, 2
	s.faults = slices.DeleteFunc(s.faults, func(f sketchFault) bool { return f.kind == scenario.DemandSurge }) // which may name a population
	s.faults = append(s.faults, sketchFault{at: s.length * 0.2, kind: scenario.Gray, what: "region: " + s.regions[0].full() + ", share: 40%, factor: 1.5", lasts: s.length / 3})
	return s
}

func TestRelationsOfLaw(t *testing.T) {
	relations(t, []relation{
		{"a Poisson population split in two is the same in distribution", 3, func(r *trial) {
			s := r.eventful()
			half := s.clone()
			p := s.populations[0]
			p.rate, p.users, p.names = p.rate/2, p.users/2, p.names/2
			q := p
			p.name, q.name = "first", "second"
			half.populations = append(half.populations[:0], p, q)
			a, b := r.sample(s), r.sample(half)
			for i, f := range distributionFigures {
				r.sameLaw(a.Values(f), b.Values(f), i)
			}
		}},
		{"two populations that are alike fare alike in distribution", 3, func(r *trial) {
			s := r.eventful()
			p, q := s.populations[0], s.populations[0]
			p.name, q.name = "first", "second"
			s.populations = append(s.populations[:0], p, q)
			x := r.sample(s)
			for i := range distributionFigures {
				of := func(k int) []float64 {
					return x.Values(func(r *counted.Run) float64 {
						part := r.Populations[k]
						return []float64{part.Availability, part.RetryAmplification, float64(part.Requests.Arrived)}[i]
					})
				}
				r.sameLaw(of(0), of(1), i)
			}
		}},
		{"a population by another name is the same in distribution", 3, func(r *trial) {
			s := r.eventful()
			other := s.clone()
			other.populations[0].name = "renamed"
			a, b := r.sample(s), r.sample(other)
			for i, f := range distributionFigures {
				r.sameLaw(a.Values(f), b.Values(f), i)
			}
		}},
		{"a region by another name is the same in distribution", 3, func(r *trial) {
			s := r.eventful()
			other := s.clone()
			other.regions[0].name = "renamed"
			r.rename(other, s.regions[0].full(), other.regions[0].full())
			a, b := r.sample(s), r.sample(other)
			for i, f := range distributionFigures {
				r.sameLaw(a.Values(f), b.Values(f), i)
			}
		}},
	})
}

// rename has all that names a region name it anew.
func (r *trial) rename(s *sketch, old, name string) {
	for i := range s.faults {
		s.faults[i].what = strings.ReplaceAll(s.faults[i].what+",", old+",", name+",")
		s.faults[i].what = strings.TrimSuffix(s.faults[i].what, ",")
	}
	for _, d := range s.designs {
		for _, list := range d.serve {
			for i := range list {
				if list[i].region == old {
					list[i].region = name
				}
				if list[i].backends == old {
					list[i].backends = name
				}
			}
		}
	}
}
