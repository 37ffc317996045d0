package main

import (
	"maps"
	"net"
	"strings"

	"go.yaml.in/yaml/v3"

	"failsim/cmd/internal/config"
)

// cluster reads a pool of Envoy's.
func (s *envoyState) cluster(n *yaml.Node) {
	l := &config.Layer{Kind: config.Balancer, Program: "envoy", Name: text(child(n, "name")), Place: s.at(n), Values: map[string]config.Value{}}
	s.visit(n, "cluster", only(`alt_stat_name dns_lookup_family dns_resolvers dns_resolution_config typed_dns_resolver_config use_tcp_for_dns_lookups
		per_connection_buffer_limit_bytes http_protocol_options upstream_http_protocol_options
		transport_socket transport_socket_matches metadata protocol_selection upstream_connection_options upstream_bind_config eds_cluster_config
		track_cluster_stats track_timeout_budgets lrs_server filters dns_jitter`, s.apart("cluster", `ignore_health_on_host_removal cleanup_interval wait_for_warm_on_init
		dns_refresh_rate respect_dns_ttl dns_failure_refresh_rate max_requests_per_connection ring_hash_lb_config maglev_lb_config connection_pool_per_downstream_connection
		close_connections_on_host_health_failure preconnect_policy lb_subset_config original_dst_lb_config load_balancing_policy`, keys{
		"name": elsewhere, "type": s.as(l, "discovery"), "connect_timeout": s.span(l, "connect_timeout"), "lb_policy": s.as(l, "balance"),
		"common_http_protocol_options":     func(n *yaml.Node) { s.visit(n, "common_http_protocol_options", s.clusterProtocol(l)) },
		"typed_extension_protocol_options": func(n *yaml.Node) { s.extensions(l, n) },
		"http2_protocol_options":           func(n *yaml.Node) { s.multiplexed(l, n) },
		"load_assignment":                  func(n *yaml.Node) { s.endpoints(l, n) },
		"health_checks":                    func(n *yaml.Node) { s.healthChecks(l, n) },
		"circuit_breakers":                 func(n *yaml.Node) { s.circuitBreakers(l, n) },
		"outlier_detection":                func(n *yaml.Node) { s.outliers(l, n) },
		"common_lb_config":                 func(n *yaml.Node) { s.common(l, n) },
		"least_request_lb_config": func(n *yaml.Node) {
			s.visit(n, "least_request_lb_config", s.apart("least_request_lb_config", "choice_count active_request_bias locality_lb_config enable_full_scan selection_method", keys{"slow_start_config": func(n *yaml.Node) { s.slowStart(l, n) }}))
		},
		"round_robin_lb_config": func(n *yaml.Node) {
			s.visit(n, "round_robin_lb_config", s.apart("round_robin_lb_config", "locality_lb_config", keys{"slow_start_config": func(n *yaml.Node) { s.slowStart(l, n) }}))
		},
	})))
	s.into.declare(envoyCluster, l.Name)
	s.clusters[l.Name], s.order = l, append(s.order, l.Name)
}

func (s *envoyState) slowStart(l *config.Layer, n *yaml.Node) {
	s.visit(n, "slow_start_config", s.apart("slow_start_config", "aggression min_weight_percent", keys{"slow_start_window": s.span(l, "slow_start")}))
}

// clusterProtocol are keys of how connections to a pool are kept.
func (s *envoyState) clusterProtocol(l *config.Layer) keys {
	return only("headers_with_underscores_action max_headers_count max_response_headers_kb", s.apart("common_http_protocol_options",
		"max_connection_duration max_stream_duration max_requests_per_connection", keys{"idle_timeout": s.span(l, "idle.outside")}))
}

// multiplexed notes that many requests share a connection, and that they are.
func (s *envoyState) multiplexed(l *config.Layer, n *yaml.Node) {
	l.Set("http2", "yes", s.at(n))
	if n := child(n, "max_concurrent_streams"); n != nil {
		unsaid(s.into, s.name, s.at(n).Line, "http2_protocol_options max_concurrent_streams")
	}
}

