package main

// planOutlines say what is read of each type of resource; all other types are told.
var planOutlines = map[string]outline{
	"aws_lb": awsLB, "aws_alb": awsLB,
	"aws_lb_target_group": awsTargetGroup, "aws_alb_target_group": awsTargetGroup,
	"aws_elb": newOutline(`instances idle_timeout health_check.interval health_check.timeout health_check.healthy_threshold health_check.unhealthy_threshold`,
		"cross_zone_load_balancing connection_draining connection_draining_timeout health_check.target availability_zones subnets"),
	"aws_lb_target_group_attachment": awsAttachment, "aws_alb_target_group_attachment": awsAttachment,
	"aws_autoscaling_group": newOutline("desired_capacity min_size max_size vpc_zone_identifier availability_zones",
		"health_check_grace_period health_check_type default_cooldown default_instance_warmup min_elb_capacity wait_for_elb_capacity instance_refresh mixed_instances_policy warm_pool suspended_processes termination_policies instance_maintenance_policy max_instance_lifetime capacity_rebalance"),
	"aws_autoscaling_policy":     newOutline("", "policy_type adjustment_type scaling_adjustment cooldown estimated_instance_warmup target_tracking_configuration step_adjustment predictive_scaling_configuration"),
	"aws_autoscaling_attachment": newOutline("", ""), "aws_autoscaling_traffic_source_attachment": newOutline("", ""),
	"aws_instance":             newOutline("", "availability_zone disable_api_termination"),
	"aws_route53_health_check": newOutline("request_interval failure_threshold", "type search_string measure_latency child_healthchecks child_health_threshold insufficient_data_health_status disabled invert_healthcheck regions"),
	"aws_route53_record": newOutline("name type ttl records alias multivalue_answer_routing_policy failover_routing_policy.type",
		"cidr_routing_policy geoproximity_routing_policy weighted_routing_policy latency_routing_policy geolocation_routing_policy"),

	"google_compute_health_check": googleHealth, "google_compute_region_health_check": googleHealth,
	"google_compute_backend_service": googleBackend, "google_compute_region_backend_service": googleBackend,
	"google_compute_instance_group_manager": googleManager, "google_compute_region_instance_group_manager": googleManager,
	"google_compute_autoscaler": googleScaler, "google_compute_region_autoscaler": googleScaler,
	"google_dns_record_set": newOutline("name type ttl rrdatas routing_policy", ""),

	"azurerm_lb":                              newOutline("", "sku sku_tier frontend_ip_configuration.zones"),
	"azurerm_lb_probe":                        newOutline("interval_in_seconds number_of_probes probe_threshold request_path", ""),
	"azurerm_lb_rule":                         newOutline("load_distribution idle_timeout_in_minutes backend_port", "tcp_reset_enabled enable_tcp_reset floating_ip_enabled enable_floating_ip"),
	"azurerm_lb_backend_address_pool":         newOutline("", ""),
	"azurerm_lb_backend_address_pool_address": newOutline("", ""),
	"azurerm_network_interface_backend_address_pool_association": newOutline("", ""),
	"azurerm_linux_virtual_machine_scale_set":                    azureScaleSet,
	"azurerm_windows_virtual_machine_scale_set":                  azureScaleSet,
	"azurerm_orchestrated_virtual_machine_scale_set":             azureScaleSet,
	"azurerm_monitor_autoscale_setting":                          newOutline("profile.capacity.minimum profile.capacity.maximum profile.capacity.default", "enabled predictive profile.rule profile.recurrence profile.fixed_date"),
	"azurerm_traffic_manager_profile": newOutline(`dns_config.ttl traffic_routing_method monitor_config.interval_in_seconds
		monitor_config.tolerated_number_of_failures`, "monitor_config.path monitor_config.timeout_in_seconds max_return monitor_config.expected_status_code_ranges profile_status"),
	"azurerm_traffic_manager_azure_endpoint":    azureEndpoint,
	"azurerm_traffic_manager_external_endpoint": azureEndpoint,
	"azurerm_traffic_manager_nested_endpoint":   newOutline("enabled priority weight", "minimum_child_endpoints minimum_required_child_endpoints_ipv4 minimum_required_child_endpoints_ipv6 geo_mappings subnet endpoint_location"),
	"azurerm_cdn_frontdoor_origin_group": newOutline("load_balancing.sample_size load_balancing.successful_samples_required health_probe.interval_in_seconds health_probe.path session_affinity_enabled",
		"load_balancing.additional_latency_in_milliseconds restore_traffic_time_to_healed_or_new_endpoint_in_minutes"),
	"azurerm_cdn_frontdoor_origin": newOutline("enabled priority weight host_name", ""),
	"azurerm_application_gateway": newOutline(`probe.interval probe.timeout probe.unhealthy_threshold probe.path probe.name backend_http_settings.request_timeout backend_http_settings.cookie_based_affinity
		backend_http_settings.probe_name backend_address_pool.ip_addresses backend_address_pool.fqdns backend_address_pool.name`,
		"zones autoscale_configuration sku probe.minimum_servers probe.match backend_http_settings.connection_draining request_routing_rule url_path_map backend routing_rule"),
	"azurerm_dns_a_record":     newOutline("name ttl records target_resource_id zone_name", ""),
	"azurerm_dns_cname_record": newOutline("name ttl record target_resource_id zone_name", ""),
}

