package validate

// Kinds returns every kind that is known, in order of family.
func Kinds() []Kind {
	var all []Kind
	for _, family := range [][]Kind{queueing, balancing, retries, availability, controlPlane, capacity, ownRoutines, further} {
		all = append(all, family...)
	}
	return all
}

// queueing are the kinds of stations: how long requests wait, and how many are
// turned away.
var queueing = []Kind{
	{Name: "mm1", Compute: computeMM1, System: systemMM1},
	{Name: "mmc_erlang_c", Compute: computeMMC, System: systemMMC},
	{Name: "mmcK", Compute: computeMMCK, System: systemMMCK},
	{Name: "erlang_b_loss", Compute: computeErlangB, System: systemErlangB},
	{Name: "mg1_fcfs", Compute: computeMG1, System: systemMG1},
	{Name: "gim1", Compute: computeGIM1, System: systemGIM1},
	{Name: "trace_second_aliasing", Compute: computeAliasing, System: systemAliasing},
	{Name: "erlang_a", Compute: computeErlangA, System: systemErlangA},
	{Name: "mg1_ps", Compute: computePS, System: systemPS},
	{Name: "ggc_approximation", Compute: computeGGC, System: systemGGC},
	{Name: "mg_infinity", Compute: computeInfinity, System: systemInfinity},
	{Name: "transient_capacity_loss", Compute: computeTransient, System: systemTransient},
	{Name: "closed_vs_open_loop", Compute: computeClosed, System: systemClosed},
}

// balancing are the kinds of choosing among servers.
var balancing = []Kind{
	{Name: "power_of_d_mean_field", Compute: computePowerOfD, System: systemPowerOfD},
	{Name: "random_split", Compute: computeRandomSplit, System: systemRandomSplit},
	{Name: "round_robin_split", Compute: computeRoundRobin, System: systemRoundRobin},
	{Name: "jsq_two_servers", Compute: computeShortest, System: systemShortest},
	{Name: "consistent_hash_share", Compute: computeHashing, System: systemHashing},
	{Name: "health_spillover_table", Compute: computeSpillover},
}

// retries are the kinds of trying again, and of not trying.
var retries = []Kind{
	{Name: "independent_retry_amplification", Compute: computeAmplification, System: systemAmplification},
	{Name: "loss_retry_fixed_point", Compute: computeRetryLoad, System: systemRetryLoad},
	{Name: "metastable_threshold_fluid", Compute: computeMetastable, System: systemMetastable},
	{Name: "retry_budget_bound", Compute: computeBudget, System: systemBudget},
	{Name: "grpc_style_retry_tokens", Compute: computeTokens},
	{Name: "token_bucket_deterministic", Compute: computeBucket, System: systemBucket, Fixed: true},
	{Name: "consecutive_failure_detection", Compute: computeDetection, Simulate: simulateDetection,
		Omits: map[string]string{"mean_probes_to_k_failures_in_a_row": tooRare, "mean_time_between_false_ejections": tooRare}},
	{Name: "backoff_full_jitter_total_delay", Compute: computeBackoff, System: systemBackoff},
}

// availability are the kinds of parts that fail, are found out and repaired.
var availability = []Kind{
	{Name: "two_state_component", Compute: computeComponent, System: systemComponent},
	{Name: "k_of_n_independent_repair", Compute: computeIndependent, System: systemIndependent},
	{Name: "k_of_n_one_crew", Compute: computeCrews, System: systemCrews},
	{Name: "active_passive_coverage", Compute: computeCoverage, System: systemCoverage},
	{Name: "deterministic_detection_failover", Compute: computeFailover, System: systemFailover},
	{Name: "beta_factor_common_cause", Compute: computeCommonCause, System: systemCommonCause},
	{Name: "composite_sla", Compute: computeSLA, System: systemSLA},
	{Name: "time_vs_request_weighted", Compute: computeWeighted, System: systemWeighted},
	{Name: "dns_failover_drain", Compute: computeDrain, Simulate: simulateDrain,
		Omits: map[string]string{"std_lost_requests_many_clients": "resolvers are simulated, not the requests that they send"}},
}

// controlPlane are the kinds of lost state and of getting it back.
var controlPlane = []Kind{
	{Name: "deleted_state_exposure", Compute: computeExposure, Simulate: simulateExposure,
		Omits: map[string]string{"std_impacted_if_exact_share_deleted": "the store loses each record with the same probability, not an exact number of them"}},
	{Name: "deleted_state_inversion", Compute: computeInversion},
	{Name: "restore_phases_impact_integral", Compute: computePhases, Simulate: simulatePhases},
	{Name: "reconciliation_loop", Compute: computeReconciliation, System: systemReconciliation},
	{Name: "snapshot_log_replay", Compute: computeReplay, Simulate: simulateReplay,
		Omits: map[string]string{"rpo_with_async_log_mean": noLag, "rpo_with_async_log_p99": noLag}},
	{Name: "lease_failover", Compute: computeLease, System: systemLease},
	{Name: "repair_crew_makespan", Compute: computeMakespan, System: systemMakespan},
}

// capacity are the kinds of load that survivors must carry.
var capacity = []Kind{
	{Name: "region_loss_load_factor", Compute: computeRegionLoss},
	{Name: "cascade_recursion", Compute: computeCascade, System: systemCascade, Fixed: true},
	{Name: "instant_loss_fluid_backlog", Compute: computeBacklog, System: systemBacklog, Fixed: true},
	{Name: "cold_cache_origin_surge", Compute: computeColdCache, System: systemColdCache},
	{Name: "cold_cache_irm_fill", Compute: computeFill, System: systemFill},
}

// ownRoutines are the kinds that hold the tool's own routines and its clock.
var ownRoutines = []Kind{
	{Name: "student_t_interval", Compute: computeStudent},
	{Name: "ci_coverage_meta_test", Compute: computeCoverageBand, Simulate: simulateCoverage},
	{Name: "common_random_numbers", Compute: computeCommonNumbers, Simulate: simulateCommonNumbers},
	{Name: "batch_means_ar1", Compute: computeBatchMeans, Simulate: simulateBatchMeans,
		Omits: map[string]string{"batch_estimate_over_truth": "it is the ratio of two that are simulated"}},
	{Name: "clock_precision", Compute: computeClock},
	{Name: "histogram_relative_error", Compute: computeHistogram},
	{Name: "mser5_truncation", Compute: computeMSER5},
}

// further are kinds that the languages of queues and components can say, of
// which no vector is among the shared ones.
var further = []Kind{
	{Name: "mdc", Compute: computeMDC, System: systemMDC},
	{Name: "mmc_deterministic_timeout", Compute: computeTimeout, System: systemTimeout},
	{Name: "mg1_priority_two_class", Compute: computePriority, System: systemPriority},
	{Name: "alternating_renewal", Compute: computeRenewal, System: systemRenewal},
}