// extensions reads how a pool speaks HTTP, as newer files say it.
func (s *envoyState) extensions(l *config.Layer, n *yaml.Node) {
	options := child(n, "envoy.extensions.upstreams.http.v3.HttpProtocolOptions")
	if options == nil {
		return
	}
	s.visit(options, "HttpProtocolOptions", only("@type upstream_http_protocol_options auto_config http_filters header_validation_config outlier_detection use_downstream_protocol_config", keys{
		"common_http_protocol_options": func(n *yaml.Node) { s.visit(n, "common_http_protocol_options", s.clusterProtocol(l)) },
		"explicit_http_config": func(n *yaml.Node) {
			s.visit(n, "explicit_http_config", only("http_protocol_options http3_protocol_options", keys{"http2_protocol_options": func(n *yaml.Node) { s.multiplexed(l, n) }}))
		}}))
}

// endpoints reads servers with their priorities and localities.
func (s *envoyState) endpoints(l *config.Layer, n *yaml.Node) {
	s.visit(n, "load_assignment", only("cluster_name named_endpoints", keys{
		"policy": func(n *yaml.Node) {
			s.visit(n, "policy", s.apart("policy", "overprovisioning_factor drop_overloads endpoint_stale_after weighted_priority_health", keys{}))
		},
		"endpoints": func(n *yaml.Node) {
			each(n, func(group *yaml.Node) {
				values := map[string]config.Value{}
				s.visit(group, "endpoints", only("metadata", s.apart("endpoints", "load_balancing_weight proximity load_balancer_endpoints leds_cluster_locality_config", keys{
					"lb_endpoints": elsewhere,
					"priority":     func(n *yaml.Node) { values["priority"] = config.Value{Text: text(n), Place: s.at(n)} },
					"locality": func(n *yaml.Node) {
						var parts []string
						for _, key := range []string{"region", "zone", "sub_zone"} {
							if t := text(child(n, key)); t != "" {
								parts = append(parts, t)
							}
						}
						values["locality"] = config.Value{Text: strings.Join(parts, "/"), Place: s.at(n)}
					},
				})))
				each(child(group, "lb_endpoints"), func(e *yaml.Node) { s.endpoint(l, e, values) })
			})
		},
	}))
}

func (s *envoyState) endpoint(l *config.Layer, n *yaml.Node, group map[string]config.Value) {
	address, values := "", maps.Clone(group)
	s.visit(n, "lb_endpoint", only("metadata endpoint_name", s.apart("lb_endpoint", "health_status", keys{
		"load_balancing_weight": func(n *yaml.Node) { values["weight"] = config.Value{Text: text(n), Place: s.at(n)} },
		"endpoint": func(n *yaml.Node) {
			s.visit(n, "endpoint", only("hostname additional_addresses", s.apart("endpoint", "health_check_config", keys{
				"address": func(n *yaml.Node) {
					socket := child(n, "socket_address")
					if address = text(child(socket, "address")); address == "" {
						if pipe := child(n, "pipe", "path"); pipe != nil {
							address = "unix:" + text(pipe)
						}
					}
					if port := text(child(socket, "port_value")); port != "" {
						address = net.JoinHostPort(address, port)
					}
				}})))
		}})))
	l.Servers = append(l.Servers, config.Server{Address: address, Place: s.at(n), Values: values})
}

func (s *envoyState) healthChecks(l *config.Layer, list *yaml.Node) {
	first := true
	each(list, func(n *yaml.Node) {
		if !first {
			s.further(n, "health_checks", "of a second health check: the first counts")
			return
		}
		first = false
		l.Set("check", "tcp", s.at(n))
		s.visit(n, "health_checks", only(`event_log_path event_logger event_service always_log_health_check_failures always_log_health_check_success tls_options
			transport_socket_match_criteria tcp_health_check`, s.apart("health_checks", `initial_jitter interval_jitter interval_jitter_percent alt_port reuse_connection no_traffic_interval
			no_traffic_healthy_interval unhealthy_interval unhealthy_edge_interval healthy_edge_interval custom_health_check`, keys{
			"timeout": s.span(l, "check.timeout"), "interval": s.span(l, "check.interval"), "unhealthy_threshold": s.as(l, "check.fall"), "healthy_threshold": s.as(l, "check.rise"),
			"http_health_check": func(n *yaml.Node) {
				l.Set("check", "http", s.at(n))
				s.visit(n, "http_health_check", only("host request_headers_to_add request_headers_to_remove codec_client_type send receive service_name_matcher method response_buffer_size", s.apart("http_health_check",
					"expected_statuses retriable_statuses", keys{"path": func(p *yaml.Node) { l.Set("check.path", pathOf(text(p)), s.at(p)) }})))
			},
			"grpc_health_check": func(n *yaml.Node) { l.Set("check", "grpc", s.at(n)) },
		})))
	})
}

