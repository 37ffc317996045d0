package strategies

import (
	"time"

	"failsim/models/distribution"
	"failsim/models/policy"
)

var automaticPromotionEntry = policy.Strategy{
	Name:   "automatic-promotion",
	Socket: policy.ReplicatingSocket,
	About:  "external monitors promote the most up-to-date follower; nothing fences the old leader, which steps down when it learns of the new one",
	Hazard: "two leaders: writes that the old one acknowledges until it knows are discarded; a second fail-over soon after the first waits until the first may be repeated",
	Used:   "Redis Sentinel, Orchestrator for MySQL",
	Params: []policy.Param{
		{Name: "detect", Kind: policy.DurationKind, Default: "30s", About: "time without an answer until the leader is considered down (Redis Sentinel: down-after-milliseconds 30000)"},
		{Name: "heartbeat", Kind: policy.DurationKind, Default: "1s", About: "interval of health queries: detection takes up to so much longer where the leader is silent (frozen, cut off) rather than refuses (Redis Sentinel: 1 s)"},
		{Name: "elect", Kind: policy.DurationKind, Default: "330ms", About: "time from there until a follower takes writes, and up to 160ms more (Redis 7.0, measured: 1.33 to 1.49 s with detect 1 s)"},
		{Name: "follow", Kind: policy.DurationKind, Default: "900ms", About: "time until clients know (Redis 7.0, measured: watchers name the new leader 0.9 s after it takes writes)"},
		{Name: "again", Kind: policy.DurationKind, Default: "6m", About: "minimum time between the starts of two attempts (Redis Sentinel: twice failover-timeout 3m; measured 360 to 362 s)"},
		{Name: "demote", Kind: policy.DurationKind, Default: "10s", About: "how long an old leader that is back goes on, and up to 1s more (Redis 7.0, measured: 10.05 to 11.2 s)"},
		{Name: "fails", Kind: policy.ShareKind, Default: "0%", About: "share of attempts that fail because the monitors' vote splits; assumption (Redis 7.0: 1 in 63 trials)"},
		{Name: "fail-back", Kind: policy.WordKind, Default: "no", Words: []string{"no", "yes"}, About: "whether the first leader leads again once it has copied what it missed"},
	},
	New: func(v policy.Values) any {
		second, elect, back := time.Second, v.Duration("elect"), v.Duration("demote")
		return promoting{policy.Promotion{
			Detect: distribution.Constant(v.Duration("detect")), Silent: between(0, v.Duration("heartbeat")),
			Elect: between(elect, elect+160*time.Millisecond), Follow: distribution.Constant(v.Duration("follow")),
			Again: v.Duration("again"), Demote: between(back, back+second), Fails: v.Share("fails"), FailBack: v.Word("fail-back") == "yes",
		}}
	},
}

// promoting promotes by rules that stay the same.
type promoting struct{ rules policy.Promotion }

var _ policy.Promoting = promoting{}

func (p promoting) Promotion(int) policy.Promotion { return p.rules }

// between is any time between two.
func between(low, high time.Duration) distribution.Distribution {
	d, err := distribution.NewUniform(low, high)
	if err != nil {
		panic("strategies: " + err.Error())
	}
	return d
}
