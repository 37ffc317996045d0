package strategies

import "failsim/models/policy"

// All returns every strategy, in order of socket, then name.
func All() []policy.Strategy {
	list := []policy.Strategy{
		boundedFIFOEntry,
		classesEntry,
		concurrencyLimitEntry,
		controlledDelayEntry,
		deadlineDropEntry,
		lifoEntry,
		queueTimeoutEntry,

		consistentHashEntry,
		leastOutstandingEntry,
		leastRequestEntry,
		maglevEntry,
		mapHashEntry,
		peakEWMAEntry,
		powerOfDEntry,
		prequalEntry,
		randomEntry,
		roundRobinEntry,
		stickyEntry,
		weightedLeastEntry,
		weightedRandomEntry,
		weightedRoundRobinEntry,

		pinnedConnectionEntry,

		backupsEntry,
		grpcOutlierEntry,
		maxFailsEntry,
		observeEntry,
		outlierEjectionEntry,
		panicEntry,
		slowStartEntry,
		subsettingEntry,
		successRateEntry,
		zoneAwareEntry,

		approvalEntry,
		noGateEntry,
		twoPersonEntry,

		killSwitchEntry,
		overwriteEntry,
		reconcileEntry,
		refuseMissingEntry,

		nextUpstreamEntry,
		redispatchEntry,

		testedRestoreEntry,

		asynchronousEntry,
		automaticPromotionEntry,
		fencedPromotionEntry,
		quorumEntry,
		semiSynchronousEntry,

		backoffEntry,
		fixedEntry,
		grpcThrottleEntry,
		neverEntry,
		waitsEntry,

		adaptiveThrottleEntry,
		circuitBreakerEntry,
		dnsAnswerEntry,
		hedgeEntry,
		rankedListEntry,

		anycastEntry,
		dnsFailoverEntry,
		fixedAddressEntry,
		geographyEntry,
		manualSwitchEntry,
		nearestHealthyEntry,
		twoDNSProvidersEntry,
		waterfallEntry,
		weightedAnswerEntry,
		zonalAutoshiftEntry,
		zonalShiftEntry,
	}
	for i := range list {
		if list[i].Socket == policy.SteeringSocket {
			list[i] = damped(list[i])
		}
	}
	return list
}