func (s *envoyState) circuitBreakers(l *config.Layer, n *yaml.Node) {
	threshold := func(n *yaml.Node, prefix string) {
		if p := child(n, "priority"); text(p) != "" && text(p) != "DEFAULT" {
			s.further(n, "circuit_breakers", "of another priority than DEFAULT")
			return
		}
		s.visit(n, "circuit_breakers", only("track_remaining priority", s.apart("circuit_breakers", "max_connection_pools", keys{
			"retry_budget": func(n *yaml.Node) { s.budget(l, n, prefix) },

			"max_pending_requests": s.as(l, prefix+"max_pending"), "max_retries": s.as(l, prefix+"max_retries"), "max_connections": s.as(l, prefix+"max_connections"), "max_requests": s.as(l, prefix+"max_requests")})))
	}
	s.visit(n, "circuit_breakers", keys{
		"thresholds":          func(n *yaml.Node) { each(n, func(n *yaml.Node) { threshold(n, "") }) },
		"per_host_thresholds": func(n *yaml.Node) { each(n, func(n *yaml.Node) { threshold(n, "host.") }) },
	})
}

// budget reads how many requests may be retries, with Envoy's default of a fifth.
func (s *envoyState) budget(l *config.Layer, n *yaml.Node, prefix string) {
	l.Set(prefix+"retry.budget", "20", s.at(s.key))
	s.visit(n, "retry_budget", keys{"budget_percent": func(n *yaml.Node) { s.as(l, prefix+"retry.budget")(child(n, "value")) }, "min_retry_concurrency": s.as(l, prefix+"retry.tokens")})
}

func (s *envoyState) outliers(l *config.Layer, n *yaml.Node) {
	l.Set("outlier", "yes", s.at(n))
	k := s.apart("outlier_detection", "max_ejection_time_jitter successful_active_health_check_uneject_host monitors", keys{})
	s.apart("outlier_detection", `enforcing_success_rate success_rate_minimum_hosts success_rate_request_volume success_rate_stdev_factor
		split_external_local_origin_errors consecutive_local_origin_failure enforcing_consecutive_local_origin_failure enforcing_local_origin_success_rate
		failure_percentage_threshold enforcing_failure_percentage enforcing_failure_percentage_local_origin failure_percentage_minimum_hosts failure_percentage_request_volume`, k)
	for _, key := range strings.Fields("consecutive_5xx max_ejection_percent enforcing_consecutive_5xx consecutive_gateway_failure enforcing_consecutive_gateway_failure always_eject_one_host") {
		k[key] = s.as(l, "outlier."+key)
	}
	for _, key := range strings.Fields("interval base_ejection_time max_ejection_time") {
		k[key] = s.span(l, "outlier."+key)
	}
	s.visit(n, "outlier_detection", k)
}

func (s *envoyState) common(l *config.Layer, n *yaml.Node) {
	s.visit(n, "common_lb_config", s.apart("common_lb_config", "update_merge_window ignore_new_hosts_until_first_hc close_connections_on_host_set_change consistent_hashing_lb_config override_host_status", keys{
		"healthy_panic_threshold":     func(n *yaml.Node) { s.as(l, "panic")(child(n, "value")) },
		"locality_weighted_lb_config": func(n *yaml.Node) { l.Set("locality", "weighted", s.at(n)) },
		"zone_aware_lb_config":        func(n *yaml.Node) { l.Set("locality", "zone-aware", s.at(n)) },
	}))
}

// pathOf is a path without its query, in which secrets stand.
func pathOf(path string) string {
	path, _, _ = strings.Cut(path, "?")
	return path
}
