package strategies

import (
	"time"

	"failsim/models/policy"
)

var asynchronousEntry = policy.Strategy{
	Name:   "asynchronous",
	Socket: policy.ReplicatingSocket,
	About:  "a write is acknowledged before any follower has it; the leader may have to hear of some followers to take writes at all",
	Hazard: "what followers lack is lost with the leader; a leader that is cut off goes on acknowledging writes that will be discarded",
	Used:   "Redis, MySQL and PostgreSQL by default",
	Params: []policy.Param{
		{Name: "hears-of", Kind: policy.CountKind, Default: "0", About: "followers that it must hear of, or it refuses writes; 0 for none (Redis: min-replicas-to-write 0)"},
		{Name: "silence", Kind: policy.DurationKind, Default: "10s", About: "how long it goes on when it hears of too few, and up to 1s more (Redis: min-replicas-max-lag 10; measured 9.4 to 10.7 s, and 1.15 to 2.06 s with 1)"},
		{Name: "rejoin", Kind: policy.DurationKind, Default: "900ms", About: "with hears-of: how long a new leader waits for the followers that are left (Redis 7.0, measured: writable after 2.29 s instead of 1.39 s)"},
		{Name: "buffered", Kind: policy.CountKind, Default: "0", About: "with hears-of: writes that wait in the socket of a leader that is frozen, which it acknowledges as it thaws, before it knows that it was replaced (Redis 7.0 at 1,000 a second, measured: 660 or none)"},
		{Name: "buffered-in", Kind: policy.ShareKind, Default: "0%", About: "share of thaws in which it does; in the others it has noticed (Redis 7.0, measured: 2 of 6)"},
	},
	New: func(v policy.Values) any {
		return &asynchronous{hears: v.Count("hears-of"), silence: v.Duration("silence"), rejoin: v.Duration("rejoin"), buffered: v.Count("buffered"), bufferedIn: v.Share("buffered-in")}
	},
}

type asynchronous struct {
	hears, buffered int
	bufferedIn      float64
	silence, rejoin time.Duration
}

var _ policy.Acknowledging = (*asynchronous)(nil)

func (a *asynchronous) Acks(int) policy.Acks {
	if a.hears == 0 {
		return policy.Acks{}
	}
	return policy.Acks{Heard: a.hears, Silence: between(a.silence, a.silence+time.Second), Rejoin: a.rejoin, Buffered: float64(a.buffered), BufferedIn: a.bufferedIn}
}
