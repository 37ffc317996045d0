package main

import (
	"fmt"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"failsim/cmd/internal/config"
)

// What a plan says of Azure: load balancers with their probes, application gateways,
// Front Door's groups of origins, Traffic Manager, scale sets and records. Values that a
// plan leaves out are those of the provider, azurerm (its documentation, 4.x), which the
// scenario takes by itself.

// besideAzure change nothing that failsim models.
var besideAzure = []string{"azurerm_resource_group", "azurerm_virtual_network", "azurerm_subnet", "azurerm_public_ip", "azurerm_network_security_", "azurerm_network_interface", "azurerm_key_vault",
	"azurerm_storage_", "azurerm_role_", "azurerm_user_assigned_identity", "azurerm_log_analytics_", "azurerm_application_insights", "azurerm_monitor_diagnostic_setting", "azurerm_monitor_action_group",
	"azurerm_monitor_metric_alert", "azurerm_dns_zone", "azurerm_private_dns_zone", "azurerm_lb_nat_", "azurerm_lb_outbound_rule", "azurerm_cdn_frontdoor_profile", "azurerm_cdn_frontdoor_endpoint",
	"azurerm_cdn_frontdoor_custom_domain", "azurerm_cdn_frontdoor_secret", "azurerm_cdn_frontdoor_security_policy", "azurerm_web_application_firewall_policy", "azurerm_cdn_frontdoor_firewall_policy",
	"azurerm_route_table", "azurerm_nat_gateway", "azurerm_availability_set", "azurerm_ssh_public_key", "azurerm_management_lock", "azurerm_container_registry"}

const scaleSets = "azurerm_linux_virtual_machine_scale_set azurerm_windows_virtual_machine_scale_set azurerm_orchestrated_virtual_machine_scale_set"

// azureGroup reads sets of machines, and notes what later passes ask for.
func azureGroup(s *planState, r *tfjson.StateResource) {
	switch {
	case slices.Contains(strings.Fields(scaleSets), r.Type):
		d := s.layer(config.Deployment, "azure-scale-set", r.Address, r)
		s.copy(d, r, r.AttributeValues, "instances", "instances", "replicas")
		s.copy(d, r, r.AttributeValues, "zones", "zones", "zones")
		s.groups[r.Address] = d
	case r.Type == "azurerm_lb":
		s.lbs[r.Address] = r
	case r.Type == "azurerm_lb_probe":
		s.checks[r.Address] = r
	}
}

// azureFirst reads pools.
func azureFirst(s *planState, r *tfjson.StateResource) {
	switch r.Type {
	case "azurerm_lb_backend_address_pool":
		s.targets[r.Address] = s.layer(config.Balancer, "azure-lb", r.Address, r)
	case "azurerm_cdn_frontdoor_origin_group":
		s.frontDoor(r)
	case "azurerm_application_gateway":
		s.gateway(r)
	case "azurerm_traffic_manager_profile":
		s.trafficManager(r)
	case "azurerm_dns_a_record", "azurerm_dns_cname_record":
		s.azureRecord(r)
	}
}

// frontDoor reads a group of origins: of the last samples so many must have
// succeeded. A group takes so many failures as it may lack.
func (s *planState) frontDoor(r *tfjson.StateResource) {
	l := s.layer(config.Balancer, "azure-front-door", r.Address, r)
	s.targets[r.Address] = l
	s.copy(l, r, block(r.AttributeValues, "load_balancing"), "load_balancing", "sample_size", "samples", "successful_samples_required", "required")
	if h := block(r.AttributeValues, "health_probe"); h != nil {
		s.copy(l, r, h, "health_probe", "interval_in_seconds", "check.interval s")
		path := attribute(h, "path")
		if path == "" {
			path = "/"
		}
		l.Set("check.path", pathOf(path), s.place(r, "health_probe", "path"))
	}
	if attribute(r.AttributeValues, "session_affinity_enabled") != "false" {
		l.Set("sticky", "yes", s.place(r, "session_affinity_enabled"))
	}
}

