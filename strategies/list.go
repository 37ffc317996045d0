package strategies

import "failsim/models/policy"

// All returns every strategy, in order of socket, then name.
func All() []policy.Strategy {
	return []policy.Strategy{
		consistentHashEntry,
		leastOfAllEntry,
		leastRequestEntry,
		peakEWMAEntry,
		powerOfDEntry,
		randomEntry,
		roundRobinEntry,
		weightedLeastEntry,
		weightedRandomEntry,
		weightedRoundRobinEntry,

		circuitBreakerEntry,
		dnsAnswerEntry,
		hedgeEntry,
		rankedListEntry,

		outlierEjectionEntry,
		panicEntry,
		slowStartEntry,

		approvalEntry,
		noGateEntry,
		twoPersonEntry,

		killSwitchEntry,
		overwriteEntry,
		reconcileEntry,
		refuseMissingEntry,

		testedRestoreEntry,

		backoffEntry,
		fixedEntry,
		grpcThrottleEntry,
		neverEntry,

		dnsFailoverEntry,
	}
}
