package main

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
)

// plainAddress is an address without indices.
func plainAddress(address string) string {
	var out strings.Builder
	depth := 0
	for _, r := range address {
		switch {
		case r == '[':
			depth++
		case r == ']':
			depth--
		case depth == 0:
			out.WriteRune(r)
		}
	}
	return out.String()
}

// refers returns the resource of a type to which an attribute refers, as its value
// is known only once it is there.
func (s *planState) refers(r *tfjson.StateResource, key, kind string) string {
	if all := s.allReferred(r, key, kind); len(all) > 0 {
		return all[0]
	}
	return ""
}

// allReferred returns those of an attribute, or of the blocks of that name, by addresses
// without indices.
func (s *planState) allReferred(r *tfjson.StateResource, key, kind string) (list []string) {
	at := plainAddress(r.Address)
	c := s.config[at]
	if c == nil || c.Expressions[key] == nil {
		return nil
	}
	for _, to := range s.leadsTo(strings.TrimSuffix(at, c.Address), references(c.Expressions[key]), c.ForEachExpression, 0) {
		for _, k := range strings.Fields(kind) {
			if i := strings.LastIndex("."+to, "."+k+"."); i >= 0 && !strings.Contains(to[i+len(k)+1:], ".") && !slices.Contains(list, to) {
				list = append(list, to)
			}
		}
	}
	return list
}

// references are those of an expression and of what is nested in it.
func references(e *tfjson.Expression) (list []string) {
	if e == nil || e.ExpressionData == nil {
		return nil
	}
	list = append(list, e.References...)
	for _, b := range e.NestedBlocks {
		for _, name := range slices.Sorted(maps.Keys(b)) {
			list = append(list, references(b[name])...)
		}
	}
	return list
}

// mostModules is through how many modules a reference is followed.
const mostModules = 20

// leadsTo are the resources to which references of a module lead: through its variables
// to what it is called with, through another's outputs into that. Locals are in no plan.
func (s *planState) leadsTo(module string, refs []string, each *tfjson.Expression, deep int) (list []string) {
	if deep > mostModules {
		return nil
	}
	for _, ref := range refs {
		words := strings.Split(plainAddress(ref), ".")
		switch {
		case len(words) < 2 || words[0] == "local" || words[0] == "path" || words[0] == "terraform":
		case words[0] == "each":
			list = append(list, s.leadsTo(module, references(each), nil, deep+1)...)
		case words[0] == "var":
			if call := s.calls[module]; call != nil {
				parent := strings.TrimSuffix(module, module[strings.LastIndex(strings.TrimSuffix(module, "."), "module."):])
				list = append(list, s.leadsTo(parent, references(call.Expressions[words[1]]), call.ForEachExpression, deep+1)...)
			}
		case words[0] == "module":
			within := module + "module." + words[1] + "."
			if call := s.calls[within]; call != nil && len(words) > 2 {
				if out := call.Module.Outputs[words[2]]; out != nil {
					list = append(list, s.leadsTo(within, references(out.Expression), nil, deep+1)...)
				}
			}
		default:
			list = append(list, module+words[0]+"."+words[1])
		}
	}
	return list
}

// pick returns what stands at an address without indices, seen from a resource: of
// several of a count or a for_each that with most of the resource's own indices, as such
// resources go together.
func pick[T any](all map[string]T, r *tfjson.StateResource, to string) (best T) {
	most := -1
	own := indices(r.Address)
	for _, address := range slices.Sorted(maps.Keys(all)) {
		if to == "" || plainAddress(address) != to {
			continue
		}
		same := 0
		for _, i := range indices(address) {
			if slices.Contains(own, i) {
				same++
			}
		}
		if same > most {
			best, most = all[address], same
		}
	}
	return best
}

var index = regexp.MustCompile(`\[[^\]]*\]`)

func indices(address string) []string { return index.FindAllString(address, -1) }
