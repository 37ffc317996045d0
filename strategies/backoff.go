package strategies

import "failsim/models/policy"

var backoffEntry = policy.Strategy{
	Name:   "backoff",
	Called: "exponential exponential-backoff retry retries jitter full-jitter retry-budget",
	Socket: policy.RetryingSocket,
	About:  "retries after a wait that doubles each time, by default with full jitter, while a retry budget lasts, shared by its group or its own",
	Hazard: "an empty budget fails requests that a retry would have saved; without a budget retries multiply an overload",
	Used:   "AWS's SDKs, Finagle, most retry libraries",
	Params: []policy.Param{
		{Name: "attempts", Kind: policy.CountKind, Default: "3", Least: "1", About: "attempts in all, the first included; AWS SDK standard mode"},
		{Name: "base", Kind: policy.DurationKind, Default: "500ms",
			About: "ceiling of the first wait, doubled each time; assumption: AWS's SDK for Go has 50ms since v1.48.0 (November 2026), 2s before"},
		{Name: "cap", Kind: policy.DurationKind, Default: "20s",
			About: "highest ceiling; AWS SDK standard mode"},
		{Name: "budget", Kind: policy.ShareKind, Default: "20%",
			About: "retries that a first attempt earns; Finagle's RetryBudget; at 0% only the tokens of the start are there to spend"},
		{Name: "tokens", Was: "purse", Kind: policy.CountKind, Default: "10",
			About: "tokens in the bucket at the start; assumption: Finagle's floor of 10/s for one second; AWS's SDK has 500"},
		{Name: "floor", Kind: policy.RateKind, Default: "0/s",
			About: "tokens per second that come regardless of traffic; assumption: none; Finagle's RetryBudget has 10/s, and holds 100 of them: ten seconds' worth"},
		{Name: "full", Kind: policy.CountKind, Default: "100",
			About: "tokens that it holds at most, or those of the start if they are more; AWS's SDK had 500 of which a retry cost 5, until November 2026"},
		{Name: "cost", Kind: policy.CountKind, Default: "1",
			About: "tokens that a retry costs; assumption: a token is a retry; in AWS's SDK for Go it is 14 since v1.48.0 (November 2026), 5 before"},
		{Name: "throttled-cost", Kind: policy.CountKind, Default: "0",
			About: "tokens that a retry costs after a refusal for lack of capacity, taken as a 429; 0: as after any failure; assumption; in AWS's SDK for Go it is 5 since v1.48.0, where others cost 14"},
		{Name: "throttled-base", Kind: policy.DurationKind, Default: "0s",
			About: "ceiling of the first wait after such a refusal; 0s: as after any failure; assumption; in AWS's SDK for Go it is 1s since v1.48.0, where others wait 50ms"},
		{Name: "earned-by", Kind: policy.WordKind, Default: "sent", Words: []string{"sent", "success"},
			About: "sent: each first attempt earns budget retries; success, as in AWS's SDKs: an answer to a first attempt earns a token, one to a retry what that retry cost, and budget does not count"},
		{Name: "kept", Kind: policy.WordKind, Default: "group", Words: []string{"group", "client"},
			About: "by all clients of a name together, like the threads of one process, or a budget for each client, as AWS's SDKs have; failsim queue knows no clients apart, and has one"},
		{Name: "jitter", Kind: policy.WordKind, Default: "full", Words: []string{"full", "none", "decorrelated"},
			About: "full: from nothing to the ceiling; none: the ceiling; decorrelated: from base to three times the last wait, as in AWS's Exponential Backoff and Jitter"},
		{Name: "limit", Kind: policy.WordKind, Default: "budget", Words: []string{"budget", "none"}, WordsWere: map[string]string{"purse": "budget"},
			About: "none: retry whatever the bucket holds"},
	},
	New: func(v policy.Values) any {
		b := &backoff{
			jitter:   jitter{v.Word("jitter"), float64(v.Duration("base")), float64(v.Duration("cap"))},
			each:     v.Word("kept") == "client",
			attempts: v.Count("attempts"),
			earned:   v.Share("budget") * float64(v.Count("cost")),
			start:    float64(v.Count("tokens")),
			full:     float64(max(v.Count("full"), v.Count("tokens"))),
			floor:    v.PerSecond("floor"),
			cost:     float64(v.Count("cost")),
			limited:  v.Word("limit") == "budget",
		}
		b.throttled = throttled{b.cost, b.jitter}
		b.differs = v.Count("throttled-cost") > 0 || v.Duration("throttled-base") > 0 || v.PerSecond("floor") > 0
		if c := v.Count("throttled-cost"); c > 0 {
			b.throttled.cost = float64(c)
		}
		if d := v.Duration("throttled-base"); d > 0 {
			b.throttled.base = float64(d)
		}
		if v.Word("earned-by") == "success" {
			b.earned = 0
			return &quota{b}
		}
		return b
	},
}
