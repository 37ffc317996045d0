package main

import (
	"fmt"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"failsim/cmd/internal/config"
)

// What a plan says of Google Cloud: health checks, backend services, groups of
// instances with their autoscalers, and record sets.

// besideGoogle change nothing that failsim models.
var besideGoogle = []string{"google_project", "google_service_account", "google_compute_network", "google_compute_subnetwork", "google_compute_firewall", "google_compute_instance_template",
	"google_compute_region_instance_template", "google_compute_router", "google_compute_address", "google_compute_global_address", "google_compute_ssl", "google_compute_managed_ssl", "google_compute_url_map",
	"google_compute_region_url_map", "google_compute_target_", "google_compute_region_target_", "google_compute_forwarding_rule", "google_compute_global_forwarding_rule", "google_storage_", "google_kms_",
	"google_secret_manager_", "google_logging_", "google_monitoring_", "google_dns_managed_zone", "google_artifact_registry_", "google_compute_zones", "google_client_config"}

func googleCheck(s *planState, r *tfjson.StateResource) {
	if r.Type == "google_compute_health_check" || r.Type == "google_compute_region_health_check" {
		s.checks[r.Address] = r
	}
}

// googleGroup reads a group of instances.
func googleGroup(s *planState, r *tfjson.StateResource) {
	switch r.Type {
	case "google_compute_instance_group_manager", "google_compute_region_instance_group_manager":
		d := s.layer(config.Deployment, "google-instance-group", r.Address, r)
		s.copy(d, r, r.AttributeValues, "target_size", "target_size", "replicas")
		s.copy(d, r, r.AttributeValues, "distribution_policy_zones", "distribution_policy_zones", "zones")
		s.groups[r.Address] = d
	case "google_compute_autoscaler", "google_compute_region_autoscaler":
		l := s.layer(config.Scaler, "google-autoscaler", r.Address, r)
		policy := block(r.AttributeValues, "autoscaling_policy")
		s.copy(l, r, policy, "autoscaling_policy", "min_replicas", "min", "max_replicas", "max")
		if cpu := block(policy, "cpu_utilization"); cpu != nil {
			if share, ok := cpu["target"]; ok {
				l.Set("target", percent(share), s.place(r, "autoscaling_policy"))
			}
		}
		if d := pick(s.groups, r, s.refers(r, "target", "google_compute_instance_group_manager google_compute_region_instance_group_manager")); d != nil {
			l.Of = d.Name
			if least, ok := l.Get("min"); ok {
				if _, said := d.Get("replicas"); !said {
					d.Values["replicas"] = least
				}
			}
		}
	}
}

// percent writes a share as a whole number of hundredths.
func percent(share any) string {
	var f float64
	fmt.Sscan(fmt.Sprint(share), &f)
	return fmt.Sprintf("%.0f", 100*f)
}

// googleService reads a pool with its check and its group, and names.
func googleService(s *planState, r *tfjson.StateResource) {
	v := r.AttributeValues
	switch r.Type {
	case "google_compute_backend_service", "google_compute_region_backend_service":
		program := "google-alb"
		if p := attribute(v, "protocol"); p == "TCP" || p == "UDP" || p == "UNSPECIFIED" {
			program = "google-nlb"
		}
		l := s.layer(config.Balancer, program, r.Address, r)
		s.copy(l, r, v, "timeout_sec", "timeout_sec", "timeout s")
		s.copy(l, r, v, "locality_lb_policy", "locality_lb_policy", "balance")
		if a := attribute(v, "session_affinity"); a != "" && a != "NONE" {
			l.Set("sticky", "yes", s.place(r, "session_affinity"))
		}
		if o := block(v, "outlier_detection"); o != nil {
			l.Set("outlier", "yes", s.place(r, "outlier_detection"))
			s.copy(l, r, o, "outlier_detection", "consecutive_errors", "outlier.consecutive_5xx", "max_ejection_percent", "outlier.max_ejection_percent", "enforcing_consecutive_errors", "outlier.enforcing_consecutive_5xx")
			for _, key := range []string{"interval", "base_ejection_time"} {
				s.copy(l, r, block(o, key), "outlier_detection", "seconds", "outlier."+key+" s")
			}
		}
		s.googleChecked(l, r)
		for _, group := range s.allReferred(r, "backend", "google_compute_instance_group_manager google_compute_region_instance_group_manager") {
			d := pick(s.groups, r, group)
			if d == nil {
				continue
			}
			l.Of = d.Name
			if replicas, ok := d.Get("replicas"); ok && replicas.Int() <= 1000 {
				for range replicas.Int() {
					l.Servers = append(l.Servers, config.Server{Place: replicas.Place})
				}
			}
		}
	case "google_dns_record_set":
		googleRecord(s, r)
	}
}

// googleChecked gives a pool the health check to which it refers.
func (s *planState) googleChecked(l *config.Layer, r *tfjson.StateResource) {
	h := pick(s.checks, r, s.refers(r, "health_checks", "google_compute_health_check google_compute_region_health_check"))
	if h == nil {
		return
	}
	l.Set("check", "tcp", s.place(h, ""))
	s.copy(l, h, h.AttributeValues, "", "check_interval_sec", "check.interval s", "timeout_sec", "check.timeout s", "healthy_threshold", "check.rise", "unhealthy_threshold", "check.fall")
	for _, kind := range []string{"http_health_check", "https_health_check", "http2_health_check"} {
		if b := block(h.AttributeValues, kind); b != nil {
			path := attribute(b, "request_path")
			if path == "" {
				path = "/"
			}
			l.Set("check", "http", s.place(h, kind))
			l.Set("check.path", pathOf(path), s.place(h, kind))
		}
	}
}

func googleRecord(s *planState, r *tfjson.StateResource) {
	v := r.AttributeValues
	if kind := attribute(v, "type"); kind != "A" && kind != "CNAME" {
		return
	}
	name := strings.TrimSuffix(attribute(v, "name"), ".")
	if name == "" {
		name = r.Address
	}
	l := s.layer(config.Name, "cloud-dns", name, r)
	s.copy(l, r, v, "ttl", "ttl", "ttl s")
	addresses, _ := v["rrdatas"].([]any)
	for range max(1, len(addresses)) {
		l.Servers = append(l.Servers, config.Server{Place: s.place(r, "rrdatas")})
	}
	if p := block(v, "routing_policy"); p != nil {
		word := "weighted"
		switch {
		case block(p, "primary_backup") != nil:
			word = "failover"
			l.Set("steering", "health-check", s.place(r, "routing_policy"))
		case block(p, "geo") != nil:
			word = "geolocation"
		}
		l.Set("policy", word, s.place(r, "routing_policy"))
	}
}
