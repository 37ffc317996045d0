package main

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"

	"go.yaml.in/yaml/v3"

	"failsim/cmd/internal/config"
)

// What stands before copies in Kubernetes: services, ingresses, and the kinds of
// Istio and of the Gateway API that say how requests are passed on.

// pairs writes labels or a selector in order.
func pairs(m map[string]string) string {
	var list []string
	for _, k := range slices.Sorted(maps.Keys(m)) {
		list = append(list, k+"="+m[k])
	}
	return strings.Join(list, ",")
}

// service is kube-proxy's choice among ready copies.
func (d *document) service(o *core.Service, into *reading) config.Layer {
	into.declare(service, o.Name)
	l := config.Layer{Kind: config.Balancer, Program: "kube-proxy", Name: o.Name, Place: d.at("kind"), Values: map[string]config.Value{}}
	l.Set("selector", pairs(o.Spec.Selector), d.at("selector"))
	if o.Spec.SessionAffinity == core.ServiceAffinityClientIP {
		l.Set("balance", "client-ip", d.at("sessionAffinity"))
	}
	if o.Spec.PublishNotReadyAddresses {
		l.Set("unready", "yes", d.at("publishNotReadyAddresses"))
	}
	return l
}

// ingressKeys are the annotations of ingress-nginx that say how requests are passed on.
var ingressKeys = map[string]string{"proxy-connect-timeout": "proxy_connect_timeout", "proxy-read-timeout": "proxy_read_timeout",
	"proxy-next-upstream": "proxy_next_upstream", "proxy-next-upstream-tries": "proxy_next_upstream_tries", "proxy-next-upstream-timeout": "proxy_next_upstream_timeout",
	"upstream-hash-by": "hash", "load-balance": "balance", "affinity": "affinity", "service-upstream": "service-upstream"}

// ingressValues are what annotations may be; anything else may be a secret.
var ingressValues = map[string]*regexp.Regexp{
	"proxy-next-upstream":       regexp.MustCompile(`^((error|timeout|invalid_header|http_\d+|non_idempotent|off|denied|updating)( +|$))+$`),
	"proxy-next-upstream-tries": regexp.MustCompile(`^\d+$`),
	"upstream-hash-by":          regexp.MustCompile(`.`),
	"load-balance":              regexp.MustCompile(`^(round_robin|ewma)$`),
	"affinity":                  regexp.MustCompile(`^cookie$`),
	"service-upstream":          regexp.MustCompile(`^(true|false)$`),
}

// ingress reads what stands before each service that an Ingress leads to.
func (d *document) ingress(o *networking.Ingress, into *reading) {
	const prefix = "nginx.ingress.kubernetes.io/"
	program := "ingress"
	if c := o.Spec.IngressClassName; c != nil && strings.Contains(*c, "nginx") || strings.Contains(o.Annotations["kubernetes.io/ingress.class"], "nginx") {
		program = "ingress-nginx"
	}
	values := map[string]config.Value{}
	for _, key := range slices.Sorted(maps.Keys(o.Annotations)) {
		name, is := strings.CutPrefix(key, prefix)
		if !is {
			continue
		}
		program = "ingress-nginx"
		at := d.at(key)
		switch to := ingressKeys[name]; {
		case to == "":
		case strings.HasSuffix(to, "_timeout"):
			if t, ok := nginxTime(o.Annotations[key]); ok {
				values[to] = config.Value{Text: config.Span(t), Place: at}
				continue
			}
			unread(into, d.name, at.Line, name)
		case !ingressValues[name].MatchString(o.Annotations[key]):
			unread(into, d.name, at.Line, name)
		case name == "upstream-hash-by":
			values[to] = config.Value{Text: "yes", Place: at} // by what does not matter here
		default:
			values[to] = config.Value{Text: o.Annotations[key], Place: at}
		}
	}
	var names []string
	note := func(b *networking.IngressBackend) {
		if b != nil && b.Service != nil && !slices.Contains(names, b.Service.Name) {
			names = append(names, b.Service.Name)
		}
	}
	note(o.Spec.DefaultBackend)
	for i := range o.Spec.Rules {
		if h := o.Spec.Rules[i].HTTP; h != nil {
			for j := range h.Paths {
				note(&h.Paths[j].Backend)
			}
		}
	}
	for _, name := range names {
		into.lead("backend", service, name, d.of("spec", name))
		into.Layers = append(into.Layers, config.Layer{Kind: config.Balancer, Program: program, Name: o.Name, Of: name, Place: d.at("kind"), Values: maps.Clone(values)})
	}
}

