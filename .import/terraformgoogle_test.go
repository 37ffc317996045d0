package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/cmd/internal/config"
	"failsim/cmd/internal/importer"
)

const googlePlan = `{"format_version": "1.2", "planned_values": {"root_module": {"resources": [
{"address": "google_compute_health_check.web", "mode": "managed", "type": "google_compute_health_check", "name": "web",
 "values": {"check_interval_sec": 10, "timeout_sec": 3, "unhealthy_threshold": 4,
  "https_health_check": [{"port": 8443, "request_path": "/up?key=1"}]}},
{"address": "google_compute_region_instance_group_manager.web", "mode": "managed", "type": "google_compute_region_instance_group_manager", "name": "web",
 "values": {"distribution_policy_zones": ["a", "b", "c"]}},
{"address": "google_compute_region_autoscaler.web", "mode": "managed", "type": "google_compute_region_autoscaler", "name": "web",
 "values": {"autoscaling_policy": [{"min_replicas": 6, "max_replicas": 7, "cpu_utilization": [{"target": 0.9}]}]}},
{"address": "google_compute_backend_service.web", "mode": "managed", "type": "google_compute_backend_service", "name": "web",
 "values": {"protocol": "HTTPS", "timeout_sec": 20, "locality_lb_policy": "LEAST_REQUEST",
  "outlier_detection": [{"consecutive_errors": 3, "max_ejection_percent": 10, "interval": [{"seconds": 7}]}]}},
{"address": "google_dns_record_set.www", "mode": "managed", "type": "google_dns_record_set", "name": "www",
 "values": {"name": "www.shop.example.", "type": "A", "ttl": 7200, "rrdatas": ["192.0.2.1"]}},
{"address": "google_compute_url_map.web", "mode": "managed", "type": "google_compute_url_map", "name": "web", "values": {}},
{"address": "google_redis_instance.cache", "mode": "managed", "type": "google_redis_instance", "name": "cache", "values": {}}
]}}, "configuration": {"root_module": {"resources": [
{"address": "google_compute_region_autoscaler.web", "mode": "managed", "type": "google_compute_region_autoscaler", "name": "web",
 "expressions": {"target": {"references": ["google_compute_region_instance_group_manager.web.id", "google_compute_region_instance_group_manager.web"]}}},
{"address": "google_compute_backend_service.web", "mode": "managed", "type": "google_compute_backend_service", "name": "web",
 "expressions": {"health_checks": {"references": ["google_compute_health_check.web.id", "google_compute_health_check.web"]},
  "backend": [{"group": {"references": ["google_compute_region_instance_group_manager.web.instance_group", "google_compute_region_instance_group_manager.web"]}}]}}
]}}}`

func TestAPlanOfGoogleCloudIsAWorld(t *testing.T) {
	file := [2]string{"plan.json", googlePlan}
	r := of(t, file)
	assert.Equal(t, []config.Unread{at("plan.json", 15, "resource google_redis_instance (1)")}, r.Unread)
	plans, err := importer.Plans("made", r, "")
	require.NoError(t, err)
	require.Len(t, plans, 1)
	text := plans[0].Scenario(nil)
	for _, want := range []string{"zones: 3,", "backends-per-zone: 2 ", "interval: 10s ", "timeout: 3s ", "unhealthy: 4 ", "healthy: 2   # Google Cloud's default", "balancing: [least-request]", "answer: 20s}", "capacity: 111%", "dns: {ttl: 2h,"} {
		assert.Contains(t, text, want)
	}
	assert.ElementsMatch(t, []string{"ttl-above-objective plan.json:13 (google_dns_record_set.www)", "ejection-cannot-eject plan.json:11 (google_compute_backend_service.web)",
		"scaler-too-low plan.json:8 (google_compute_region_autoscaler.web)"}, found(t, file))
}
