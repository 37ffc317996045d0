package main

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"failsim/cmd/internal/config"
)

// cluster reads a pool of Envoy's.
func (s *envoyState) cluster(n *yaml.Node) {
	l := &config.Layer{Kind: config.Balancer, Program: "envoy", Name: text(child(n, "name")), Place: s.at(n), Values: map[string]config.Value{}}
	s.visit(n, "cluster", only(`name alt_stat_name dns_lookup_family dns_resolvers dns_resolution_config typed_dns_resolver_config use_tcp_for_dns_lookups
		per_connection_buffer_limit_bytes http2_protocol_options http_protocol_options upstream_http_protocol_options common_http_protocol_options typed_extension_protocol_options
		transport_socket transport_socket_matches metadata protocol_selection upstream_connection_options upstream_bind_config eds_cluster_config ignore_health_on_host_removal
		track_cluster_stats track_timeout_budgets wait_for_warm_on_init lrs_server filters cleanup_interval dns_failure_refresh_rate dns_jitter max_requests_per_connection
		ring_hash_lb_config maglev_lb_config connection_pool_per_downstream_connection close_connections_on_host_health_failure`, keys{
		"type": s.as(l, "discovery"), "connect_timeout": s.span(l, "connect_timeout"), "lb_policy": s.as(l, "balance"),
		"dns_refresh_rate": s.span(l, "dns_refresh_rate"), "respect_dns_ttl": s.as(l, "respect_dns_ttl"),
		"load_assignment":         func(n *yaml.Node) { s.endpoints(l, n) },
		"health_checks":           func(n *yaml.Node) { s.healthChecks(l, n) },
		"circuit_breakers":        func(n *yaml.Node) { s.circuitBreakers(l, n) },
		"outlier_detection":       func(n *yaml.Node) { s.outliers(l, n) },
		"common_lb_config":        func(n *yaml.Node) { s.common(l, n) },
		"least_request_lb_config": func(n *yaml.Node) { s.visit(n, "least_request_lb_config", keys{"choice_count": s.as(l, "choices")}) },
		"round_robin_lb_config": func(n *yaml.Node) {
			s.visit(n, "round_robin_lb_config", keys{"slow_start_config": func(n *yaml.Node) {
				s.visit(n, "slow_start_config", keys{"slow_start_window": s.span(l, "slow_start")})
			}})
		},
	}))
	s.into.declare(envoyCluster, l.Name)
	s.clusters[l.Name], s.order = l, append(s.order, l.Name)
}

// endpoints reads servers with their priorities and localities.
func (s *envoyState) endpoints(l *config.Layer, n *yaml.Node) {
	s.visit(n, "load_assignment", only("cluster_name named_endpoints", keys{
		"policy": func(n *yaml.Node) {
			s.visit(n, "policy", keys{"overprovisioning_factor": s.as(l, "overprovisioning")})
		},
		"endpoints": func(n *yaml.Node) {
			each(n, func(group *yaml.Node) {
				values := map[string]config.Value{}
				s.visit(group, "endpoints", only("metadata proximity", keys{
					"lb_endpoints": nil, "load_balancing_weight": nil,
					"priority": func(n *yaml.Node) { values["priority"] = config.Value{Text: text(n), Place: s.at(n)} },
					"locality": func(n *yaml.Node) {
						var parts []string
						for _, key := range []string{"region", "zone", "sub_zone"} {
							if t := text(child(n, key)); t != "" {
								parts = append(parts, t)
							}
						}
						values["locality"] = config.Value{Text: strings.Join(parts, "/"), Place: s.at(n)}
					},
				}))
				each(child(group, "lb_endpoints"), func(e *yaml.Node) {
					address := child(e, "endpoint", "address", "socket_address")
					l.Servers = append(l.Servers, config.Server{Address: text(child(address, "address")), Place: s.at(e), Values: values})
				})
			})
		},
	}))
}

func (s *envoyState) healthChecks(l *config.Layer, list *yaml.Node) {
	first := true
	each(list, func(n *yaml.Node) {
		if !first {
			unread(s.into, s.name, s.at(n).Line, "a second health check")
			return
		}
		first = false
		l.Set("check", "tcp", s.at(n))
		s.visit(n, "health_checks", only(`initial_jitter interval_jitter interval_jitter_percent alt_port reuse_connection no_traffic_interval no_traffic_healthy_interval unhealthy_interval
			unhealthy_edge_interval healthy_edge_interval event_log_path event_logger event_service always_log_health_check_failures always_log_health_check_success tls_options
			transport_socket_match_criteria tcp_health_check`, keys{
			"timeout": s.span(l, "check.timeout"), "interval": s.span(l, "check.interval"), "unhealthy_threshold": s.as(l, "check.fall"), "healthy_threshold": s.as(l, "check.rise"),
			"http_health_check": func(n *yaml.Node) {
				l.Set("check", "http", s.at(n))
				if p := child(n, "path"); p != nil {
					l.Set("check.path", pathOf(text(p)), s.at(p))
				}
			},
			"grpc_health_check": func(n *yaml.Node) { l.Set("check", "grpc", s.at(n)) },
		}))
	})
}

func (s *envoyState) circuitBreakers(l *config.Layer, n *yaml.Node) {
	each(child(n, "thresholds"), func(n *yaml.Node) {
		if p := text(child(n, "priority")); p != "" && p != "DEFAULT" {
			return
		}
		s.visit(n, "circuit_breakers", only("priority track_remaining max_connections max_requests max_connection_pools retry_budget", keys{
			"max_pending_requests": s.as(l, "max_pending"), "max_retries": s.as(l, "max_retries")}))
	})
}

func (s *envoyState) outliers(l *config.Layer, n *yaml.Node) {
	l.Set("outlier", "yes", s.at(n))
	k := only("max_ejection_time_jitter successful_active_health_check_uneject_host", nil)
	for _, key := range strings.Fields(`enforcing_success_rate success_rate_minimum_hosts success_rate_request_volume success_rate_stdev_factor enforcing_consecutive_gateway_failure
		split_external_local_origin_errors consecutive_local_origin_failure enforcing_consecutive_local_origin_failure enforcing_local_origin_success_rate
		failure_percentage_threshold enforcing_failure_percentage enforcing_failure_percentage_local_origin failure_percentage_minimum_hosts failure_percentage_request_volume`) {
		k[key] = s.as(l, "outlier.other") // the scenario says that it leaves these out
	}
	for _, key := range strings.Fields("consecutive_5xx max_ejection_percent enforcing_consecutive_5xx consecutive_gateway_failure always_eject_one_host") {
		k[key] = s.as(l, "outlier."+key)
	}
	for _, key := range strings.Fields("interval base_ejection_time max_ejection_time") {
		k[key] = s.span(l, "outlier."+key)
	}
	s.visit(n, "outlier_detection", k)
}

func (s *envoyState) common(l *config.Layer, n *yaml.Node) {
	s.visit(n, "common_lb_config", only("update_merge_window ignore_new_hosts_until_first_hc close_connections_on_host_set_change consistent_hashing_lb_config", keys{
		"healthy_panic_threshold":     func(n *yaml.Node) { s.as(l, "panic")(child(n, "value")) },
		"locality_weighted_lb_config": func(n *yaml.Node) { l.Set("locality", "weighted", s.at(n)) },
		"zone_aware_lb_config":        func(n *yaml.Node) { l.Set("locality", "zone-aware", s.at(n)) },
		"override_host_status":        nil,
	}))
}

// pathOf is a path without its query, in which secrets stand.
func pathOf(path string) string {
	path, _, _ = strings.Cut(path, "?")
	return path
}
