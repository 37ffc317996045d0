package scenario

import "strings"

// meant are words of the field that are no words of the language, each with what says
// it here: a strategy, a fault, an action or a key, which failsim explain knows.
var meant = []struct{ by, words string }{
	{"demand-surge", "surge spike flash-crowd burst-of-users traffic-spike load-spike thundering-users"},
	{"gray", "slow slowness latency-fault degraded brownout gray-failure grey partial-failure packet-loss errors"},
	{"lose-region", "region-down region-outage region-failure outage down blackout"},
	{"lose-zone", "zone-down az az-outage availability-zone zone-outage"},
	{"lose-provider", "provider-down provider-outage"},
	{"delete-state", "data-loss state-loss corruption delete"},
	{"fail", "crash kill chaos"},
	{"least-request", "p2c two-choices power-of-two power-of-two-choices least-loaded"},
	{"least-outstanding", "least-connections least-conn leastconn least_conn jsq join-shortest-queue lor"},
	{"power-of-d", "jsq-d pod"},
	{"round-robin", "rr roundrobin round_robin"},
	{"peak-ewma", "ewma peakewma"},
	{"consistent-hash", "ring-hash ring_hash ketama hashing"},
	{"sticky", "stickiness session-affinity affinity cookie"},
	{"hedge", "hedged hedging hedged-requests backup-requests tied-requests speculative"},
	{"circuit-breaker", "breaker hystrix circuitbreaker circuit_breaker"},
	{"backoff", "exponential exponential-backoff retry retries jitter full-jitter retry-budget"},
	{"never", "no-retries"},
	{"outlier-ejection", "outlier outlier-detection outlier_detection ejection passive-health"},
	{"slow-start", "warmup warm-up ramp ramp-up slow_start"},
	{"zone-aware", "locality locality-aware topology-aware az-affinity spillover"},
	{"panic", "panic-mode panic-threshold fail-open-lb"},
	{"dns-failover", "failover fail-over health-check-routing route53 active-passive-dns failover-routing"},
	{"weighted-answer", "active-active weighted weighted-dns weighted-routing"},
	{"geography", "geo geo-dns geolocation geoproximity"},
	{"nearest-healthy", "latency-routing latency-based gslb"},
	{"anycast", "bgp"},
	{"fixed-address", "global-accelerator accelerator anycast-ip"},
	{"zonal-autoshift", "autoshift arc auto-shift"},
	{"manual-switch", "manual-failover dr-runbook switchover"},
	{"approval", "change-approval change-advisory cab"},
	{"two-person", "review four-eyes peer-review second-person two-man"},
	{"do", "change-freeze moratorium freeze thaw"},
	{"waves", "canary canaries canarying blue-green staged-rollout rollout progressive staged one-box"},
	{"roll-back", "rollback revert auto-rollback"},
	{"deadline-drop", "deadline load-shedding shed shedding"},
	{"controlled-delay", "codel"},
	{"concurrency-limit", "gradient adaptive-concurrency concurrency max-concurrency aimd limiter"},
	{"adaptive-throttle", "client-throttling adaptive-throttling"},
	{"classes", "priority priorities criticality qos"},
	{"kinds", "cdn edge edge-cache local-cache offline"},
	{"cached", "cache stale stale-if-error ttl-cache"},
	{"needs", "depends depends-on dependencies dependency requires"},
	{"herds", "herd thundering-herd leases lease-holders fleet-restart"},
	{"stocks", "quota quotas inventory spare-capacity capacity-reservation reservation"},
	{"common-mode", "correlated correlation shared-dependency shared-fate"},
	{"playbook", "runbook steps procedure"},
	{"teams", "oncall on-call sre"},
	{"grows-to", "autoscaling autoscale scale-up scale-out asg"},
	{"capacity", "servers-count instances replicas-count size headroom"},
	{"backends-per-zone", "pools"},
	{"workload", "populations users-list traffic load clients-list"},
	{"recovery", "rto"},
	{"lost-records", "rpo"},
	{"objectives", "slo slos objective targets goals"},
	{"slas", "sla"},
	{"overstay", "stale-dns ttl-violations sticky-dns dns-cache"},
	{"resolver", "resolver-preset recursor"},
	{"at", "time begin begins start-at onset"},
	{"for", "duration lasts until"},
	{"rate", "rps qps requests-per-second tps"},
	{"kill-switch", "killswitch big-red-button"},
	{"reconcile", "reconciliation self-heal self-healing reconciler"},
}

// meanings are those words, each with what says it.
func meanings() map[string]string {
	all := map[string]string{}
	for _, s := range meant {
		for word := range strings.FieldsSeq(s.words) {
			all[word] = "\"" + s.by + "\" (failsim explain " + s.by + ")"
		}
	}
	return all
}

// Meanings are words of the field and by what each is said here.
func Meanings() map[string]string {
	all := map[string]string{}
	for _, s := range meant {
		for word := range strings.FieldsSeq(s.words) {
			all[word] = s.by
		}
	}
	return all
}
