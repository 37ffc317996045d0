package traces

import (
	"encoding/json"
	"fmt"
	"strings"
)

// jsonlParser reads one request a line, a JSON object each. Fields are found
// by their usual names in the first lines, at the top or in objects (Caddy's
// request.remote_ip), or as --fields says, with dots between the names. A
// field that a line does not have is unknown there, but for the time.
type jsonlParser struct {
	filler
	of      *reading
	scanner jsonScanner
	wanted  []jsonNode
	names   [meanings]string // the path of each meaning; "" if there is none yet
	lines   int
}

func newJSONL(of *reading) parser {
	p := &jsonlParser{filler: newFiller(of), of: of}
	p.scanner.values = make([]jsonValue, meanings)
	return p
}

// header finds no header, but sees to it that the first line has the fields
// that the user named.
func (p *jsonlParser) header(line []byte) (bool, fault) {
	if _, wrong := p.learn(line); wrong != "" {
		return false, fault{}
	}
	for m := range meanings {
		if chosen := p.of.Fields.chosen(m); chosen != "" && p.names[m] == "" {
			return false, fault{column: 1, reason: fmt.Sprintf("the first line has no field %q for %s", chosen, fieldNames[m])}
		}
	}
	return false, fault{}
}

func (p *jsonlParser) parse(line []byte, r *Record) fault {
	if p.lines < sniffLines {
		p.lines++
		if at, wrong := p.learn(line); wrong != "" {
			return fault{column: at + 1, reason: wrong}
		}
	}
	if at, wrong := p.scanner.scan(line, p.wanted); wrong != "" {
		return fault{column: at + 1, reason: wrong}
	}
	*r = Record{Requests: 1, Duration: NoDuration}
	for m := range meanings {
		if p.names[m] == "" {
			continue
		}
		v := &p.scanner.values[m]
		if wrong := p.take(m, v, r); wrong != "" {
			return fault{column: v.at + 1, reason: wrong}
		}
	}
	switch {
	case p.names[meansTime] == "":
		return fault{column: 1, reason: noTime}
	case p.of.Fields.Time == "" && p.names == [meanings]string{meansTime: p.names[meansTime]}:
		return fault{column: 1, reason: onlyTime}
	}
	return fault{}
}

// take fills in one value.
func (p *jsonlParser) take(m meaning, v *jsonValue, r *Record) string {
	switch v.kind {
	case 0, 'n':
		if m == meansTime || m == meansCount {
			return "the field of the " + fieldNames[m] + " is missing"
		}
		return ""
	case '{', '[', 't':
		return "the field of the " + fieldNames[m] + " is neither a string nor a number"
	case '"':
		if v.odd {
			return p.fill(m, unescaped(v.raw), r)
		}
	}
	return p.fill(m, v.raw, r)
}

// unescaped undoes the escapes of a string that the scanner has checked.
func unescaped(raw []byte) []byte {
	var text string
	if json.Unmarshal([]byte(`"`+string(raw)+`"`), &text) != nil {
		return nil
	}
	return []byte(text)
}

// learn looks in a line for the fields that are yet to be found.
func (p *jsonlParser) learn(line []byte) (int, string) {
	best := [meanings]int{}
	found := p.names
	p.scanner.seen = func(path []byte) {
		name := string(path)
		for m := range meanings {
			if p.names[m] != "" {
				continue
			}
			if chosen := p.of.Fields.chosen(m); chosen != "" {
				if strings.EqualFold(name, chosen) && (found[m] == "" || name == chosen) {
					found[m] = name
				}
			} else if r := rank(m, name); r >= 0 && (found[m] == "" || r < best[m]) {
				found[m], best[m] = name, r
			}
		}
	}
	at, wrong := p.scanner.scan(line, nil)
	p.scanner.seen = nil
	if wrong != "" {
		return at, wrong
	}
	for m := range meanings {
		if found[m] != p.names[m] {
			if wrong := p.unit(p.of, m, lastName(found[m])); wrong != "" {
				return 0, wrong
			}
		}
	}
	if found != p.names {
		p.names = found
		p.wanted = nil
		for m, name := range p.names {
			if name != "" {
				p.wanted = want(p.wanted, strings.Split(name, "."), m)
				if strings.Contains(name, ".") { // or a single name with dots in it
					p.wanted = want(p.wanted, []string{name}, m)
				}
			}
		}
	}
	return 0, ""
}

func lastName(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }

// want adds a path to the tree of what is wanted.
func want(nodes []jsonNode, path []string, leaf int) []jsonNode {
	at := -1
	for i := range nodes {
		if nodes[i].name == path[0] {
			at = i
		}
	}
	if at < 0 {
		nodes = append(nodes, jsonNode{name: path[0], leaf: -1})
		at = len(nodes) - 1
	}
	if len(path) == 1 {
		nodes[at].leaf = leaf
	} else {
		nodes[at].under = want(nodes[at].under, path[1:], leaf)
	}
	return nodes
}
