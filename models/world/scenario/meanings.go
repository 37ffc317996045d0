package scenario

import (
	"strings"

	"failsim/models/policy"
)

// meant are words of the field that are no words of the language, each with what says
// it here: a fault, an action or a key, which failsim explain knows; strategies have theirs
// in their own files.
var meant = []struct{ by, words string }{
	{"demand-surge", "surge spike flash-crowd burst-of-users traffic-spike load-spike thundering-users"},
	{"gray", "slow slowness latency-fault degraded brownout gray-failure grey partial-failure packet-loss errors"},
	{"move-address", "vrrp keepalived takeover vip floating-ip virtual-ip carp"},
	{"lose-region", "region-down region-outage region-failure outage down blackout"},
	{"lose-zone", "zone-down az az-outage availability-zone zone-outage"},
	{"lose-provider", "provider-down provider-outage"},
	{"delete-state", "data-loss state-loss corruption delete"},
	{"stale-state", "stale-read replica-lag lagging-follower old-backup wrong-backup stale-records"},
	{"fail", "crash kill chaos partition network-partition partitioned netsplit net-split link-cut"},
	{"fenced-promotion", "split-brain splitbrain two-leaders dual-primary fencing stonith"},
	{"retrying", "retry-storm retry-storms retry-amplification metastable"},
	{"do", "change-freeze moratorium"},
	{"waves", "canary canaries canarying blue-green staged-rollout rollout progressive staged one-box"},
	{"roll-back", "rollback revert auto-rollback"},
	{"serving", "edge edge-cache offline"},
	{"cached", "cache stale stale-if-error ttl-cache"},
	{"needs", "depends depends-on dependencies dependency requires dependson depends_on"},
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
}

// near are words of the field, each with what it stands for where that is valid: a value, an
// action or a key among several, whatever else the word may be elsewhere.
var near = []struct{ by, words string }{
	{"requeued", "retry retried retries again requeue re-queue resubmit repeat"},
	{"dropped", "shed reject rejected discard discarded drop expire expired cancel cancelled"},
	{"kept", "keep wait waits served continue"},
	{"classes", "priority priorities prio"},
	{"push-mended", "push deploy fix fix-forward roll-forward patch hotfix release repush"},
	{"kill-switch", "killswitch disable disabled feature-flag toggle turn-off flag-off"},
	{"roll-back", "rollback undo revert back-out"},
	{"freeze", "stop halt stop-push hold block"},
	{"thaw", "unfreeze continue unblock"},
	{"add", "scale scale-up scale-out add-capacity add-workers grow"},
	{"restart", "reboot bounce start recycle"},
	{"switch-off", "shutdown shut-down turn-off stop disable"},
	{"switch-on", "turn-on enable start"},
	{"start-without", "bypass bootstrap black-start cold-start force-start break-glass"},
	{"throttle", "rate-limit ratelimit limit shed slow-down admit"},
	{"evacuate", "drain shift failover fail-over fail-away move-away"},
	{"bring-back", "fail-back failback return undrain"},
	{"promote", "elect takeover take-over"},
	{"go-asynchronous", "async asynchronous"},
	{"every", "period interval cadence each periodic"},
	{"bad", "chance probability odds bad-share"},
	{"begins-after", "delay latent after"},
	{"queue-capacity", "max-length length limit size capacity max"},
	{"deadline", "timeout time-out ttl expires"},
	{"back-off", "backoff retry retries"},
	{"late", "on-timeout when-late on-late"},
	{"takes", "duration lasts speed propagates"},
	{"over", "duration takes period"},
	{"reaches", "share coverage"},
	{"refuse-older", "monotonic versioned"},
	{"if-missing", "fail-static fallback on-missing"},
	{"push", "deploy bad-config bad-deploy bad-push config release config-push configuration-push change"},
	{"rolling-update", "deploy upgrade release rollout"},
	{"fail", "service-down service-outage service-lost crash kill"},
	{"on", "herd service region zone lb resolver provider backends target"},
	{"service", "service-down down condition"},
	{"lease", "ttl expiry"},
	{"jitter", "spread splay"},
	{"members", "count size number replicas"},
	{"workers", "count size number threads concurrency parallelism"},
	{"work", "service-time time duration latency"},
	{"time", "latency duration service-time work response-time"},
	{"needs", "depends depends-on dependson depends_on dependencies dependency requires uses calls"},
	{"gating", "gate gates"},
}

// Kin are those words, by the words of the field.
func Kin() map[string][]string {
	all := map[string][]string{}
	for _, s := range near {
		for word := range strings.FieldsSeq(s.words) {
			all[word] = append(all[word], s.by)
		}
	}
	return all
}

// Meanings are words of the field and by what each is said here; strategies say theirs
// themselves.
func Meanings(strategies []policy.Strategy) map[string]string {
	all := map[string]string{}
	for _, s := range strategies {
		for word := range strings.FieldsSeq(s.Called) {
			all[word] = s.Name
		}
	}
	for _, s := range meant {
		for word := range strings.FieldsSeq(s.words) {
			all[word] = s.by
		}
	}
	return all
}

// meanings are those words, each with what hints say.
func meanings(strategies []policy.Strategy) map[string]string {
	all := Meanings(strategies)
	for word, by := range all {
		all[word] = "\"" + by + "\" (failsim explain " + by + ")"
	}
	return all
}
