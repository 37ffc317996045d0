package main

import (
	"net"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"failsim/cmd/internal/config"
)

// listener finds routes.
func (s *envoyState) listener(n *yaml.Node) {
	led := s.led
	port := child(n, "address", "socket_address", "port_value")
	s.front = frontOf(net.JoinHostPort(text(child(n, "address", "socket_address", "address")), text(port)), "")
	chain := func(n *yaml.Node) { s.chain(n, port) }
	s.visit(n, "listener", only(`name stat_prefix filter_chain_matcher use_original_dst metadata deprecated_v1 drain_type listener_filters listener_filters_timeout
		continue_on_listener_filters_timeout transparent freebind socket_options tcp_fast_open_queue_length traffic_direction udp_listener_config api_listener reuse_port
		enable_reuse_port access_log tcp_backlog_size bind_to_port internal_listener enable_mptcp ignore_global_conn_limit per_connection_buffer_limit_bytes additional_addresses fcds_config bypass_overload_manager`,
		s.apart("listener", "connection_balance_config max_connections_to_accept_per_socket_event", keys{
			"address": elsewhere, "filter_chains": func(n *yaml.Node) { each(n, chain) }, "default_filter_chain": chain})))
	if s.led == led && port != nil { // to no cluster that stands in the file
		beside(s.into, s.name, s.at(port).Line, "listener address")
	}
}

func (s *envoyState) chain(n, port *yaml.Node) {
	s.visit(n, "filter_chain", only("name filter_chain_match use_proxy_proto transport_socket metadata transport_socket_connect_timeout", keys{
		"filters": func(n *yaml.Node) {
			each(n, func(n *yaml.Node) {
				s.visit(n, "filter", only("name config_discovery", keys{"typed_config": func(n *yaml.Node) { s.filter(n, port) }}))
			})
		}}))
}

// filter reads a TCP proxy, or a manager of HTTP connections.
func (s *envoyState) filter(n, port *yaml.Node) {
	kind := text(child(n, "@type"))
	switch {
	case strings.HasSuffix(kind, ".TcpProxy"):
		s.visit(n, "tcp_proxy", only("@type stat_prefix access_log metadata_match hash_policy tunneling_config access_log_options flush_access_log_on_connected access_log_flush_interval", s.apart("tcp_proxy",
			"idle_timeout downstream_idle_timeout upstream_idle_timeout max_connect_attempts max_downstream_connection_duration on_demand", keys{
				"cluster": func(c *yaml.Node) { s.listens(s.pool(text(c), c), port) },
				"weighted_clusters": func(n *yaml.Node) {
					each(child(n, "clusters"), func(c *yaml.Node) { s.listens(s.pool(text(child(c, "name")), c), port) })
					unsaid(s.into, s.name, s.at(n).Line, "tcp_proxy weighted_clusters")
				}})))
	case strings.HasSuffix(kind, ".HttpConnectionManager"):
		s.manager(n, port)
	default:
		beside(s.into, s.name, s.at(n).Line, "filter", kind[strings.LastIndexByte(kind, '.')+1:])
	}
}

func (s *envoyState) manager(n, port *yaml.Node) {
	idle := child(n, "common_http_protocol_options", "idle_timeout")
	s.visit(n, "http_connection_manager", only(`@type stat_prefix codec_type add_user_agent tracing http_protocol_options http2_protocol_options http3_protocol_options server_name
		server_header_transformation access_log access_log_options use_remote_address xff_num_trusted_hops original_ip_detection_extensions early_header_mutation_extensions internal_address_config
		skip_xff_append via generate_request_id preserve_external_request_id always_set_request_id_in_response forward_client_cert_details set_current_client_cert_details proxy_100_continue
		represent_ipv4_remote_address_as_ipv4_mapped_ipv6 upgrade_configs normalize_path merge_slashes path_with_escaped_slashes_action request_id_extension strip_matching_host_port strip_any_host_port
		scheme_header_transformation proxy_status_config typed_header_validation_config append_x_forwarded_port append_local_overload strip_trailing_host_dot max_request_headers_kb
		add_proxy_protocol_connection_state http_filters access_log_flush_interval flush_access_log_on_new_request http1_safe_max_connection_duration`,
		s.apart("http_connection_manager", "stream_idle_timeout request_timeout request_headers_timeout drain_timeout delayed_close_timeout local_reply_config stream_error_on_invalid_http_message", keys{
			"rds": func(n *yaml.Node) {
				unread(s.into, s.name, s.at(n).Line, "rds: routes that a control plane sends stand in no file")
			},
			"scoped_routes": func(n *yaml.Node) {
				unread(s.into, s.name, s.at(n).Line, "scoped_routes: routes that a control plane sends stand in no file")
			},
			"common_http_protocol_options": func(n *yaml.Node) {
				s.visit(n, "common_http_protocol_options", only("headers_with_underscores_action max_headers_count max_response_headers_kb", s.apart("common_http_protocol_options",
					"max_connection_duration max_stream_duration max_requests_per_connection", keys{"idle_timeout": elsewhere})))
			},
			"route_config": func(n *yaml.Node) {
				s.visit(n, "route_config", only(`name internal_only_headers response_headers_to_add response_headers_to_remove request_headers_to_add request_headers_to_remove most_specific_header_mutations_wins
					validate_clusters max_direct_response_body_size_bytes cluster_specifier_plugins request_mirror_policies ignore_port_in_host_matching ignore_path_parameters_in_path_matching typed_per_filter_config metadata`,
					keys{"virtual_hosts": func(n *yaml.Node) { each(n, func(n *yaml.Node) { s.virtualHost(n, idle, port) }) }, "vhds": func(n *yaml.Node) {
						unread(s.into, s.name, s.at(n).Line, "vhds: routes that a control plane sends stand in no file")
					}}))
			}})))
}