// mesh reads kinds whose types are not Kubernetes' own.
func (d *document) mesh(kind, name string, into *reading) error {
	t, err := parse(d.name, d.text, into)
	if err != nil {
		return err
	}
	t.from = d.from
	spec := child(t.root, "spec")
	if spec == nil {
		return nil
	}
	l := config.Layer{Kind: config.Balancer, Program: "istio", Name: name, Place: d.at("kind"), Values: map[string]config.Value{}}
	switch kind {
	case "DestinationRule":
		l.Of, _, _ = strings.Cut(text(child(spec, "host")), ".")
		each(child(spec, "subsets"), func(n *yaml.Node) { into.declare(subsetOf+l.Of, text(child(n, "name"))) })
		t.leadToService("host", child(spec, "host"))
		t.visit(spec, kind, only("export_to", t.apart(kind, "workload_selector", keys{
			"host": elsewhere,
			"subsets": func(n *yaml.Node) {
				each(n, func(n *yaml.Node) {
					t.visit(n, "subsets", only("labels", t.apart("subsets", "traffic_policy", keys{"name": elsewhere})))
				})
			},
			"traffic_policy": func(n *yaml.Node) { t.trafficPolicy(&l, n) }})))
	case "VirtualService":
		t.virtualService(&l, spec)
	case "HTTPRoute":
		l.Program = "gateway"
		t.httpRoute(&l, spec)
	}
	into.Layers = append(into.Layers, l)
	return nil
}

// trafficPolicy reads Istio's words for what Envoy does.
func (t *tree) trafficPolicy(l *config.Layer, n *yaml.Node) {
	t.visit(n, "trafficPolicy", only("tls tunnel proxy_protocol", t.apart("trafficPolicy", "port_level_settings", keys{
		"retry_budget": func(n *yaml.Node) {
			l.Set("retry.budget", "20", t.at(t.key))
			t.visit(n, "retryBudget", keys{"percent": t.as(l, "retry.budget"), "min_retry_concurrency": t.as(l, "retry.tokens")})
		},
		"connection_pool": func(n *yaml.Node) { t.connectionPool(l, n) },
		"load_balancer": func(n *yaml.Node) {
			t.visit(n, "loadBalancer", t.apart("loadBalancer", "warmup_duration_secs warmup", keys{"simple": t.as(l, "balance"),
				"consistent_hash": func(n *yaml.Node) { l.Set("balance", "RING_HASH", t.at(n)) }, "locality_lb_setting": func(n *yaml.Node) { t.locality(l, n) }}))
		},
		"outlier_detection": func(n *yaml.Node) {
			l.Set("outlier", "yes", t.at(n))
			t.visit(n, "outlierDetection", t.apart("outlierDetection", "split_external_local_origin_errors consecutive_local_origin_failures", keys{
				"consecutive5xx_errors": t.as(l, "outlier.consecutive_5xx"), "consecutive_errors": t.as(l, "outlier.consecutive_5xx"), "consecutive_gateway_errors": t.as(l, "outlier.consecutive_gateway_failure"),
				"interval": t.span(l, "outlier.interval"), "base_ejection_time": t.span(l, "outlier.base_ejection_time"), "max_ejection_percent": t.as(l, "outlier.max_ejection_percent"),
				"min_health_percent": t.as(l, "panic")}))
		},
	})))
}

func (t *tree) connectionPool(l *config.Layer, n *yaml.Node) {
	t.visit(n, "connectionPool", keys{
		"tcp": func(n *yaml.Node) {
			t.visit(n, "tcp", t.apart("tcp", "max_connection_duration idle_timeout", only("tcp_keepalive", keys{"max_connections": t.as(l, "max_connections"), "connect_timeout": t.span(l, "connect_timeout")})))
		},
		"http": func(n *yaml.Node) {
			t.visit(n, "http", only("h2_upgrade_policy use_client_protocol", t.apart("http", "max_requests_per_connection max_concurrent_streams", keys{
				"http1_max_pending_requests": t.as(l, "max_pending"), "http2_max_requests": t.as(l, "max_requests"), "max_retries": t.as(l, "max_retries"), "idle_timeout": t.span(l, "idle.outside")})))
		}})
}

