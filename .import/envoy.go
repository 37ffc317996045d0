package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	bootstrap "github.com/envoyproxy/go-control-plane/envoy/config/bootstrap/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/router/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/tcp_proxy/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/upstreams/http/v3"
	"go.yaml.in/yaml/v3"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/reflect/protoregistry"

	"failsim/cmd/internal/config"
)

func isEnvoy(_ string, content []byte) bool {
	return has(content, `^\s*"?(static_resources|staticResources)"?\s*:`) || has(content, `^"?(dynamic_resources|dynamicResources)"?\s*:`)
}

// envoyState walks a bootstrap file.
type envoyState struct {
	*tree
	clusters map[string]*config.Layer
	order    []string
	front    string          // where the listener is that is read
	led      int             // how often a way has led to a cluster
	later    []config.Unread // what further routes to a cluster say
}

// readEnvoy reads a bootstrap file, which Envoy's own messages check: a field that
// they do not have is listed, a value of another kind is refused.
func readEnvoy(name string, content []byte, into *reading) error {
	t, err := parse(name, content, into)
	if err != nil {
		return err
	}
	t.withoutUnknownTypes(t.root)
	loudly(t.root)
	for range 1000 { // as each unknown field is told of alone
		data, line, err := t.json()
		if err != nil {
			return err
		}
		var b bootstrap.Bootstrap
		err = protojson.Unmarshal(data, &b)
		if err == nil {
			if err = b.Validate(); err != nil { // Envoy's API says what values may be
				return t.refused(err)
			}
			break
		}
		column, why := protoError(err)
		field, unknown := strings.CutPrefix(why, "unknown field ")
		if !unknown || !t.drop(t.root, strings.Trim(field, `"`), line(column)) {
			return fmt.Errorf("%s:%d: %s", name, line(column), why)
		}
	}
	s := &envoyState{tree: t, clusters: map[string]*config.Layer{}}
	each(child(t.root, "static_resources", "clusters"), s.cluster) // before routes lead to them
	t.visit(t.root, "", only(`admin node stats_config stats_sinks stats_flush_interval stats_flush_on_admin watchdog hds_config tracing bootstrap_extensions default_socket_interface
		use_tcp_for_dns_lookups typed_dns_resolver_config dns_resolution_config flags_path header_prefix inline_headers fatal_actions perf_tracing_file_path memory_allocator_manager listener_manager
		config_validator default_config_source default_config_source enable_dispatcher_stats certificate_provider_instances default_regex_engine xds_delegate_extension xds_config_tracker_extension grpc_async_client_manager_config application_log_config`,
		t.apart("bootstrap", "layered_runtime overload_manager watchdogs cluster_manager", keys{
			"dynamic_resources": func(n *yaml.Node) {
				unread(into, name, t.at(n).Line, "dynamic_resources: what a control plane sends stands in no file")
			},
			"static_resources": func(n *yaml.Node) {
				t.visit(n, "static_resources", only("secrets", keys{"clusters": elsewhere, "listeners": func(n *yaml.Node) { each(n, s.listener) }}))
			},
		})))
	slices.SortStableFunc(s.later, func(a, b config.Unread) int { return a.Line - b.Line })
	into.Unsaid = append(into.Unsaid, s.later...)
	for _, c := range s.order {
		into.Layers = append(into.Layers, *s.clusters[c])
	}
	return nil
}

var ofField = regexp.MustCompile(`invalid [\w.]+\.(\w+)(?:\[(\w+)\])?: `)

// refused reports a value that Envoy's API does not allow, by the line of the deepest
// key that the message names.
func (t *tree) refused(err error) error {
	n, why := t.root, ""
	for _, m := range ofField.FindAllStringSubmatchIndex(err.Error(), -1) {
		text := err.Error()
		next := child(n, snake(text[m[2]:m[3]]))
		if next != nil {
			n = next
		}
		if i, bad := strconv.Atoi(text[max(m[4], 0):max(m[5], 0)]); m[4] >= 0 && bad == nil && plain(n).Kind == yaml.SequenceNode && i < len(plain(n).Content) {
			n = plain(n).Content[i]
		}
		why = strings.TrimPrefix(text[m[0]:], "invalid ")
	}
	return fmt.Errorf("%s:%d: Envoy refuses it: %s", t.name, t.at(n).Line, quotedText.ReplaceAllString(why, "(a value)"))
}

