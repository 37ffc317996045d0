package data_test

import (
	"testing"
	"time"

	"failsim/models/data"
	"failsim/sim"
)

// naive keeps each write by itself, in the log of each replica that has it, and looks at
// everything a hundred times a second. It knows no expected numbers, no spells and no
// endings: a write is lost if it was acknowledged and is not in the log of whoever leads
// when all is well again. It shares the words of the specification with failsim, no code.
type naive struct {
	t              testing.TB
	now            int // ticks
	key            sim.Key
	replicas       []naiveReplica
	cutOff         map[int]bool
	lead, known    int
	goneSince      int // -1: the leader is there
	waits          bool
	toldAt         int // when clients know; -1: they do
	acked          map[int]bool
	next           int
	unwritable     float64
	split          float64
	promotions     int
	followers      int  // that a write waits for
	majority       bool // it waits for most, and only most elect
	detect, follow int
	demote         int
	perTick        float64
	rest           float64
	first, each    bool
	notices        int // how long a connection to one that is silent stays open
	draws          uint64
}

type naiveReplica struct {
	data.Replica
	health   data.Health
	linked   bool
	leads    bool
	silentAt int  // since when a connection to it is open on which nothing comes; -1: none is
	was      bool // there a moment ago
	backAt   int  // one that was replaced and is there again
	log      map[int]bool
	from     int  // whose log it has, 1 more
	blank    bool // it has led, and followed nobody since
}

const tick = 10 * time.Millisecond

func newNaive(t testing.TB, s data.Spec, key sim.Key, detect, follow, demote time.Duration) *naive {
	n := &naive{t: t, key: key, cutOff: map[int]bool{}, goneSince: -1, toldAt: -1, acked: map[int]bool{}, followers: s.Acks.Followers, majority: s.Acks.Majority,
		first: s.Acks.Ordered, each: s.Clients.Each, notices: int(max(s.Acks.Silent, s.Clients.Notice) / tick),
		detect: int(detect / tick), follow: int(follow / tick), demote: int(demote / tick), perTick: s.PerSecond * tick.Seconds(), rest: 1}
	for i, r := range s.Replicas {
		n.replicas = append(n.replicas, naiveReplica{Replica: r, linked: true, leads: i == 0, backAt: -1, silentAt: -1, log: map[int]bool{}})
		n.rest -= r.Writers
	}
	return n
}

func (n *naive) joined(i int) bool {
	return n.replicas[i].linked && !n.cutOff[n.replicas[i].Place]
}
func (n *naive) there(i int) bool { return n.joined(i) && n.replicas[i].health == data.Well }
func (n *naive) together(i, j int) bool {
	both := n.replicas[i].linked && n.replicas[j].linked
	return i == j || n.joined(i) && n.joined(j) || both && n.replicas[i].Place == n.replicas[j].Place
}

// leaderOf is whose log a replica follows, below 0 nobody's.
func (n *naive) leaderOf(i int) int {
	if n.replicas[i].leads || n.replicas[i].health != data.Well {
		return -1
	}
	if n.joined(i) {
		if n.there(n.lead) {
			return n.lead
		}
		return -1
	}
	for l := range n.replicas {
		if n.replicas[l].leads && n.replicas[l].health == data.Well && n.together(i, l) {
			return l
		}
	}
	return -1
}

func (n *naive) hears(leader int) (count int) {
	for i := range n.replicas {
		if n.leaderOf(i) == leader {
			count++
		}
	}
	return count
}

func (n *naive) acks(i int) bool {
	r := &n.replicas[i]
	switch {
	case !r.leads || r.health != data.Well:
		return false
	case n.majority:
		return n.hears(i) >= len(n.replicas)/2
	}
	return n.hears(i) >= n.followers && (!n.first || n.followers == 0 || n.hearsFirst(i))
}

// step is a hundredth of a second.
func (n *naive) step() {
	n.listen()
	for i := range n.replicas { // who was replaced and is there again learns of it after a while
		r := &n.replicas[i]
		switch replaced := r.leads && i != n.lead && n.there(i); {
		case !replaced:
			r.backAt = -1
		case r.backAt < 0:
			r.backAt = n.now
		case n.now >= r.backAt+n.demote:
			r.leads, r.blank = false, true
		}
	}
	n.elect()
	if n.toldAt >= 0 && n.now >= n.toldAt {
		n.known, n.toldAt = n.lead, -1
	}
	for i := range n.replicas { // a follower has all of its leader's log, and nothing else
		l := n.leaderOf(i)
		if l >= 0 && n.replicas[i].from != l+1 {
			n.replicas[i].log = map[int]bool{}
			for w := range n.replicas[l].log {
				n.replicas[i].log[w] = true
			}
		}
		n.replicas[i].from = l + 1
		n.replicas[i].blank = n.replicas[i].blank && l < 0
	}
	by := map[int]bool{}
	for i := -1; i < len(n.replicas); i++ {
		n.write(i, by)
	}
	if len(by) > 1 {
		n.split += tick.Seconds()
	}
	n.now++
}

func (n *naive) elect() {
	if n.there(n.lead) {
		n.goneSince, n.waits = -1, false
		return
	}
	if n.goneSince < 0 {
		n.goneSince = n.now
	}
	if n.now < n.goneSince+n.detect {
		return
	}
	best, there := -1, 0
	for i := range n.replicas {
		if !n.there(i) {
			continue
		}
		there++
		if !n.replicas[i].leads && !n.replicas[i].blank && (best < 0 || len(n.replicas[i].log) > len(n.replicas[best].log)) {
			best = i
		}
	}
	if best < 0 || n.majority && 2*there <= len(n.replicas) {
		return
	}
	if n.majority {
		n.replicas[n.lead].leads = false
	}
	n.lead, n.goneSince = best, -1
	n.replicas[best].leads = true
	n.toldAt = n.now + n.follow
	n.promotions++
}

// write has those who stand with a replica, below 0 the rest, write.
func (n *naive) write(with int, by map[int]bool) {
	share, at := n.rest, n.known
	reached := n.there(n.known)
	if with >= 0 {
		r := &n.replicas[with]
		share = r.Writers
		switch {
		case !n.joined(with):
			at, reached = with, r.health == data.Well
			for l := range n.replicas {
				if n.replicas[l].leads && n.replicas[l].health == data.Well && n.together(with, l) {
					at, reached = l, true
					break
				}
			}
		case r.leads && with != n.lead && r.health == data.Well:
			at, reached = with, true
		}
	}
	if share <= 1e-9 {
		return
	}
	if with < 0 && n.each {
		for i := range n.replicas {
			if n.open(i) {
				n.unwritable += n.rest / float64(len(n.replicas)) * tick.Seconds()
				share -= n.rest / float64(len(n.replicas))
			}
		}
	}
	if !reached || !n.acks(at) {
		n.unwritable += share * tick.Seconds()
		return
	}
	by[at] = true
	n.draws++
	for u, count := n.key.Float64(n.draws), 0; ; count++ { // a Poisson number, by its probabilities
		p := poisson(n.perTick*share, count)
		if u < p {
			return
		}
		u -= p
		n.acked[n.next] = true
		n.replicas[at].log[n.next] = true
		for i := range n.replicas {
			if n.leaderOf(i) == at {
				n.replicas[i].log[n.next] = true
			}
		}
		n.next++
	}
}

func (n *naive) lost() (lost float64) {
	for w := range n.acked {
		if !n.replicas[n.lead].log[w] {
			lost++
		}
	}
	return lost
}