func (s *envoyState) virtualHost(n, idle, port *yaml.Node) {
	retry := child(n, "retry_policy")
	led := s.led
	s.visit(n, "virtual_host", only(`name domains require_tls virtual_clusters request_headers_to_add request_headers_to_remove response_headers_to_add response_headers_to_remove cors
		typed_per_filter_config include_request_attempt_count include_attempt_count_in_response per_request_buffer_limit_bytes metadata matcher request_body_buffer_limit`,
		s.apart("virtual_host", "rate_limits retry_policy_typed_config hedge_policy include_is_timeout_retry_header request_mirror_policies", keys{
			"retry_policy": elsewhere,
			"routes": func(n *yaml.Node) {
				each(n, func(n *yaml.Node) {
					s.visit(n, "routes", only(`name match metadata decorator typed_per_filter_config request_headers_to_add request_headers_to_remove response_headers_to_add response_headers_to_remove
						tracing per_request_buffer_limit_bytes stat_prefix redirect direct_response non_forwarding_action request_body_buffer_limit`, keys{
						"route":         func(n *yaml.Node) { s.route(n, retry, idle, port) },
						"filter_action": nil}))
				})
			}})))
	if s.led == led && retry != nil {
		beside(s.into, s.name, s.at(retry).Line, "virtual_host retry_policy")
	}
}

// listens notes where listeners are that lead to a cluster, by the line of the first.
func (s *envoyState) listens(l *config.Layer, port *yaml.Node) {
	s.led++
	if _, done := l.Get("listens"); !done && port != nil {
		l.Set("listens", s.front, s.at(port))
	} else if port != nil {
		v, _ := l.Get("listens")
		if !slices.Contains(strings.Fields(v.Text), s.front) {
			l.Set("listens", v.Text+" "+s.front, v.Place)
		}
	}
}

// route gives what it says to the clusters that it leads to. The first route to a
// cluster speaks for it.
func (s *envoyState) route(r, retry, idle, port *yaml.Node) {
	var to []string
	if c := text(child(r, "cluster")); c != "" {
		to = append(to, c)
	}
	each(child(r, "weighted_clusters", "clusters"), func(n *yaml.Node) { to = append(to, text(child(n, "name"))) })
	if own := child(r, "retry_policy"); own != nil {
		retry = own
	}
	scratch := config.Layer{}
	timeout, again := s.span(&scratch, "timeout"), func(n *yaml.Node) { s.retry(&scratch, n) }
	s.visit(r, "route", only(`prefix_rewrite regex_rewrite path_rewrite_policy host_rewrite_literal auto_host_rewrite host_rewrite_header host_rewrite_path_regex host_rewrite append_x_forwarded_host
		metadata_match cluster_not_found_response_code cors upgrade_configs include_vh_rate_limits hash_policy internal_redirect_action internal_redirect_policy max_internal_redirects`,
		s.apart("route", "retry_policy_typed_config request_mirror_policies max_stream_duration idle_timeout priority rate_limits early_data_policy max_grpc_timeout grpc_timeout_offset flush_timeout", keys{
			"cluster": elsewhere, "retry_policy": elsewhere, "timeout": timeout,
			"hedge_policy": func(n *yaml.Node) {
				s.visit(n, "hedge_policy", s.apart("hedge_policy", "initial_requests additional_request_chance", keys{
					"hedge_on_per_try_timeout": func(n *yaml.Node) { scratch.Set("hedged", text(n), s.at(n)) }}))
			},
			"cluster_header": func(n *yaml.Node) { unread(s.into, s.name, s.at(n).Line, "route cluster_header") },
			"weighted_clusters": func(n *yaml.Node) { // of one cluster the weights say nothing
				if len(to) > 1 {
					unsaid(s.into, s.name, s.at(n).Line, "route weighted_clusters")
				}
			}})))
	if retry != nil {
		again(retry)
	}
	if idle != nil {
		s.span(&scratch, "idle.inside")(idle) // of connections from outside
	}
	for _, name := range to {
		l := s.pool(name, r)
		s.listens(l, port)
		_, done := l.Get("routed")
		l.Set("routed", "yes", s.at(r))
		for key, v := range scratch.Values {
			if have, _ := l.Get(key); !done {
				l.Set(key, v.Text, v.Place)
			} else if have.Text != v.Text && have.Place != v.Place {
				s.later = append(s.later, config.Unread{Place: v.Place, Text: "route " + key + " of a further route: the first that leads to a cluster counts for all of it"})
			}
		}
	}
}

func (s *envoyState) retry(l *config.Layer, n *yaml.Node) {
	l.Set("retry", "yes", s.at(n))
	s.visit(n, "retry_policy", only("retriable_headers retriable_request_headers", s.apart("retry_policy",
		"retriable_status_codes rate_limited_retry_back_off host_selection_retry_max_attempts per_try_idle_timeout retry_options_predicates retry_priority", keys{
			"retry_on": s.as(l, "retry.on"), "num_retries": s.as(l, "retry.num"), "per_try_timeout": s.span(l, "retry.per-try"),
			"retry_back_off": func(n *yaml.Node) {
				s.visit(n, "retry_back_off", keys{"base_interval": s.span(l, "retry.base"), "max_interval": s.span(l, "retry.cap")})
			},
			"retry_host_predicate": func(n *yaml.Node) { l.Set("retry.other-host", "yes", s.at(n)) }})))
}
