package strategies

import (
	"fmt"
	"time"

	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/sim/portable"
)

var quorumEntry = policy.Strategy{
	Name:   "quorum",
	Socket: policy.ReplicatingSocket,
	About:  "a write is acknowledged when most replicas have it, and most replicas elect the leader (Raft)",
	Hazard: "without a majority of replicas no write is possible, however healthy the rest are; a tied election is repeated",
	Used:   "etcd, Consul, CockroachDB, MongoDB with majority writes",
	Params: []policy.Param{
		{Name: "election-timeout", Kind: policy.DurationKind, Default: "1s", About: "each follower waits so long for a heartbeat, and up to twice that at random, in tenths of it, before it stands for election (etcd 3.4)"},
		{Name: "elect", Kind: policy.DurationKind, Default: "150ms", About: "time from there until the new leader has taken a write (etcd 3.4 on loopback: 1.50 s in all, measured; the rest of it)"},
		{Name: "follow", Kind: policy.DurationKind, Default: "0s", About: "time until clients know (etcd: clients ask any member, which forwards)"},
		{Name: "extends", Kind: policy.DurationKind, Default: "1s", About: "how much longer than their whole ttl leases last that a new leader takes over (etcd 3.4: an election time-out; measured, a lease of 5 s ends 6.4 s after the leader was moved)"},
		{Name: "looks", Kind: policy.DurationKind, Default: "500ms", About: "how often a leader looks whether a lease is over (etcd 3.4, measured: a lease of 5 s ends after 5.04 to 5.43 s)"},
	},
	New: func(v policy.Values) any {
		return &quorum{v.Duration("election-timeout"), v.Duration("elect"), v.Duration("follow"), v.Duration("extends"), v.Duration("looks")}
	},
}

type quorum struct{ timeout, elect, follow, extends, looks time.Duration }

var (
	_ policy.Acknowledging = (*quorum)(nil)
	_ policy.Promoting     = (*quorum)(nil)
)

func (q *quorum) Acks(int) policy.Acks {
	return policy.Acks{Majority: true, Extends: q.extends, Looks: between(0, q.looks)}
}

func (q *quorum) Promotion(replicas int) policy.Promotion {
	first := firstOf{q.timeout, max(1, replicas-1)}
	return policy.Promotion{Detect: first, Elect: distribution.Constant(q.elect), Follow: distribution.Constant(q.follow),
		Tied: first.tied(), Majority: true}
}

// firstOf is when the first of some followers stands for election: each waits for 10
// to 19 tenths of the time-out.
type firstOf struct {
	timeout   time.Duration
	followers int
}

const tenths = 10

// later is the probability that all wait longer than so many tenths beyond the time-out.
func (f firstOf) later(k int) float64 {
	return portable.Pow(float64(tenths-1-k)/tenths, float64(f.followers))
}

// Quantile implements distribution.Distribution.
func (f firstOf) Quantile(u float64) time.Duration {
	k := 0
	for k < tenths-1 && 1-f.later(k) < u {
		k++
	}
	return f.timeout + f.timeout*time.Duration(k)/tenths
}

// Mean implements distribution.Distribution.
func (f firstOf) Mean() (time.Duration, bool) {
	sum := 0.0
	for k := range tenths {
		sum += f.later(k)
	}
	return f.timeout + time.Duration(sum/tenths*float64(f.timeout)), true
}

// String implements distribution.Distribution.
func (f firstOf) String() string { return fmt.Sprintf("first of %d from %s", f.followers, f.timeout) }

// tied is the probability that several stand first at the same tenth, of whom none is
// sure of a majority.
func (f firstOf) tied() float64 {
	alone := 0.0
	for k := range tenths {
		alone += float64(float64(f.followers) / tenths * portable.Pow(float64(tenths-1-k)/tenths, float64(f.followers-1)))
	}
	return max(0, 1-alone)
}
