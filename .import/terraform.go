package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
	"go.yaml.in/yaml/v3"

	"failsim/cmd/internal/config"
)

func isTerraform(_ string, content []byte) bool {
	return has(content, `"format_version"\s*:`) && has(content, `"(planned_values|resource_changes)"\s*:`)
}

// planState walks a plan, as terraform show -json prints it.
type planState struct {
	*tree
	config  map[string]*tfjson.ConfigResource // by address without index
	calls   map[string]*tfjson.ModuleCall     // of modules, by address without index and with a point
	nodes   map[string]*yaml.Node             // of resources' values, by address
	layers  []*config.Layer
	targets map[string]*config.Layer // target groups by address
	checks  map[string]*tfjson.StateResource
	names   map[string]*config.Layer
	others  map[string][]config.Place // resources that are not read, by type
	lbs     map[string]*tfjson.StateResource
	groups  map[string]*config.Layer // of instances, by address
}

// provider reads the resources of one cloud, in passes, as later ones ask for
// earlier ones.
type provider struct {
	prefix string
	passes []func(*planState, *tfjson.StateResource)
}

var providers = []provider{
	{"aws_", []func(*planState, *tfjson.StateResource){awsBalancer, awsTargets, awsListener, awsCheck, awsRest, awsAttached}},
	{"google_", []func(*planState, *tfjson.StateResource){googleCheck, googleGroup, googleService}},
	{"azurerm_", []func(*planState, *tfjson.StateResource){azureGroup, azureFirst, azureSecond, azureThird}},
}

// readTerraform reads a plan with terraform-json. What it says of secrets is never
// looked at: only attributes that are named here are.
func readTerraform(name string, content []byte, into *reading) error {
	var plan tfjson.Plan
	if err := json.Unmarshal(content, &plan); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if plan.PlannedValues == nil || plan.PlannedValues.RootModule == nil {
		return fmt.Errorf("%s: the plan plans no values: terraform show -json PLAN prints them", name)
	}
	t, err := parse(name, content, into)
	if err != nil {
		return err
	}
	t.placed = map[*yaml.Node]bool{}
	s := &planState{tree: t, config: map[string]*tfjson.ConfigResource{}, calls: map[string]*tfjson.ModuleCall{}, nodes: map[string]*yaml.Node{}, targets: map[string]*config.Layer{}, checks: map[string]*tfjson.StateResource{},
		names: map[string]*config.Layer{}, others: map[string][]config.Place{}, lbs: map[string]*tfjson.StateResource{}, groups: map[string]*config.Layer{}}
	if plan.Config != nil && plan.Config.RootModule != nil {
		s.configured("", plan.Config.RootModule)
	}
	s.find(child(t.root, "planned_values", "root_module"))
	var all []*tfjson.StateResource
	var gather func(m *tfjson.StateModule)
	gather = func(m *tfjson.StateModule) {
		all = append(all, m.Resources...)
		for _, c := range m.ChildModules {
			gather(c)
		}
	}
	gather(plan.PlannedValues.RootModule)
	for _, cloud := range providers {
		for _, pass := range cloud.passes {
			for _, r := range all {
				if r.Mode != tfjson.DataResourceMode && strings.HasPrefix(r.Type, cloud.prefix) {
					pass(s, r)
				}
			}
		}
	}
	for _, r := range all {
		if r.Mode != tfjson.DataResourceMode && !isRead(r.Type) {
			s.other(r)
		}
	}
	for _, r := range all {
		if n := s.nodes[r.Address]; n != nil && r.Mode != tfjson.DataResourceMode {
			if o, is := planOutlines[r.Type]; is {
				t.account(child(n, "values"), r.Address, "", o)
			}
		}
	}
	for _, l := range s.layers {
		into.Layers = append(into.Layers, *l)
	}
	for _, kind := range sorted(s.others) {
		all := s.others[kind]
		unread(into, name, all[0].Line, "resource", kind, fmt.Sprintf("(%d%s)", len(all), furtherLines(all)))
	}
	return nil
}

// isRead reports that some pass reads resources of a type.
func isRead(kind string) bool { _, is := planOutlines[kind]; return is }

// furtherLines names the lines beside the first.
func furtherLines(all []config.Place) (text string) {
	last := all[0].Line
	for _, at := range all[1:] {
		if at.Line != last {
			text += fmt.Sprint(", ", at.Line)
		}
		last = at.Line
	}
	if text != "" {
		text = "; also in lines " + strings.TrimPrefix(text, ", ")
	}
	return text
}

func sorted(m map[string][]config.Place) (list []string) {
	for k := range m {
		list = append(list, k)
	}
	slices.Sort(list)
	return list
}

// configured gathers what the configuration says, by address without indices.
func (s *planState) configured(prefix string, m *tfjson.ConfigModule) {
	for _, r := range m.Resources {
		s.config[prefix+r.Address] = r
	}
	for name, call := range m.ModuleCalls {
		if call.Module != nil {
			s.calls[prefix+"module."+name+"."] = call
			s.configured(prefix+"module."+name+".", call.Module)
		}
	}
}

// find finds the lines of resources.
func (s *planState) find(module *yaml.Node) {
	each(child(module, "resources"), func(n *yaml.Node) { s.nodes[text(child(n, "address"))] = n })
	each(child(module, "child_modules"), s.find)
}

// place is the line of what stands under keys of a resource, in the first of the
// blocks of a name.
func (s *planState) place(r *tfjson.StateResource, path ...string) config.Place {
	return s.placeOf(r, 0, path...)
}

// placeOf is that of one of the blocks of the first key.
func (s *planState) placeOf(r *tfjson.StateResource, i int, path ...string) config.Place {
	n := s.nodes[r.Address]
	if n == nil {
		return config.Place{File: s.name, Line: 1, What: r.Address}
	}
	below := child(n, "values")
	for _, key := range path {
		if below = plain(below); below != nil && below.Kind == yaml.SequenceNode && len(below.Content) > 0 {
			below = below.Content[min(i, len(below.Content)-1)]
			i = 0
		}
		if v := child(below, key); v != nil {
			n, below = v, v
		}
	}
	s.placed[n] = true
	p := s.at(n)
	p.What = r.Address
	return p
}

// attribute returns a value of a resource as text; "" if it has none.
func attribute(values map[string]any, key string) string {
	switch v := values[key].(type) {
	case nil:
		return ""
	case []any:
		return fmt.Sprint(len(v))
	default:
		return fmt.Sprint(v)
	}
}

// block returns the first block of a name.
func block(values map[string]any, key string) map[string]any {
	if all := blocks(values, key); len(all) > 0 {
		return all[0]
	}
	return nil
}

func blocks(values map[string]any, key string) (all []map[string]any) {
	list, _ := values[key].([]any)
	for _, item := range list {
		b, _ := item.(map[string]any)
		all = append(all, b)
	}
	return all
}
