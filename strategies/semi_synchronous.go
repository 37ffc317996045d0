package strategies

import (
	"time"

	"failsim/models/policy"
)

var semiSynchronousEntry = policy.Strategy{
	Name:   "semi-synchronous",
	Socket: policy.ReplicatingSocket,
	About:  "a write is acknowledged when some followers have it; without them it waits, or goes on without after a while",
	Hazard: "writes hang when the followers are gone, and a client that gives up has written all the same; a leader that goes on without them loses what it acknowledges then",
	Used:   "PostgreSQL with synchronous_standby_names, MySQL's semisynchronous replication",
	Params: []policy.Param{
		{Name: "followers", Kind: policy.CountKind, Default: "1", Least: "1", About: "number of followers that must have a write (PostgreSQL: 1 of a list; MySQL: rpl_semi_sync_source_wait_for_replica_count 1)"},
		{Name: "which", Kind: policy.WordKind, Default: "any", Words: []string{"any", "first"}, About: "whether any of the followers will do (MySQL; PostgreSQL: ANY 1 (a, b)), or only the first ones, in the order of replicas, that count as there (PostgreSQL: FIRST 1 (a, b), which is also 1 (a, b))"},
		{Name: "silent", Kind: policy.DurationKind, Default: "0s", About: "with first: how long a follower that is frozen or cut off counts as there, before the next one is waited for instead (PostgreSQL 15: wal_sender_timeout 60s; measured 60.0 s, and 6.03 s where it is 6 s)"},
		{Name: "gives-up", Kind: policy.DurationKind, Default: "0s", About: "time after which it goes on without followers until they are back; 0s for never (PostgreSQL; MySQL: 10 s)"},
	},
	New: func(v policy.Values) any {
		return &semiSynchronous{v.Count("followers"), v.Word("which") == "first", v.Duration("silent"), v.Duration("gives-up")}
	},
}

type semiSynchronous struct {
	followers       int
	first           bool
	silent, givesUp time.Duration
}

var _ policy.Acknowledging = (*semiSynchronous)(nil)

func (s *semiSynchronous) Acks(int) policy.Acks {
	return policy.Acks{Followers: s.followers, Ordered: s.first, Silent: s.silent, GivesUp: s.givesUp}
}
