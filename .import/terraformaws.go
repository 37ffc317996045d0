package main

import (
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"failsim/cmd/internal/config"
)

// besideAWS change nothing that failsim models.
var besideAWS = []string{"aws_vpc", "aws_subnet", "aws_security_group", "aws_iam_", "aws_s3_", "aws_cloudwatch_", "aws_kms_", "aws_acm_", "aws_route_table", "aws_internet_gateway",
	"aws_nat_gateway", "aws_eip", "aws_key_pair", "aws_launch_template", "aws_launch_configuration", "aws_ssm_", "aws_secretsmanager_", "aws_route53_zone", "aws_ecr_", "aws_vpc_",
	"aws_ami", "aws_availability_zones", "aws_region", "aws_caller_identity", "aws_default_", "aws_network_acl", "aws_flow_log", "aws_lb_listener", "aws_alb_listener", "aws_route", "aws_main_route"}

// What a plan says of AWS. Values that a plan leaves out are AWS's defaults, which
// the scenario takes by itself.

func (s *planState) layer(kind config.Kind, program, name string, r *tfjson.StateResource) *config.Layer {
	l := &config.Layer{Kind: kind, Program: program, Name: name, Place: s.place(r, ""), Values: map[string]config.Value{}}
	s.layers = append(s.layers, l)
	return l
}

// copy sets values that a resource has, in seconds where the key ends in "s".
func (s *planState) copy(l *config.Layer, r *tfjson.StateResource, values map[string]any, of string, pairs ...string) {
	for i := 0; i < len(pairs); i += 2 {
		v := attribute(values, pairs[i])
		to, span := strings.CutSuffix(pairs[i+1], " s")
		if v == "" || span && !isNumber(v) {
			continue
		}
		if span {
			d, _ := seconds(v)
			v = config.Span(d)
		}
		place := s.place(r, of)
		if of != pairs[i] {
			place = s.place(r, of, pairs[i])
		}
		l.Set(to, v, place)
	}
}

func awsBalancer(s *planState, r *tfjson.StateResource) {
	if r.Type == "aws_lb" || r.Type == "aws_alb" {
		s.lbs[r.Address] = r
	}
}

// awsTargets reads a pool, with the LB whose listener leads to it.
func awsTargets(s *planState, r *tfjson.StateResource) {
	if r.Type != "aws_lb_target_group" && r.Type != "aws_alb_target_group" {
		return
	}
	program := "aws-alb"
	s.place(r, "protocol")
	if p := attribute(r.AttributeValues, "protocol"); p == "TCP" || p == "UDP" || p == "TLS" || p == "TCP_UDP" {
		program = "aws-nlb"
	}
	l := s.layer(config.Balancer, program, r.Address, r)
	s.targets[r.Address] = l
	s.copy(l, r, r.AttributeValues, "load_balancing_algorithm_type", "load_balancing_algorithm_type", "balance")
	s.copy(l, r, r.AttributeValues, "port", "port", "port")
	s.copy(l, r, r.AttributeValues, "slow_start", "slow_start", "slow_start s")
	s.copy(l, r, r.AttributeValues, "deregistration_delay", "deregistration_delay", "deregistration_delay s")
	if h := block(r.AttributeValues, "health_check"); h != nil {
		s.copy(l, r, h, "health_check", "interval", "check.interval s", "timeout", "check.timeout s", "healthy_threshold", "check.rise", "unhealthy_threshold", "check.fall", "enabled", "check.enabled")
		if p := attribute(h, "path"); p != "" {
			l.Set("check.path", pathOf(p), s.place(r, "health_check", "path"))
		}
	}
	if b := block(r.AttributeValues, "stickiness"); b != nil && attribute(b, "enabled") == "true" {
		l.Set("sticky", "yes", s.place(r, "stickiness", "enabled"))
	}
	if len(s.lbs) == 1 {
		for _, lb := range s.lbs {
			s.under(l, lb)
		}
	}
}

