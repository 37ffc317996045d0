package world

import (
	"time"

	"failsim/models/caller"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/models/world/scenario"
)

// callBackends has load balancers call their servers themselves.
func (w *World) callBackends(c *scenario.Calls) {
	rules := callerRules(c)
	w.data.CallBackends(&w.kernel, w.key.Named("lb-calls"), permitted(rules, c.On), permitted(rules, c.OnNonIdempotent))
}

// causes are those of each failure that a file can name.
var causes = map[string][]request.Cause{
	"connect-failure": {request.BackendDown, request.NoHealthyTarget, request.ZoneDown, request.RegionDown, request.ProviderDown, request.CommonMode},
	"errors":          {request.ServerError, request.ServiceDown, request.LBMisconfigured},
	"overload":        {request.OverloadPrimary, request.OverloadSurvivor},
	"timeouts":        {request.SlowResponse, request.TimedOutInQueue},
}

// permitted has callers try again after some failures alone; nil: after all.
func permitted(r caller.Rules, on []string) caller.Rules {
	if on == nil || r.Retrying == nil {
		return r
	}
	only := onlyAfter{Retrying: r.Retrying}
	for _, word := range on {
		for _, cause := range causes[word] {
			only.on[cause] = true
		}
	}
	if pays, ok := r.Retrying.(policy.Rewarding); ok {
		r.Retrying = &rewardedAfter{only, pays}
	} else {
		r.Retrying = &only
	}
	return r
}

// onlyAfter is a strategy that is asked after some failures alone.
type onlyAfter struct {
	policy.Retrying
	on [request.Causes]bool
}

// Again implements policy.Retrying.
func (o *onlyAfter) Again(r *policy.Retry, u float64) (time.Duration, bool) {
	if !o.on[r.Cause] {
		return 0, false
	}
	return o.Retrying.Again(r, u)
}

// rewardedAfter is one whose budget successes refill.
type rewardedAfter struct {
	onlyAfter
	policy.Rewarding
}
