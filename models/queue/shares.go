package queue

import (
	"math"
	"time"

	"failsim/models/figures"
	"failsim/models/id"
)

// sharesKept is what a balancer keeps that gives each station its part of all keys.
type sharesKept interface {
	// Shares returns which part of all keys each station owns.
	Shares() []float64
	// Moved returns which part changes its owner if a station is lost.
	Moved(lost id.Member) float64
}

// shareTally adds up a ring's shares, over cycles.
type shareTally struct {
	members, squares, most, lost float64
	rings                        float64
	all                          *figures.Histogram
}

// add counts a ring. Station 1 is the one that is lost.
func (t *shareTally) add(k sharesKept) {
	if t.all == nil {
		t.all = new(figures.Histogram)
	}
	most := 0.0
	for _, x := range k.Shares() {
		t.members++
		t.squares += float64(x * x)
		most = max(most, x)
		t.all.Add(shareUnits(x))
	}
	t.rings++
	t.most += most
	t.lost += k.Moved(0)
}

func (t *shareTally) report(out *figures.Report, of string) {
	mean := t.rings / t.members
	out.Record(of, "share_mean", mean)
	out.Record(of, "share_cv", math.Sqrt(max(0, t.squares/t.members/(mean*mean)-1)))
	out.Record(of, "share_max_over_mean", t.most/t.rings/mean)
	out.Record(of, "share_moved_by_loss", t.lost/t.rings)
	for _, q := range quantiles {
		out.RecordQuantile(of, "share_"+q.name, t.all, q.q)
	}
}

// shareUnits keeps shares in a histogram of durations, to a thousandth of a
// millionth: a share of 1 is a second.
func shareUnits(share float64) time.Duration {
	return time.Duration(float64(share*float64(time.Second)) + 0.5)
}
