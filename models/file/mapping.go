package file

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Mapping is a mapping whose keys are asked for one by one: a key that is
// never asked for is unknown. So a section of the file is read by a function
// with one line a key, between open and done.
type Mapping struct {
	Node
	what    string // what it describes, for messages
	entries []entry
	index   map[string]int // of entries
	asked   []string
	renamed map[string]string // in a dry run: older names
	lacking []string          // keys that must be there and are not
	broken  bool              // not a mapping at all, which has been reported
	refused int               // 1 + the place of that report among the problems; 0: none
	heir    string            // in a dry run: what holds of a key that is not there
}

type entry struct {
	name  string
	key   *yaml.Node
	value *yaml.Node
	asked bool
}

// Open starts to read a mapping that describes what.
func (n Node) Open(what string) *Mapping {
	if n.Dry() {
		return n.openDry(what)
	}
	m := &Mapping{Node: n, what: what, index: map[string]int{}}
	if n.value.Kind != yaml.MappingNode || n.r.exhausted() {
		m.broken = true
		if !n.r.exhausted() {
			m.refused = n.refuseNoMapping(what)
		}
		return m
	}
	m.collect(n.value, false)
	return m
}

// openDry is Open in a dry run.
func (n Node) openDry(what string) *Mapping {
	m := &Mapping{Node: n, what: what, index: map[string]int{}}
	if m.broken = !n.may(yaml.MappingNode); m.broken {
		return m
	}
	n.shape.hit = true
	n.shape.opened++
	return m
}

// collect adds the entries of a YAML mapping; with merge, only those whose
// key is not there yet.
func (m *Mapping) collect(n *yaml.Node, merge bool) {
	if m.r.merging[n] {
		m.r.problem(n.Line, n.Column, "this mapping merges itself")
		return
	}
	m.r.merging[n] = true
	defer delete(m.r.merging, n)
	var merged []*yaml.Node
	for i := 0; i+1 < len(n.Content) && !m.r.exhausted(); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		m.r.count(key)
		switch {
		case key.Tag == "!!merge":
			merged = append(merged, value)
		case key.Kind != yaml.ScalarNode:
			m.r.problem(key.Line, key.Column, "a key must be a word")
		default:
			m.add(key, value, merge)
		}
	}
	for _, value := range merged {
		m.mergeFrom(value)
	}
}

func (m *Mapping) add(key, value *yaml.Node, merge bool) {
	if i, there := m.index[key.Value]; there {
		if !merge {
			m.r.node(key).Refuse("key %q stands here for the second time; the first is in %s", Short(key.Value), m.r.in(m.entries[i].key.Line, key.Line))
		}
		return
	}
	m.index[key.Value] = len(m.entries)
	m.entries = append(m.entries, entry{name: key.Value, key: key, value: value})
}

// mergeFrom adds the entries of what a merge key names: a mapping, or a list
// of mappings of which the first counts most.
func (m *Mapping) mergeFrom(value *yaml.Node) {
	n := m.r.node(value)
	switch n.value.Kind {
	case yaml.MappingNode:
		m.collect(n.value, true)
	case yaml.SequenceNode:
		for _, item := range n.value.Content {
			if from := m.r.node(item); from.value.Kind == yaml.MappingNode {
				m.collect(from.value, true)
			} else {
				from.Refuse("<< merges mappings, not %s", from.Kind())
			}
		}
	default:
		n.Refuse("<< merges a mapping, not %s", n.Kind())
	}
}

// Ask returns the value of a key, and declares that the key is valid; about says of
// it what a description does.
func (m *Mapping) Ask(key string, about ...string) (Node, bool) {
	if m.Dry() {
		shape := &Shape{}
		if m.asked = append(m.asked, key); len(about) > 0 && !m.broken {
			k := keyIn(&m.shape.Keys, key)
			k.Optional, shape = true, k.Of
			k.say(about)
			k.inherits(m.heir)
		}
		return m.r.anything(shape), m.Has(key)
	}
	m.r.count(m.at)
	m.asked = append(m.asked, key)
	i, ok := m.index[key]
	if !ok {
		return Node{}, false
	}
	m.entries[i].asked = true
	return m.r.node(m.entries[i].value), true
}

// Has reports whether the key is there.
func (m *Mapping) Has(key string) bool {
	if m.Dry() {
		return m.r.dry.there && !m.broken
	}
	_, ok := m.index[key]
	return ok
}

// Renamed has a key read by the name that it has now where the file has the one
// that it had before, and remembers that, for Older. Of both, the older one is
// unknown.
func (m *Mapping) Renamed(before, now string) {
	if m.Dry() {
		if m.renamed == nil {
			m.renamed = map[string]string{}
		}
		m.renamed[now] = before
	}
	i, there := m.index[before]
	if _, both := m.index[now]; !there || both {
		return
	}
	delete(m.index, before)
	m.index[now], m.entries[i].name = i, now
	m.r.older(before, now)
}

// RefuseAt reports a problem at the value of a key, or at the mapping.
func (m *Mapping) RefuseAt(key, format string, args ...any) {
	n := m.Node
	if i, ok := m.index[key]; ok {
		n = m.r.node(m.entries[i].value)
	}
	n.Refuse(format, args...)
}

// isBroken reports whether it is no mapping at all, which has been reported.
func (m *Mapping) Broken() bool { return m.broken }

// Known reports whether every key so far was asked for.
func (m *Mapping) Known() bool {
	return !slices.ContainsFunc(m.entries, func(e entry) bool { return !e.asked })
}

// Missing declares that a key is needed and is not there.
func (m *Mapping) Missing(key string) { m.lacking = append(m.lacking, key) }

// Done reports the keys that are missing, and those that are unknown.
func (m *Mapping) Done() {
	if m.Dry() {
		m.doneDry()
		return
	}
	if m.refused > 0 {
		m.r.sayForm(m.refused, m.asked, m.lacking)
	}
	if m.forgiveMisspelt(); len(m.lacking) > 0 && !m.broken && !m.r.exhausted() {
		m.Refuse("missing in %s: %s", m.what, strings.Join(m.lacking, ", "))
	}
	for _, e := range m.entries {
		if !e.asked {
			m.r.node(e.key).Refuse("unknown key %q in %s%s", Short(e.name), m.what, m.unknown(m.what, e.name, m.asked))
		}
	}
}

// forgiveMisspelt has no key be missing that a hint will say was meant by one that is
// there: one mistake is one message.
func (m *Mapping) forgiveMisspelt() {
	for _, e := range m.entries {
		meant, ok := m.kinOf(e.name, m.asked)
		if !ok {
			meant, ok = Nearest(e.name, m.asked)
		}
		if ok && !e.asked {
			m.lacking = slices.DeleteFunc(m.lacking, func(key string) bool { return key == meant })
		}
	}
}

// doneDry is Done in a dry run: what was not asked for this time need not be there.
func (m *Mapping) doneDry() {
	if m.broken {
		return
	}
	for _, k := range m.shape.Keys {
		if !slices.Contains(m.asked, k.Name) {
			k.Optional = true
		}
		if before, ok := m.renamed[k.Name]; ok {
			k.Was = before
		}
	}
}