// under gives a pool what its LB says.
func (s *planState) under(l *config.Layer, lb *tfjson.StateResource) {
	s.copy(l, lb, lb.AttributeValues, "idle_timeout", "idle_timeout", "idle.outside s")
	s.copy(l, lb, lb.AttributeValues, "subnets", "subnets", "zones")
	l.Set("lb", lb.Address, s.place(lb))
}

// awsListener reports which LB a pool is of, where a plan has several.
func awsListener(s *planState, r *tfjson.StateResource) {
	if r.Type != "aws_lb_listener" && r.Type != "aws_alb_listener" {
		return
	}
	lb := pick(s.lbs, r, s.refers(r, "load_balancer_arn", "aws_lb aws_alb"))
	if lb == nil {
		return
	}
	for _, to := range s.allReferred(r, "default_action", "aws_lb_target_group aws_alb_target_group") {
		if l := pick(s.targets, r, to); l != nil {
			s.under(l, lb)
		}
	}
}

func awsCheck(s *planState, r *tfjson.StateResource) {
	if r.Type == "aws_route53_health_check" {
		s.checks[r.Address] = r
	}
}

func awsRest(s *planState, r *tfjson.StateResource) {
	v := r.AttributeValues
	switch r.Type {
	case "aws_elb":
		l := s.layer(config.Balancer, "aws-elb", r.Address, r)
		s.copy(l, r, v, "idle_timeout", "idle_timeout", "idle.outside s")
		s.copy(l, r, block(v, "health_check"), "health_check", "interval", "check.interval s", "timeout", "check.timeout s", "healthy_threshold", "check.rise", "unhealthy_threshold", "check.fall")
		list, _ := v["instances"].([]any)
		for range list {
			l.Servers = append(l.Servers, config.Server{Place: s.place(r, "instances")})
		}
	case "aws_lb_target_group_attachment", "aws_alb_target_group_attachment":
		if l := s.target(r, "target_group_arn"); l != nil {
			l.Servers = append(l.Servers, config.Server{Place: s.place(r, "")})
		} else {
			s.other(r)
		}
	case "aws_autoscaling_group":
		s.scaling(r)
	case "aws_route53_record":
		s.record(r)
	}
}

// other counts a resource that is not read.
func (s *planState) other(r *tfjson.StateResource) {
	for _, b := range slices.Concat(besideAWS, besideGoogle, besideAzure, []string{"random_", "null_", "tls_", "local_", "time_"}) {
		if strings.HasPrefix(r.Type, b) {
			if n := s.nodes[r.Address]; n != nil {
				beside(s.into, s.name, s.at(n).Line, "resource", r.Type)
			}
			return
		}
	}
	n := s.nodes[r.Address]
	if n == nil {
		n = s.root
	}
	s.others[r.Type] = append(s.others[r.Type], s.at(n))
}

// scaling reads a group of servers: how many there are, in how many zones, and how
// many there may be.
func (s *planState) scaling(r *tfjson.StateResource) {
	v := r.AttributeValues
	d := s.layer(config.Deployment, "aws-autoscaling", r.Address, r)
	s.copy(d, r, v, "desired_capacity", "desired_capacity", "replicas")
	if _, ok := d.Get("replicas"); !ok {
		s.copy(d, r, v, "min_size", "min_size", "replicas")
	}
	s.copy(d, r, v, "vpc_zone_identifier", "vpc_zone_identifier", "zones")
	s.copy(d, r, v, "availability_zones", "availability_zones", "zones")
	to := s.target(r, "target_group_arns")
	runs(to, d)
	if c := s.config[plainAddress(r.Address)]; to == nil && c != nil && len(references(c.Expressions["target_group_arns"])) > 0 {
		unsaid(s.into, s.name, s.place(r).Line, r.Address, "target_group_arns: leads to no target group that this plan has; what goes through local values is in no plan")
	}
	s.groups[r.Address] = d
	l := s.layer(config.Scaler, "aws-autoscaling", r.Address, r)
	l.Of = d.Name
	s.copy(l, r, v, "min_size", "min_size", "min")
	s.copy(l, r, v, "max_size", "max_size", "max")
}

