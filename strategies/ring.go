package strategies

import (
	"math/bits"
	"sort"

	"failsim/models/id"
	"failsim/sim"
)

// Ring is where the points of backends lie.
type Ring struct {
	points   []point
	backends int
}

type point struct {
	at      uint64
	backend id.Member
}

// newRing draws where backends lie.
func newRing(key sim.Key, backends, points int) *Ring {
	r := &Ring{points: make([]point, 0, backends*points), backends: backends}
	for b := range backends {
		own := key.At(uint64(b))
		for i := range points {
			r.points = append(r.points, point{own.Uint64(uint64(i)), id.Member(b)})
		}
	}
	sort.Slice(r.points, func(i, j int) bool { return r.points[i].at < r.points[j].at })
	return r
}

// at returns the point that owns a place.
func (r *Ring) at(place uint64) int {
	// The ring is even but for chance, so that the point is near to where it would
	// be on an even one.
	hi, _ := bits.Mul64(place, uint64(len(r.points)))
	i := int(hi)
	for i < len(r.points) && r.points[i].at < place {
		i++
	}
	for i > 0 && r.points[i-1].at >= place {
		i--
	}
	if i == len(r.points) {
		i = 0
	}
	return i
}

// arc returns the share of places that fall to a point.
func (r *Ring) arc(i int) float64 {
	before := r.points[(i+len(r.points)-1)%len(r.points)].at
	if len(r.points) == 1 {
		return 1
	}
	return float64(r.points[i].at-before) / (1 << 64)
}

// Shares returns which part of all places each backend owns.
func (r *Ring) Shares() []float64 {
	owned := make([]float64, r.backends)
	for i, p := range r.points {
		owned[p.backend] += r.arc(i)
	}
	return owned
}

// Moved returns which part changes its owner if a backend is lost.
func (r *Ring) Moved(lost id.Member) float64 {
	sum := 0.0
	for i, p := range r.points {
		if r.after(i, lost) != p.backend {
			sum += r.arc(i)
		}
	}
	return sum
}

// after returns who owns the places of a point once a backend is lost.
func (r *Ring) after(i int, lost id.Member) id.Member {
	for k := range r.points {
		if b := r.points[(i+k)%len(r.points)].backend; b != lost {
			return b
		}
	}
	return lost
}
