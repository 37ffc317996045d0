package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"failsim/cmd/internal/config"
)

// tree is a file of YAML or JSON whose values know their lines, which messages of
// an API do not. Where a program has an API, its own types check the file first.
type tree struct {
	name string
	from int // line before the document's first
	root *yaml.Node
	into *reading
	key  *yaml.Node // that below which somebody reads
	// placed are those that some value is from, where that is kept.
	placed map[*yaml.Node]bool
}

// parse reads one document.
func parse(name string, content []byte, into *reading) (*tree, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(content, &doc); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	t := &tree{name: name, root: &doc, into: into}
	if doc.Kind == yaml.DocumentNode && len(doc.Content) > 0 {
		t.root = doc.Content[0]
	}
	return t, nil
}

func (t *tree) at(n *yaml.Node) config.Place {
	return config.Place{File: t.name, Line: t.from + n.Line}
}

// nearKey is a key with the one that somebody may have meant, as the file writes keys.
func nearKey(key string, k keys) string {
	var known []string
	for _, name := range slices.Sorted(maps.Keys(k)) {
		if !strings.Contains(key, "_") {
			name = underscore.ReplaceAllStringFunc(name, func(s string) string { return strings.ToUpper(s[1:]) })
		}
		known = append(known, name)
	}
	return near(key, known)
}

var underscore = regexp.MustCompile(`_[a-z]`)

// keys say who reads what stands under a key; nobody where the key changes nothing of
// how requests fail.
type keys map[string]func(*yaml.Node)

// visit has a mapping read key by key, and notes the keys that nobody knows.
func (t *tree) visit(n *yaml.Node, what string, k keys) {
	n = plain(n)
	if n.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		read, known := k[snake(n.Content[i].Value)]
		switch {
		case !known:
			unread(t.into, t.name, t.at(n.Content[i]).Line, strings.TrimSpace(what+" "+nearKey(n.Content[i].Value, k)))
		case read != nil:
			t.key = n.Content[i]
			read(n.Content[i+1])
		case !says(n.Content[i+1]):
		default:
			beside(t.into, t.name, t.at(n.Content[i]).Line, strings.TrimSpace(what+" "+n.Content[i].Value))
		}
	}
}

// only are keys that nobody reads.
func only(names string, and keys) keys {
	k := keys{}
	for _, name := range strings.Fields(names) {
		k[name] = nil
	}
	for name, f := range and {
		k[name] = f
	}
	return k
}

// apart are keys of which each is told, as no scenario can say it.
func (t *tree) apart(what, names string, and keys) keys {
	for _, name := range strings.Fields(names) {
		and[name] = func(n *yaml.Node) {
			if says(n) {
				unsaid(t.into, t.name, t.at(t.key).Line, what, name)
			}
		}
	}
	return and
}

// further reports each key of a mapping that another stands for it.
func (t *tree) further(n *yaml.Node, what, why string) {
	n = plain(n)
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if says(n.Content[i+1]) {
			unsaid(t.into, t.name, t.at(n.Content[i]).Line, what, n.Content[i].Value, why)
		}
	}
}

// elsewhere is for keys that somebody reads who comes by another way.
func elsewhere(*yaml.Node) {}

// says reports whether a value is more than nothing.
func says(n *yaml.Node) bool {
	n = plain(n)
	return n != nil && !(n.Kind == yaml.ScalarNode && (n.Tag == "!!null" || n.Value == "")) && (n.Kind == yaml.ScalarNode || len(n.Content) > 0)
}

// each visits the items of a list.
func each(n *yaml.Node, f func(*yaml.Node)) {
	if n = plain(n); n != nil && n.Kind == yaml.SequenceNode {
		for _, item := range n.Content {
			f(item)
		}
	}
}

// child returns what stands under the keys, one in the other; nil if nothing does.
func child(n *yaml.Node, path ...string) *yaml.Node {
	for _, key := range path {
		n = plain(n)
		var next *yaml.Node
		if n != nil && n.Kind == yaml.MappingNode {
			for i := 0; i+1 < len(n.Content); i += 2 {
				if n.Content[i].Value == key || snake(n.Content[i].Value) == key {
					next = n.Content[i+1]
				}
			}
		}
		if n = next; n == nil {
			return nil
		}
	}
	return n
}

func plain(n *yaml.Node) *yaml.Node {
	if n != nil && n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// text returns a scalar, "" if there is none.
func text(n *yaml.Node) string {
	if n = plain(n); n == nil || n.Kind != yaml.ScalarNode {
		return ""
	}
	return n.Value
}

var camel = regexp.MustCompile(`([a-z0-9])([A-Z])`)

// snake returns a key as protocol buffers' files have it: JSON may have it in camel
// case.
func snake(key string) string { return strings.ToLower(camel.ReplaceAllString(key, "${1}_${2}")) }

// as sets a value of a layer as it stands. What should be a number and is none is
// noted by its key.
func (t *tree) as(l *config.Layer, key string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		v := text(n)
		if !isNumber(v) && !slices.Contains(wordKeys, key) {
			unread(t.into, t.name, t.at(n).Line, key)
			return
		}
		l.Set(key, v, t.at(n))
	}
}

// wordKeys are keys of values that are no numbers.
var wordKeys = []string{"balance", "discovery", "retry.on", "outlier.always_eject_one_host"}

// span sets a time: 1.5s, 500ms, or a plain number of seconds.
func (t *tree) span(l *config.Layer, key string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if d, ok := seconds(text(n)); ok {
			l.Set(key, config.Span(d), t.at(n))
			return
		}
		unread(t.into, t.name, t.at(n).Line, key)
	}
}

func seconds(text string) (time.Duration, bool) {
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		return time.Duration(n * float64(time.Second)), true
	}
	d, err := time.ParseDuration(text)
	return d, err == nil
}

// json writes a tree on one line, and returns the line of the file of each of its
// places: what parsers of JSON say of a place is worth nothing to who wrote YAML.
func (t *tree) json() (data []byte, line func(column int) int, err error) {
	var starts, lines []int
	var out []byte
	var write func(n *yaml.Node) error
	mark := func(n *yaml.Node) { starts, lines = append(starts, len(out)), append(lines, t.at(n).Line) }
	write = func(n *yaml.Node) error {
		n = plain(n)
		mark(n)
		open, end := byte('{'), byte('}')
		switch n.Kind {
		case yaml.SequenceNode:
			open, end = '[', ']'
		case yaml.MappingNode:
		default:
			var v any
			if err := n.Decode(&v); err != nil {
				return fmt.Errorf("%s:%d: %w", t.name, t.at(n).Line, err)
			}
			b, err := json.Marshal(v)
			out = append(out, b...)
			return err
		}
		out = append(out, open)
		for i, item := range n.Content {
			if i > 0 && out[len(out)-1] != ':' {
				out = append(out, ',')
			}
			if n.Kind == yaml.MappingNode && i%2 == 0 {
				mark(item)
				b, _ := json.Marshal(item.Value)
				out = append(append(out, b...), ':')
				continue
			}
			if err := write(item); err != nil {
				return err
			}
		}
		out = append(out, end)
		return nil
	}
	err = write(t.root)
	return out, func(column int) int {
		at := t.from + 1
		for i, s := range starts {
			if s < column {
				at = lines[i]
			}
		}
		return at
	}, err
}