// gateway reads an application gateway's pools, each with the first settings of
// backends and their probe.
func (s *planState) gateway(r *tfjson.StateResource) {
	v := r.AttributeValues
	settings := block(v, "backend_http_settings")
	for i, pool := range blocks(v, "backend_address_pool") {
		l := s.layer(config.Balancer, "azure-application-gateway", fmt.Sprintf("%s %s", r.Address, attribute(pool, "name")), r)
		for _, key := range []string{"ip_addresses", "fqdns"} {
			list, _ := pool[key].([]any)
			for _, a := range list {
				l.Servers = append(l.Servers, config.Server{Address: fmt.Sprint(a), Place: s.placeOf(r, i, "backend_address_pool", key)})
			}
		}
		s.copy(l, r, settings, "backend_http_settings", "request_timeout", "timeout s")
		if attribute(settings, "cookie_based_affinity") == "Enabled" {
			l.Set("sticky", "yes", s.place(r, "backend_http_settings", "cookie_based_affinity"))
		}
		for j, probe := range blocks(v, "probe") {
			if attribute(probe, "name") != attribute(settings, "probe_name") {
				continue
			}
			for _, pair := range [][2]string{{"interval", "check.interval"}, {"timeout", "check.timeout"}, {"unhealthy_threshold", "check.fall"}, {"path", "check.path"}} {
				text := attribute(probe, pair[0])
				if d, ok := seconds(text); ok && pair[1] != "check.fall" {
					text = config.Span(d)
				}
				if text != "" {
					l.Set(pair[1], pathOf(text), s.placeOf(r, j, "probe", pair[0]))
				}
			}
		}
		s.targets[r.Address] = l
	}
	for i := range blocks(v, "backend_http_settings") {
		if i > 0 {
			unsaid(s.into, s.name, s.placeOf(r, i, "backend_http_settings", "name").Line, r.Address, "further backend_http_settings: the first count for all")
		}
	}
}

func (s *planState) trafficManager(r *tfjson.StateResource) {
	v := r.AttributeValues
	l := s.layer(config.Name, "azure-traffic-manager", r.Address, r)
	s.names[plainAddress(r.Address)] = l
	s.copy(l, r, block(v, "dns_config"), "dns_config", "ttl", "ttl s")
	m := block(v, "monitor_config")
	s.copy(l, r, m, "monitor_config", "interval_in_seconds", "check.interval s")
	// It tolerates so many failures: the next one is a failure of the endpoint.
	fall := 4
	if tolerated := attribute(m, "tolerated_number_of_failures"); tolerated != "" {
		fmt.Sscan(tolerated, &fall)
		fall++
	}
	l.Set("check.fall", fmt.Sprint(fall), s.place(r, "monitor_config", "tolerated_number_of_failures"))
	l.Set("steering", "health-check", s.place(r, "monitor_config"))
	l.Set("policy", strings.ToLower(attribute(v, "traffic_routing_method")), s.place(r, "traffic_routing_method"))
}

func (s *planState) azureRecord(r *tfjson.StateResource) {
	v := r.AttributeValues
	name := strings.Trim(attribute(v, "name")+"."+attribute(v, "zone_name"), ".")
	l := s.layer(config.Name, "azure-dns", name, r)
	s.copy(l, r, v, "ttl", "ttl", "ttl s")
	addresses, _ := v["records"].([]any)
	for range max(1, len(addresses)) {
		l.Servers = append(l.Servers, config.Server{Place: s.place(r, "records")})
	}
}

// azureSecond reads what leads to pools and to names.
func azureSecond(s *planState, r *tfjson.StateResource) {
	v := r.AttributeValues
	switch r.Type {
	case "azurerm_lb_rule":
		s.rule(r)
	case "azurerm_cdn_frontdoor_origin":
		if l := pick(s.targets, r, s.refers(r, "cdn_frontdoor_origin_group_id", "azurerm_cdn_frontdoor_origin_group")); l != nil && attribute(v, "enabled") != "false" {
			l.Servers = append(l.Servers, config.Server{Address: attribute(v, "host_name"), Place: s.place(r, "host_name"), Values: s.ranked(r)})
		}
	case "azurerm_network_interface_backend_address_pool_association", "azurerm_lb_backend_address_pool_address":
		if l := pick(s.targets, r, s.refers(r, "backend_address_pool_id", "azurerm_lb_backend_address_pool")); l != nil {
			l.Servers = append(l.Servers, config.Server{Place: s.place(r)})
		}
	case "azurerm_traffic_manager_azure_endpoint", "azurerm_traffic_manager_external_endpoint", "azurerm_traffic_manager_nested_endpoint":
		if l := s.names[s.refers(r, "profile_id", "azurerm_traffic_manager_profile")]; l != nil && attribute(v, "enabled") != "false" {
			l.Servers = append(l.Servers, config.Server{Address: attribute(v, "target"), Place: s.place(r), Values: s.ranked(r)})
		}
	case "azurerm_monitor_autoscale_setting":
		s.azureScaler(r)
	}
}

