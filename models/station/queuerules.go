package station

import (
	"math"
	"time"

	"failsim/models/policy"
)

// QueueRules are the strategies of queues, by what they can do; each by its place in the
// list, where a queue keeps what it remembers.
type QueueRules struct {
	admitting []policy.Admitting
	ordering  int // -1: none
	ranking   policy.Ranking
	classes   int
	dropping  []int
	expiring  []int
	measuring []int
}

// NewQueueRules sorts strategies. Of those that say who is next the first counts.
func NewQueueRules(list []policy.Admitting) *QueueRules {
	r := &QueueRules{admitting: list, ordering: -1, classes: 1}
	for i, s := range list {
		if _, ok := s.(policy.Ordering); ok && r.ordering < 0 {
			r.ordering = i
		}
		if ranking, ok := s.(policy.Ranking); ok && r.ranking == nil {
			r.ranking, r.classes = ranking, max(1, min(ranking.Classes(), math.MaxUint8))
		}
		if _, ok := s.(policy.Dropping); ok {
			r.dropping = append(r.dropping, i)
		}
		if _, ok := s.(policy.Expiring); ok {
			r.expiring = append(r.expiring, i)
		}
		if _, ok := s.(policy.Measuring); ok {
			r.measuring = append(r.measuring, i)
		}
	}
	return r
}

// fresh returns what strategies keep at a queue that is new.
func (r *QueueRules) fresh(d *policy.Queue) []any {
	kept := make([]any, len(r.admitting))
	for i, s := range r.admitting {
		if k, ok := s.(policy.QueueRemembering); ok {
			kept[i] = k.FreshQueue(d)
		}
	}
	return kept
}

// ruled is a queue as its strategies see it, and what they keep there.
type ruled struct {
	rules *QueueRules
	view  policy.Queue
	kept  []any // by strategy
}

// as has a strategy's own memory be at hand.
func (d *ruled) as(strategy int) *policy.Queue {
	d.view.Memory = d.kept[strategy]
	return &d.view
}

func (d *ruled) admits(v *policy.Visit) bool {
	for i, s := range d.rules.admitting {
		if !s.Admits(d.as(i), v) {
			return false
		}
	}
	return true
}

func (d *ruled) newestFirst() bool {
	i := d.rules.ordering
	return i >= 0 && d.rules.admitting[i].(policy.Ordering).Newest(d.as(i))
}

func (d *ruled) classOf(v *policy.Visit) uint8 {
	if d.rules.ranking == nil {
		return 0
	}
	return uint8(max(0, min(d.rules.ranking.Class(v), d.rules.classes-1)))
}

func (d *ruled) keeps(v *policy.Visit) bool {
	for _, i := range d.rules.dropping {
		if !d.rules.admitting[i].(policy.Dropping).Keeps(d.as(i), v) {
			return false
		}
	}
	return true
}

// longest is how long one who begins to wait may; 0: for ever.
func (d *ruled) longest() (shortest time.Duration) {
	for _, i := range d.rules.expiring {
		if l := d.rules.admitting[i].(policy.Expiring).Longest(d.as(i)); l > 0 && (shortest == 0 || l < shortest) {
			shortest = l
		}
	}
	return shortest
}

func (d *ruled) measure(v *policy.Visit) {
	for _, i := range d.rules.measuring {
		d.rules.admitting[i].(policy.Measuring).Measure(d.as(i), v)
	}
}