// target returns the pool to which an attribute refers.
func (s *planState) target(r *tfjson.StateResource, key string) *config.Layer {
	return pick(s.targets, r, s.refers(r, key, "aws_lb_target_group aws_alb_target_group"))
}

// runs gives a pool the servers of a group.
func runs(to, d *config.Layer) {
	if to == nil || d == nil {
		return
	}
	if replicas, ok := d.Get("replicas"); ok && replicas.Int() <= 1000 {
		for range replicas.Int() {
			to.Servers = append(to.Servers, config.Server{Place: replicas.Place})
		}
		to.Of = d.Name
	}
}

// awsAttached reads what gives a pool a group by a resource of its own.
func awsAttached(s *planState, r *tfjson.StateResource) {
	if r.Type != "aws_autoscaling_attachment" && r.Type != "aws_autoscaling_traffic_source_attachment" {
		return
	}
	d := pick(s.groups, r, s.refers(r, "autoscaling_group_name", "aws_autoscaling_group"))
	for _, key := range []string{"lb_target_group_arn", "alb_target_group_arn", "traffic_source"} {
		to := s.target(r, key)
		if to != nil && d != nil {
			runs(to, d)
			return
		}
	}
	s.other(r)
}

// record reads a name; records of one name with policies are one layer.
func (s *planState) record(r *tfjson.StateResource) {
	v := r.AttributeValues
	switch attribute(v, "type") {
	case "A", "CNAME":
	default:
		beside(s.into, s.name, s.place(r, "type").Line, r.Address, "type") // AAAA: the same hosts once more; the others lead to no service
		return
	}
	name := strings.TrimSuffix(attribute(v, "name"), ".")
	if name == "" {
		name = r.Address
	}
	l := s.names[name]
	if l == nil {
		l = s.layer(config.Name, "route53", name, r)
		s.names[name] = l
	}
	if have, done := l.Get("ttl"); done && have.Text != "" {
		unsaid(s.into, s.name, s.place(r, "ttl").Line, r.Address, "ttl: that of the name's first record counts")
	} else {
		s.copy(l, r, v, "ttl", "ttl", "ttl s")
	}
	if block(v, "alias") != nil {
		l.Set("ttl", "60s", s.place(r, "alias")) // AWS: an alias of a load balancer has its TTL, 60 s
		l.Set("alias", "yes", s.place(r, "alias"))
	}
	at := map[string]config.Value{}
	if b := block(v, "failover_routing_policy"); b != nil {
		at["failover"] = config.Value{Text: attribute(b, "type"), Place: s.place(r, "failover_routing_policy", "type")}
	}
	if lb := pick(s.lbs, r, s.refers(r, "alias", "aws_lb aws_alb")); lb != nil {
		at["lb"] = config.Value{Text: lb.Address, Place: s.place(r, "alias")}
	}
	addresses, _ := v["records"].([]any)
	for range max(1, len(addresses)) {
		l.Servers = append(l.Servers, config.Server{Place: s.place(r, "records"), Values: at})
	}
	for key, word := range map[string]string{"weighted_routing_policy": "weighted", "latency_routing_policy": "latency",
		"geolocation_routing_policy": "geolocation", "multivalue_answer_routing_policy": "multivalue"} {
		if b, isBlock := v[key].([]any); isBlock && len(b) > 0 || v[key] == true {
			l.Set("policy", word, s.place(r, key))
		}
	}
	if alias := block(v, "alias"); alias != nil && alias["evaluate_target_health"] == true {
		l.Set("steering", "alias", s.place(r, "alias"))
	}
	if check := pick(s.checks, r, s.refers(r, "health_check_id", "aws_route53_health_check")); check != nil {
		l.Set("steering", "health-check", s.place(r, "health_check_id"))
		s.copy(l, check, check.AttributeValues, "request_interval", "request_interval", "check.interval s")
		s.copy(l, check, check.AttributeValues, "failure_threshold", "failure_threshold", "check.fall")
	}
}