// locality reads whether requests stay where they come from, which Istio does as of
// itself where there is outlier detection.
func (t *tree) locality(l *config.Layer, n *yaml.Node) {
	word := "failover"
	if e := child(n, "enabled"); text(e) == "false" {
		word = "off"
	} else if child(n, "distribute") != nil {
		word = "weighted"
	}
	l.Set("locality", word, t.at(n))
	t.visit(n, "localityLbSetting", t.apart("localityLbSetting", "distribute failover failover_priority", keys{"enabled": elsewhere}))
}

// leadToService notes the name of a service, unless it is of another domain than the
// cluster's.
func (t *tree) leadToService(directive string, host *yaml.Node) {
	name, domain, long := strings.Cut(text(host), ".")
	if name != "" && name != "*" && (!long || strings.Contains(domain, "svc")) {
		t.into.lead(directive, service, name, t.at(host))
	}
}

func (t *tree) virtualService(l *config.Layer, spec *yaml.Node) {
	first := true
	t.visit(spec, "VirtualService", only("hosts gateways export_to", t.apart("VirtualService", "tls tcp", keys{"http": elsewhere})))
	each(child(spec, "http"), func(n *yaml.Node) {
		if !first {
			t.further(n, "http", "of a further route: the first counts for all")
			return
		}
		first = false
		each(child(n, "route"), func(r *yaml.Node) {
			host := child(r, "destination", "host")
			l.Of, _, _ = strings.Cut(text(host), ".")
			t.leadToService("destination", host)
			if subset := child(r, "destination", "subset"); subset != nil {
				t.into.lead("subset", subsetOf+l.Of, text(subset), t.at(subset))
			}
		})
		each(child(n, "route"), func(r *yaml.Node) {
			t.visit(r, "route", only("headers", t.apart("route", "weight", keys{"destination": elsewhere})))
		})
		t.visit(n, "http", only("name match rewrite headers redirect direct_response cors_policy", t.apart("http", "fault mirror mirrors mirror_percentage delegate", keys{
			"route":   elsewhere,
			"timeout": t.span(l, "timeout"),
			"retries": func(n *yaml.Node) {
				l.Set("retry", "yes", t.at(n))
				t.visit(n, "retries", t.apart("retries", "retry_remote_localities retry_ignore_previous_hosts backoff", keys{"attempts": t.as(l, "retry.num"), "per_try_timeout": t.span(l, "retry.per-try"), "retry_on": t.as(l, "retry.on")}))
			},
		})))
	})
}

func (t *tree) httpRoute(l *config.Layer, spec *yaml.Node) {
	t.visit(spec, "HTTPRoute", only("parent_refs hostnames use_default_gateways", keys{"rules": elsewhere}))
	first := true
	each(child(spec, "rules"), func(n *yaml.Node) {
		if !first {
			t.further(n, "rules", "of a further rule: the first counts for all")
			return
		}
		first = false
		each(child(n, "backend_refs"), func(b *yaml.Node) {
			t.visit(b, "backendRefs", only("group namespace port filters", t.apart("backendRefs", "weight", keys{"name": elsewhere, "kind": elsewhere})))
			l.Of = text(child(b, "name"))
			if kind := text(child(b, "kind")); kind == "" || kind == "Service" {
				t.leadToService("backendRefs", child(b, "name"))
			}
		})
		t.visit(n, "rules", only("name matches filters", t.apart("rules", "session_persistence", keys{
			"backend_refs": elsewhere,
			"timeouts": func(n *yaml.Node) {
				t.visit(n, "timeouts", keys{"request": t.span(l, "timeout"), "backend_request": t.span(l, "retry.per-try")})
			},
			"retry": func(n *yaml.Node) {
				l.Set("retry", "yes", t.at(n))
				t.visit(n, "retry", t.apart("retry", "codes backoff", keys{"attempts": t.as(l, "retry.num")}))
			},
		})))
	})
}
