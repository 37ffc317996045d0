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
		leastTimeEntry,
		maglevEntry,
		mapHashEntry,
		peakEWMAEntry,
		powerOfDEntry,
		prequalEntry,
		randomEntry,
		roundRobinEntry,
		shuffleShardingEntry,
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

		actionCapEntry,
		approvalEntry,
		canaryEntry,
		cellsEntry,
		freezeEntry,
		noGateEntry,
		testFirstEntry,
		twoPersonEntry,

		blastRadiusEntry,
		failStaticEntry,
		killSwitchEntry,
		lastKnownGoodEntry,
		overwriteEntry,
		reconcileEntry,
		refuseMissingEntry,
		refuseStaleEntry,
		softStateEntry,

		nextUpstreamEntry,
		redispatchEntry,

		auditFirstEntry,
		drillsEntry,
		logReplayEntry,
		pointInTimeEntry,
		postChangeCheckEntry,
		revertibleEntry,
		softDeleteEntry,
		testedRestoreEntry,

		asynchronousEntry,
		automaticPromotionEntry,
		fencedPromotionEntry,
		quorumEntry,
		semiSynchronousEntry,
		storeClientsEntry,

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

		contentCacheEntry,
		degradeEntry,
		localLibraryEntry,
		peersEntry,
		serveStaleEntry,

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
