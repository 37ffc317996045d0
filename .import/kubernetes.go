package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	yamlv3 "go.yaml.in/yaml/v3"
	apps "k8s.io/api/apps/v1"
	older "k8s.io/api/autoscaling/v1"
	autoscaling "k8s.io/api/autoscaling/v2"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	policy "k8s.io/api/policy/v1"
	"sigs.k8s.io/yaml"

	"failsim/cmd/internal/config"
)

func isKubernetes(_ string, content []byte) bool {
	return has(content, `^apiVersion:\s*\S`) && has(content, `^kind:\s*\S`)
}

// document is one manifest of a file.
type document struct {
	name string
	from int // line before its first
	text []byte
	root *yamlv3.Node // once a line was asked for
}

// at returns the line of a key, the first within what stands under the key before;
// the first of the document if there is none: the API's types keep no lines.
func (d *document) at(keys ...string) config.Place {
	place := config.Place{File: d.name, Line: d.from + 1}
	if d.root == nil {
		var doc yamlv3.Node
		if yamlv3.Unmarshal(d.text, &doc) != nil || len(doc.Content) == 0 {
			return place
		}
		d.root = doc.Content[0]
	}
	n := d.root
	for _, k := range keys {
		key, value := find(n, k)
		if key == nil {
			break
		}
		place.Line, n = d.from+key.Line, value
	}
	return place
}

// of returns the line of a value within what stands under a key, that of the key if
// it is not there.
func (d *document) of(key, value string) config.Place {
	place := d.at(key)
	var walk func(n *yamlv3.Node) bool
	walk = func(n *yamlv3.Node) bool {
		if n.Kind == yamlv3.ScalarNode && n.Value == value {
			place.Line = d.from + n.Line
			return true
		}
		return slices.ContainsFunc(n.Content, walk)
	}
	if d.root != nil {
		if _, below := find(d.root, key); below != nil {
			walk(below)
		}
	}
	return place
}

// find finds a key, however deep it stands; of several the first.
func find(n *yamlv3.Node, key string) (at, value *yamlv3.Node) {
	for i := 0; n.Kind == yamlv3.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i], n.Content[i+1]
		}
	}
	for _, c := range n.Content {
		if at, value = find(c, key); at != nil {
			return at, value
		}
	}
	return nil, nil
}

// readKubernetes reads what says how many copies run, where, how they are
// checked, scaled and taken away. Other kinds are listed as not read.
func readKubernetes(name string, content []byte, into *reading) error {
	from := 0
	for _, text := range regexp.MustCompile(`(?m)^---.*$`).Split(string(content), -1) {
		d := &document{name: name, from: from, text: []byte(text)}
		from += strings.Count(text, "\n")
		if strings.TrimSpace(text) == "" {
			continue
		}
		if err := d.read(into); err != nil {
			return fmt.Errorf("%s:%d: %w", name, d.at("kind").Line, err)
		}
	}
	return nil
}

func (d *document) read(into *reading) error {
	var head struct {
		APIVersion string `json:"apiVersion"`
		Kind       string
		Metadata   struct{ Name string }
	}
	if err := yaml.Unmarshal(d.text, &head); err != nil {
		return err
	}
	if want, is := versions[head.Kind]; is && !slices.Contains(want, head.APIVersion) {
		unread(into, d.name, d.at("apiVersion").Line, "kind", head.Kind, "of another version than", strings.Join(want, ", "))
		return nil
	}
	if _, is := outlines[head.Kind]; is {
		defer d.account(head.Kind, into)
	}
	switch head.Kind {
	case "":
	case "Deployment":
		var o apps.Deployment
		if err := strict(d.text, &o); err != nil {
			return err
		}
		into.declare(workload, o.Name)
		into.Layers = append(into.Layers, d.deployment(o.Name, o.Spec.Replicas, &o.Spec.Template))
	case "StatefulSet":
		var o apps.StatefulSet
		if err := strict(d.text, &o); err != nil {
			return err
		}
		into.declare(workload, o.Name)
		into.Layers = append(into.Layers, d.deployment(o.Name, o.Spec.Replicas, &o.Spec.Template))
	case "HorizontalPodAutoscaler":
		if head.APIVersion == "autoscaling/v1" {
			return d.olderScaler(into)
		}
		var o autoscaling.HorizontalPodAutoscaler
		if err := strict(d.text, &o); err != nil {
			return err
		}
		d.scales(o.Spec.ScaleTargetRef.Kind, o.Spec.ScaleTargetRef.Name, into)
		l := config.Layer{Kind: config.Scaler, Program: "kubernetes", Name: o.Name, Of: o.Spec.ScaleTargetRef.Name, Place: d.at("kind")}
		if o.Spec.MinReplicas != nil {
			l.Set("min", fmt.Sprint(*o.Spec.MinReplicas), d.at("minReplicas"))
		}
		l.Set("max", fmt.Sprint(o.Spec.MaxReplicas), d.at("maxReplicas"))
		for _, m := range o.Spec.Metrics {
			if r := m.Resource; r != nil && r.Name == core.ResourceCPU && r.Target.AverageUtilization != nil {
				l.Set("target", fmt.Sprint(*r.Target.AverageUtilization), d.at("averageUtilization"))
			}
		}
		into.Layers = append(into.Layers, l)
	case "PodDisruptionBudget":
		var o policy.PodDisruptionBudget
		if err := strict(d.text, &o); err != nil {
			return err
		}
		l := config.Layer{Kind: config.Budget, Program: "kubernetes", Name: o.Name, Place: d.at("kind")}
		if o.Spec.MinAvailable != nil {
			l.Set("min-available", o.Spec.MinAvailable.String(), d.at("minAvailable"))
		}
		if o.Spec.MaxUnavailable != nil {
			l.Set("max-unavailable", o.Spec.MaxUnavailable.String(), d.at("maxUnavailable"))
		}
		if o.Spec.Selector != nil && len(o.Spec.Selector.MatchLabels) > 0 {
			l.Set("selector", pairs(o.Spec.Selector.MatchLabels), d.at("selector"))
		}
		into.Layers = append(into.Layers, l)
	case "Service":
		var o core.Service
		if err := strict(d.text, &o); err != nil {
			return err
		}
		into.Layers = append(into.Layers, d.service(&o, into))
	case "Ingress":
		var o networking.Ingress
		if err := strict(d.text, &o); err != nil {
			return err
		}
		d.ingress(&o, into)
	case "DestinationRule", "VirtualService", "HTTPRoute":
		return d.mesh(head.Kind, head.Metadata.Name, into)
	case "ConfigMap", "Namespace", "ServiceAccount", "Secret", "Gateway", "GatewayClass", "IngressClass", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding",
		"PersistentVolumeClaim", "PersistentVolume", "StorageClass", "CustomResourceDefinition", "ResourceQuota", "LimitRange", "Certificate", "Issuer", "ClusterIssuer",
		"ServiceMonitor", "PodMonitor", "PrometheusRule", "NetworkPolicy", "PriorityClass":
		beside(into, d.name, d.at("kind").Line, "kind", head.Kind)
	default:
		unread(into, d.name, d.at("kind").Line, "kind", head.Kind)
	}
	return nil
}

