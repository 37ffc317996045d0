package strategies

import (
	"time"

	"failsim/models/policy"
)

var storeClientsEntry = policy.Strategy{
	Name:   "store-clients",
	Called: "redis postgres driver queue hang",
	Socket: policy.ReplicatingSocket,
	About:  "what clients of the data do while no leader takes their writes: fail them at once or hold them back, and follow a new leader once they know it or stay with a silent one",
	Hazard: "who holds writes back is late with all of them; who stays with a frozen leader waits until it is back, and writes to it what is thrown away",
	Used:   "go-redis (fails, follows), ioredis (holds back, stays), etcd's clientv3 (fails, a connection to each member)",
	Params: []policy.Param{
		{Name: "unanswered", Kind: policy.WordKind, Default: "fails", Words: []string{"fails", "waits"}, About: "what happens to a write without a leader; where there is no answer at all it waits in any case. Measured: go-redis 9.23 fails, ioredis 5.11.1 waits"},
		{Name: "silent", Kind: policy.WordKind, Default: "follows", Words: []string{"follows", "stays"}, About: "whether clients leave a leader that is frozen or cut off when another leads. Measured: go-redis 9.23 follows what the sentinels publish, ioredis 5.11.1 stays"},
		{Name: "connections", Kind: policy.WordKind, Default: "leader", Words: []string{"leader", "each"}, About: "whether clients are connected to the leader alone, or to each replica, and call them in turn: then a share of calls hangs where one is silent (measured: etcd's clientv3 3.7.3, 33 % with one of three)"},
		{Name: "notice", Kind: policy.DurationKind, Default: "0s", About: "with stays: after which, from when another leads, they leave all the same; with each: how long calls go on to a replica that is silent; 0s for never. Measured: ioredis 5.11.1 with failoverDetector some 3 s, without never; clientv3 3.7.3 with DialKeepAliveTimeout 3, 5 and 10 s 3.2, 5.5 and 10.4 s"},
	},
	New: func(v policy.Values) any {
		return storeClients{v.Word("unanswered") == "waits", v.Word("silent") == "stays", v.Word("connections") == "each", v.Duration("notice")}
	},
}

type storeClients struct {
	waits, stays, each bool
	notice             time.Duration
}

var _ policy.StoreClient = storeClients{}

func (c storeClients) StoreClients() policy.StoreClients {
	return policy.StoreClients{Waits: c.waits, Stays: c.stays, Notice: c.notice, Each: c.each}
}
