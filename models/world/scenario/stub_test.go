package scenario

import "failsim/models/policy"

// stubs are strategies as this package sees them: names, sockets, parameters.
var stubs = []policy.Strategy{
	{Name: "dns-answer", Socket: policy.SendingSocket},
	{Name: "ranked-list", Socket: policy.SendingSocket, Params: []policy.Param{
		{Name: "supported", Kind: policy.ShareKind, Default: "100%"},
		{Name: "second-first", Kind: policy.ShareKind, Default: "50%"},
		{Name: "probe-after", Kind: policy.DurationKind, Default: "1m"},
	}},
	{Name: "hedge", Socket: policy.SendingSocket, Beside: true},
	{Name: "backoff", Socket: policy.RetryingSocket, Params: []policy.Param{
		{Name: "attempts", Kind: policy.CountKind, Default: "3"},
		{Name: "base", Kind: policy.DurationKind, Default: "100ms"},
		{Name: "cap", Kind: policy.DurationKind, Default: "20s"},
		{Name: "budget", Kind: policy.ShareKind, Default: "20%"},
	}},
	{Name: "least-outstanding", Socket: policy.BalancingSocket},
	{Name: "least-request", Socket: policy.BalancingSocket},
	{Name: "slow-start", Socket: policy.FilteringSocket, Weighs: true},
	{Name: "dns-failover", Socket: policy.SteeringSocket, Params: []policy.Param{
		{Name: "scope", Kind: policy.WordKind, Default: "name", Words: []string{"name", "region"}},
		{Name: "interval", Kind: policy.DurationKind, Default: "30s"},
		{Name: "threshold", Kind: policy.CountKind, Default: "3"},
	}},
	{Name: "quorum", Socket: policy.ReplicatingSocket},
	{Name: "overwrite", Socket: policy.HealingSocket},
	{Name: "kill-switch", Socket: policy.HealingSocket},
	{Name: "refuse-missing", Socket: policy.HealingSocket},
	{Name: "reconcile", Socket: policy.HealingSocket, Params: []policy.Param{
		{Name: "pace", Kind: policy.RateKind, Default: "2/s"},
		{Name: "factor", Kind: policy.FactorKind, Default: "1.5"},
		{Name: "source", Kind: policy.WordKind, Words: []string{"live", "log"}, Default: "live"},
	}},
	{Name: "tested-restore", Socket: policy.OperatingSocket},
	{Name: "strict", Socket: policy.GatingSocket, Params: []policy.Param{{Name: "delay", Kind: policy.DurationKind}}},
}