var (
	awsLB          = newOutline("idle_timeout subnets", "load_balancer_type enable_cross_zone_load_balancing enable_zonal_shift client_keep_alive dns_record_client_routing_policy subnet_mapping minimum_load_balancer_capacity")
	awsTargetGroup = newOutline(`protocol load_balancing_algorithm_type port slow_start health_check.interval health_check.timeout health_check.healthy_threshold health_check.unhealthy_threshold
		health_check.path health_check.enabled stickiness.enabled`, `deregistration_delay connection_termination load_balancing_cross_zone_enabled load_balancing_anomaly_mitigation target_failover target_group_health target_health_state
		health_check.matcher health_check.protocol target_type preserve_client_ip`)
	awsAttachment = newOutline("", "availability_zone")

	googleHealth  = newOutline("check_interval_sec timeout_sec healthy_threshold unhealthy_threshold http_health_check.request_path https_health_check.request_path http2_health_check.request_path tcp_health_check", "grpc_health_check ssl_health_check source_regions")
	googleBackend = newOutline(`protocol timeout_sec locality_lb_policy session_affinity outlier_detection.consecutive_errors outlier_detection.max_ejection_percent outlier_detection.enforcing_consecutive_errors
		outlier_detection.interval.seconds outlier_detection.base_ejection_time.seconds`, `circuit_breakers connection_draining_timeout_sec failover_policy connection_tracking_policy consistent_hash enable_cdn cdn_policy backend.balancing_mode
		backend.capacity_scaler backend.max_rate backend.max_rate_per_instance backend.max_connections backend.max_connections_per_instance backend.max_utilization backend.failover backend.preference locality_lb_policies load_balancing_scheme
		outlier_detection.consecutive_gateway_failure outlier_detection.enforcing_consecutive_gateway_failure outlier_detection.enforcing_success_rate outlier_detection.success_rate_minimum_hosts outlier_detection.success_rate_request_volume
		outlier_detection.success_rate_stdev_factor outlier_detection.interval.nanos outlier_detection.base_ejection_time.nanos affinity_cookie_ttl_sec`)
	googleManager = newOutline("target_size distribution_policy_zones", "auto_healing_policies update_policy distribution_policy_target_shape target_pools standby_policy instance_lifecycle_policy zone")
	googleScaler  = newOutline("autoscaling_policy.min_replicas autoscaling_policy.max_replicas autoscaling_policy.cpu_utilization.target",
		"autoscaling_policy.cooldown_period autoscaling_policy.mode autoscaling_policy.scale_in_control autoscaling_policy.scaling_schedules autoscaling_policy.metric autoscaling_policy.load_balancing_utilization autoscaling_policy.cpu_utilization.predictive_method")

	azureScaleSet = newOutline("instances zones", "zone_balance upgrade_mode automatic_instance_repair rolling_upgrade_policy overprovision platform_fault_domain_count scale_in eviction_policy priority spot_restore")
	azureEndpoint = newOutline("enabled priority weight", "always_serve_enabled geo_mappings subnet endpoint_location")
)
