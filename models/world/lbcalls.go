package world

import (
	"failsim/models/request"
	"failsim/models/world/scenario"
)

// callBackends has load balancers call their servers themselves.
func (w *World) callBackends(c *scenario.Calls) {
	rules := callerRules(c)
	once := rules
	rules.Permits, once.Permits = permits(c.On, c.On, nil), permits(c.OnNonIdempotent, c.OnNonIdempotent, nil)
	w.data.CallBackends(&w.kernel, w.key.Named("lb-calls"), rules, once)
}

// causes are those of each failure that a file can name.
var causes = map[string][]request.Cause{
	"connect-failure": {request.BackendDown, request.NoHealthyTarget, request.ZoneDown, request.RegionDown, request.ProviderDown, request.CommonMode, request.NameNotResolved},
	"errors":          {request.ServerError, request.ServiceDown, request.LBMisconfigured},
	"overload":        {request.OverloadPrimary, request.OverloadSurvivor, request.SurgeQueueFull, request.CannotScale},
	"timeouts":        {request.SlowResponse, request.TimedOutInQueue, request.TimedOutInSurgeQueue},
}

// permits has callers try again after some failures alone: those of on, and of once for
// requests that are not idempotent, which a function tells by their number. It is nil if
// they may after all.
func permits(on, once []string, nonIdempotent func(number uint64) bool) func(request.Cause, uint64) bool {
	if on == nil && once == nil {
		return nil
	}
	first, second := after(on), after(once)
	return func(failure request.Cause, number uint64) bool {
		if nonIdempotent != nil && nonIdempotent(number) {
			return second[failure]
		}
		return first[failure]
	}
}

// after returns the failures that words name; nil: all.
func after(on []string) (may [request.Causes]bool) {
	for cause := range may {
		may[cause] = on == nil
	}
	for _, word := range on {
		for _, cause := range causes[word] {
			may[cause] = true
		}
	}
	return may
}