// ranked are the priority and the weight of an origin or endpoint; of Azure's
// priorities the lowest is the first to be asked, and 1 the lowest there is.
func (s *planState) ranked(r *tfjson.StateResource) map[string]config.Value {
	values := map[string]config.Value{}
	var n int
	if p := attribute(r.AttributeValues, "priority"); p != "" {
		fmt.Sscan(p, &n)
		values["priority"] = config.Value{Text: fmt.Sprint(n - 1), Place: s.place(r, "priority")}
	}
	if w := attribute(r.AttributeValues, "weight"); w != "" {
		values["weight"] = config.Value{Text: w, Place: s.place(r, "weight")}
	}
	return values
}

// rule gives a pool its probe.
func (s *planState) rule(r *tfjson.StateResource) {
	v := r.AttributeValues
	l := pick(s.targets, r, s.refers(r, "backend_address_pool_ids", "azurerm_lb_backend_address_pool"))
	if l == nil {
		return
	}
	s.copy(l, r, v, "backend_port", "backend_port", "port")
	if d := attribute(v, "load_distribution"); d != "" {
		l.Set("balance", d, s.place(r, "load_distribution"))
	}
	var minutes float64
	if text := attribute(v, "idle_timeout_in_minutes"); text != "" {
		fmt.Sscan(text, &minutes)
		d, _ := seconds(fmt.Sprint(60 * minutes))
		l.Set("idle.outside", config.Span(d), s.place(r, "idle_timeout_in_minutes"))
	}
	probe := pick(s.checks, r, s.refers(r, "probe_id", "azurerm_lb_probe"))
	if probe == nil {
		return
	}
	p := probe.AttributeValues
	l.Set("check", "tcp", s.place(probe))
	s.copy(l, probe, p, "interval_in_seconds", "interval_in_seconds", "check.interval s")
	s.copy(l, probe, p, "number_of_probes", "number_of_probes", "check.fall")
	s.copy(l, probe, p, "probe_threshold", "probe_threshold", "check.rise")
	if path := attribute(p, "request_path"); path != "" {
		l.Set("check", "http", s.place(probe, "request_path"))
		l.Set("check.path", pathOf(path), s.place(probe, "request_path"))
	}
}

func (s *planState) azureScaler(r *tfjson.StateResource) {
	l := s.layer(config.Scaler, "azure-autoscale", r.Address, r)
	profile := block(r.AttributeValues, "profile")
	for _, pair := range [][2]string{{"minimum", "min"}, {"maximum", "max"}, {"default", "default"}} {
		if v := attribute(block(profile, "capacity"), pair[0]); v != "" {
			l.Set(pair[1], v, s.place(r, "profile", "capacity", pair[0]))
		}
	}
	d := pick(s.groups, r, s.refers(r, "target_resource_id", scaleSets))
	if d == nil {
		return
	}
	l.Of = d.Name
	if v, ok := l.Get("default"); ok {
		if have, said := d.Get("replicas"); !said || have.Text == "0" {
			d.Set("replicas", v.Text, v.Place)
		}
	}
}

// azureThird gives pools the machines of the sets that refer to them.
func azureThird(s *planState, r *tfjson.StateResource) {
	d := s.groups[r.Address]
	if d == nil {
		return
	}
	replicas, ok := d.Get("replicas")
	for _, to := range s.allReferred(r, "network_interface", "azurerm_lb_backend_address_pool azurerm_application_gateway") {
		if l := pick(s.targets, r, to); l != nil && ok && replicas.Int() <= 1000 {
			l.Of = d.Name
			for range replicas.Int() {
				l.Servers = append(l.Servers, config.Server{Place: replicas.Place})
			}
		}
	}
}