// versions are those whose types are read.
var versions = map[string][]string{"Deployment": {"apps/v1"}, "StatefulSet": {"apps/v1"}, "HorizontalPodAutoscaler": {"autoscaling/v2", "autoscaling/v1"},
	"PodDisruptionBudget": {"policy/v1"}, "Service": {"v1"}, "Ingress": {"networking.k8s.io/v1"}}

// scales notes what an autoscaler is to scale.
func (d *document) scales(kind, name string, into *reading) {
	if kind == "Deployment" || kind == "StatefulSet" {
		into.lead("scaleTargetRef", workload, name, d.at("scaleTargetRef", "name"))
	}
}

// olderScaler reads one of autoscaling/v1, which knows processors alone.
func (d *document) olderScaler(into *reading) error {
	var o older.HorizontalPodAutoscaler
	if err := strict(d.text, &o); err != nil {
		return err
	}
	d.scales(o.Spec.ScaleTargetRef.Kind, o.Spec.ScaleTargetRef.Name, into)
	l := config.Layer{Kind: config.Scaler, Program: "kubernetes", Name: o.Name, Of: o.Spec.ScaleTargetRef.Name, Place: d.at("kind")}
	if o.Spec.MinReplicas != nil {
		l.Set("min", fmt.Sprint(*o.Spec.MinReplicas), d.at("minReplicas"))
	}
	l.Set("max", fmt.Sprint(o.Spec.MaxReplicas), d.at("maxReplicas"))
	if t := o.Spec.TargetCPUUtilizationPercentage; t != nil {
		l.Set("target", fmt.Sprint(*t), d.at("targetCPUUtilizationPercentage"))
	}
	into.Layers = append(into.Layers, l)
	return nil
}

// strict refuses a key that the API does not have.
func strict(text []byte, into any) error {
	data, err := yaml.YAMLToJSONStrict(text)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	return decoder.Decode(into)
}

func (d *document) deployment(name string, replicas *int32, template *core.PodTemplateSpec) config.Layer {
	pod := &template.Spec
	l := config.Layer{Kind: config.Deployment, Program: "kubernetes", Name: name, Place: d.at("kind")}
	if replicas != nil {
		l.Set("replicas", fmt.Sprint(*replicas), d.at("replicas"))
	} else {
		l.Set("replicas", "1", d.at("spec"))
	}
	l.Set("labels", pairs(template.Labels), d.at("labels"))
	for _, t := range pod.TopologySpreadConstraints {
		if t.TopologyKey == core.LabelTopologyZone {
			l.Set("spread-over-zones", string(t.WhenUnsatisfiable), d.at("topologySpreadConstraints"))
		}
	}
	for i := range pod.Containers {
		d.probe(&l, &pod.Containers[i])
	}
	return l
}

// probe reads the first container's readiness, with the defaults of the API.
func (d *document) probe(l *config.Layer, c *core.Container) {
	p := c.ReadinessProbe
	if _, done := l.Get("check.interval"); p == nil || done {
		return
	}
	number := func(n, otherwise int32) int32 {
		if n == 0 {
			return otherwise
		}
		return n
	}
	l.Set("check.interval", fmt.Sprintf("%ds", number(p.PeriodSeconds, 10)), d.at("readinessProbe", "periodSeconds"))
	l.Set("check.timeout", fmt.Sprintf("%ds", number(p.TimeoutSeconds, 1)), d.at("readinessProbe", "timeoutSeconds"))
	l.Set("check.fall", fmt.Sprint(number(p.FailureThreshold, 3)), d.at("readinessProbe", "failureThreshold"))
	l.Set("check.rise", fmt.Sprint(number(p.SuccessThreshold, 1)), d.at("readinessProbe", "successThreshold"))
	if p.HTTPGet != nil {
		l.Set("check.path", pathOf(p.HTTPGet.Path), d.at("readinessProbe", "path"))
	}
}
