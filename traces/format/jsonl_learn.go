package format

import (
	"slices"
	"strings"
)

// learnFrom finds the fields that are wanted in the first lines: the line that
// tells most says which they are, and others add what it does not have. So a
// message of an application among them, which has a time and a text, does not
// decide.
func (p *jsonlParser) learnFrom(lines [][]byte) {
	var best, all jsonColumns
	var bestMeans []int
	most := 0
	for _, line := range lines {
		p.lines++
		c, ok := p.columnsOf(line)
		if !ok {
			continue
		}
		p.seen = true
		all.add(&c)
		of := *p.of // a trial
		probe := p.filler
		means, wrong := probe.bindLike(&of, c.names, c.values)
		if wrong != "" {
			if most == 0 {
				p.without = wrong
			}
			continue
		}
		known := 0
		for _, m := range means {
			if m >= 0 {
				known++
			}
		}
		if of.layout != nil {
			known += int(meanings) // a product's own line, whatever else fits
		}
		if known > most {
			most, best, bestMeans = known, c, means
		}
	}
	if most == 0 {
		return
	}
	// Bind in earnest: what the best line has, then what only others have.
	names := append([]string(nil), best.names...)
	values := append([][]byte(nil), best.values...)
	means, _ := p.bindLike(p.of, names, values)
	if means == nil {
		means = bestMeans
	}
	p.want(names, means)
	p.complement(&all)
}

// complement wants of other lines what the best one does not have.
func (p *jsonlParser) complement(all *jsonColumns) {
	if p.of.layout != nil {
		return
	}
	probe := p.filler
	of := *p.of
	of.layouts = nil
	means, wrong := probe.bindLike(&of, all.names, all.values)
	if wrong != "" {
		return
	}
	var has [meanings]bool
	for _, s := range p.slots {
		switch m := s.means &^ alsoClass; m {
		case meansDate, meansTimeOfDay:
			has[meansTime] = true
		case meansForwarded:
			has[meansClient] = true
		case meansDurationPart:
			has[meansDuration] = true
		default:
			has[m] = true
		}
	}
	for i, m := range means {
		if m >= 0 && m < int(meanings) && !has[m] {
			p.slots = append(p.slots, slot{meaning(m), all.names[i]})
			p.of.sources[m] = of.sources[m]
			if meaning(m) == meansDuration && p.durationUnit == 0 {
				p.durationUnit = probe.durationUnit
			}
		}
	}
	p.plant()
}

// want makes slots of the columns that mean something.
func (p *jsonlParser) want(names []string, means []int) {
	p.slots = p.slots[:0]
	for i, m := range means {
		switch {
		case m == int(meansRow): // it is looked at first
			p.slots = slices.Insert(p.slots, 0, slot{meansRow, names[i]})
		case m >= 0 && len(p.slots) < mostSlots:
			p.slots = append(p.slots, slot{meaning(m), names[i]})
		}
	}
	p.plant()
}

// plant makes the tree of what is wanted.
func (p *jsonlParser) plant() {
	p.wanted = nil
	for i := range p.slots {
		path := p.slots[i].path
		p.wanted = want(p.wanted, strings.Split(path, "."), i)
		if strings.Contains(path, ".") { // or a single name with dots in it
			p.wanted = want(p.wanted, []string{path}, i)
		}
	}
}

// jsonColumns are names of fields, and a value of each.
type jsonColumns struct {
	names  []string
	values [][]byte
	seen   map[string]bool
}

// mostColumns bounds how many names are looked at.
const mostColumns = 1000

func (c *jsonColumns) add(o *jsonColumns) {
	if c.seen == nil {
		c.seen = map[string]bool{}
	}
	for i, name := range o.names {
		if !c.seen[name] && len(c.names) < mostColumns {
			c.seen[name] = true
			c.names, c.values = append(c.names, name), append(c.values, o.values[i])
		}
	}
}

// columnsOf lists the paths to the values of a line, and the values.
func (p *jsonlParser) columnsOf(line []byte) (c jsonColumns, ok bool) {
	p.scanner.seen = func(path []byte, v *jsonValue) {
		if len(c.names) < mostColumns && !v.odd {
			c.names = append(c.names, string(path))
			c.values = append(c.values, append([]byte(nil), v.raw...))
		}
	}
	_, wrong := p.scanner.scan(line, nil)
	p.scanner.seen = nil
	return c, wrong == ""
}

// jsonlParser reads one request a line, a JSON object each. Fields are found
// by their usual names in the first lines, at the top or in objects (Caddy's
// request.remote_ip), or as --fields says, with dots between the names. A
// field that a line does not have is unknown there, but for the time.
type jsonlParser struct {
	filler
	of      *reading
	scanner jsonScanner
	wanted  []jsonNode
	slots   []slot // what is wanted, by number of leaf
	without string // why nothing is
	seen    bool   // a first line is an object
	lines   int
}

// slot is a field that is wanted.
type slot struct {
	means meaning
	path  string
}

// mostSlots bounds how many fields are wanted of a line.
const mostSlots = 3 * int(meanings)

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