// loudly writes words of enumerations in capitals: Envoy takes them in any case.
func loudly(n *yaml.Node) {
	for i := 0; i < len(n.Content); i++ {
		c := n.Content[i]
		if n.Kind == yaml.MappingNode && i%2 == 1 && slices.Contains([]string{"type", "lb_policy", "lbPolicy", "codec_type", "dns_lookup_family", "dnsLookupFamily", "protocol"}, n.Content[i-1].Value) &&
			c.Kind == yaml.ScalarNode && lower.MatchString(c.Value) {
			c.Value = strings.ToUpper(c.Value)
		}
		loudly(c)
	}
}

var lower = regexp.MustCompile(`^[a-z0-9_]+$`)

var inProto = regexp.MustCompile(`\(line \d+:(\d+)\): (.*)$`)

// protoError takes an error of protojson apart. What a value was is left out, as it
// may be a secret.
func protoError(err error) (column int, why string) {
	found := inProto.FindStringSubmatch(strings.ReplaceAll(err.Error(), "\u00a0", " "))
	if found == nil {
		return 0, "Envoy's messages have no such form"
	}
	column, _ = strconv.Atoi(found[1])
	why, _, cut := strings.Cut(found[2], " field type: ")
	if before, _, is := strings.Cut(why, ": "); is && (cut || strings.HasPrefix(why, "invalid value")) {
		why = before
	}
	why, _, _ = strings.Cut(why, ` value "`)
	return column, why
}

// drop takes the field of a name away that stands in a line, and notes it.
func (t *tree) drop(n *yaml.Node, field string, line int) bool {
	n = plain(n)
	for i := 0; i < len(n.Content); i++ {
		key := n.Content[i]
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			if key.Value == field && t.at(key).Line == line {
				unread(t.into, t.name, line, field)
				n.Content = append(n.Content[:i], n.Content[i+2:]...)
				return true
			}
			continue
		}
		if t.drop(key, field, line) {
			return true
		}
	}
	return false
}

// withoutUnknownTypes takes configurations of extensions away that say nothing of
// how requests fail, whose types would have to be linked in, and notes them.
func (t *tree) withoutUnknownTypes(n *yaml.Node) {
	n = plain(n)
	for i := 1; n.Kind == yaml.MappingNode && i < len(n.Content); i += 2 {
		typed := text(child(n.Content[i], "@type"))
		if typed == "" {
			continue
		}
		if _, err := protoregistry.GlobalTypes.FindMessageByURL(typed); err != nil {
			note := unread
			if besideTypes.MatchString(typed) {
				note = beside
			}
			note(t.into, t.name, t.at(n.Content[i]).Line, n.Content[i-1].Value, typed[strings.LastIndexByte(typed, '.')+1:])
			n.Content = append(n.Content[:i-1], n.Content[i+1:]...)
			i -= 2
		}
	}
	for _, c := range n.Content {
		t.withoutUnknownTypes(c)
	}
}

// besideTypes are extensions that change nothing that failsim models.
var besideTypes = regexp.MustCompile(`transport_sockets|access_loggers|\.tracing|filters\.listener|resource_detectors|stat_sinks|string_matcher|previous_hosts|PreviousHosts|filters\.http\.(cors|grpc_stats|health_check|compressor|rbac|jwt_authn|ext_authz|lua|buffer|grpc_web|oauth2|csrf|header_to_metadata)`)

// pool returns a cluster, also one that no file declares.
func (s *envoyState) pool(name string, n *yaml.Node) *config.Layer {
	l := s.clusters[name]
	if l == nil {
		if child(s.root, "dynamic_resources", "cds_config") == nil {
			s.into.lead("cluster", envoyCluster, name, s.at(n))
		}
		l = &config.Layer{Kind: config.Balancer, Program: "envoy", Name: name, Place: s.at(n), Values: map[string]config.Value{}}
		l.Set("discovery", "EDS", s.at(n))
		s.clusters[name], s.order = l, append(s.order, name)
	}
	return l
}
