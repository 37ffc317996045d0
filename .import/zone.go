package main

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/miekg/dns"

	"failsim/cmd/internal/config"
)

func isZone(name string, content []byte) bool {
	return strings.HasPrefix(name, "db.") || strings.HasSuffix(name, ".zone") || has(content, `^\S*\s+(\d+\s+)?(IN\s+)?SOA\s`) || has(content, `^\$(ORIGIN|TTL)\s`)
}

// readZone reads names with addresses, and the names that lead to them.
func readZone(name string, content []byte, into *reading) error {
	origin := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSuffix(baseOf(name), ".zone"), "db."), ".")
	content = alone(name, content, into)
	lines := lineFinder(content)
	byName := map[string]*config.Layer{}
	var order []string
	servers := map[string]config.Place{} // of the zone itself: clients of the service ask for none
	p := dns.NewZoneParser(bytes.NewReader(content), dns.Fqdn(origin), name)
	p.SetDefaultTTL(3600)
	for rr, ok := p.Next(); ok; rr, ok = p.Next() {
		owner, address := rr.Header().Name, ""
		switch r := rr.(type) {
		case *dns.A:
			address = r.A.String()
		case *dns.AAAA:
			continue // the same hosts once more
		case *dns.CNAME:
			address = r.Target
		case *dns.NS:
			servers[r.Ns] = config.Place{File: name, Line: lines.of(owner, r.Ns)}
			continue
		default:
			continue
		}
		at := config.Place{File: name, Line: lines.of(owner, address)}
		l := byName[owner]
		if l == nil {
			l = &config.Layer{Kind: config.Name, Program: "zone", Name: strings.TrimSuffix(owner, "."), Place: at}
			l.Set("ttl", fmt.Sprintf("%ds", rr.Header().Ttl), at)
			byName[owner] = l
			order = append(order, owner)
		}
		l.Servers = append(l.Servers, config.Server{Address: address, Place: at})
	}
	if err := p.Err(); err != nil {
		why, line := withoutToken.ReplaceAllString(strings.TrimPrefix(err.Error(), name+": "), ""), ""
		if at := atLine.FindStringSubmatch(why); at != nil {
			why, line = strings.TrimSuffix(why, at[0]), ":"+at[1]
		}
		return fmt.Errorf("%s%s: %s", name, line, why)
	}
	for _, owner := range order {
		if at, ok := servers[owner]; ok {
			byName[owner].Set("nameserver", "yes", at)
		}
		into.Layers = append(into.Layers, *byName[owner])
	}
	lines.others(name, into)
	return nil
}

// alone is a zone file without what it takes in of others, which are to be named.
func alone(name string, content []byte, into *reading) []byte {
	lines := strings.Split(string(content), "\n")
	for i, line := range lines {
		if strings.HasPrefix(strings.ToUpper(line), "$INCLUDE") {
			unread(into, name, i+1, "$INCLUDE", "(name the files that it takes in as well)")
			lines[i] = ""
		}
	}
	return []byte(strings.Join(lines, "\n"))
}

// withoutToken finds what a parser could not read: it may be a secret, of a TXT record
// for one.
var (
	atLine       = regexp.MustCompile(` at line: (\d+):\d+$`)
	withoutToken = regexp.MustCompile(`: ".*"`)
)

func baseOf(name string) string { return name[strings.LastIndexByte(name, '/')+1:] }

// finder finds the line of a record, as the parser tells none: the first that
// has the record's data, from the one found last on.
type finder struct {
	lines []string
	next  int
	found map[int]bool
}

func lineFinder(content []byte) *finder {
	return &finder{lines: strings.Split(string(content), "\n"), found: map[int]bool{}}
}

func (f *finder) of(_, data string) int {
	short := strings.SplitN(strings.TrimSuffix(data, "."), ".", 2)[0]
	for i := f.next; i < len(f.lines); i++ {
		fields := strings.Fields(withoutRemark(f.lines[i]))
		if len(fields) == 0 {
			continue
		}
		if last := strings.TrimSuffix(fields[len(fields)-1], "."); last == strings.TrimSuffix(data, ".") || last == short {
			f.next = i + 1
			f.found[i] = true
			return i + 1
		}
	}
	return 0
}

// withoutRemark is a line up to its remark; a quoted text may hold a semicolon.
func withoutRemark(line string) string {
	quoted := false
	for i, r := range line {
		switch {
		case r == '"':
			quoted = !quoted
		case r == ';' && !quoted:
			return line[:i]
		}
	}
	return line
}

// others notes the records that lead to no host, by their types; those of a service
// and of other hosts in turn change how requests fail.
func (f *finder) others(name string, into *reading) {
	depth, kind := 0, ""
	for i, line := range f.lines {
		line = withoutRemark(line)
		within := depth > 0
		depth += strings.Count(line, "(") - strings.Count(line, ")")
		fields := strings.Fields(line)
		if within && len(fields) > 0 && !f.found[i] {
			beside(into, name, i+1, "of "+kind)
		}
		if within || f.found[i] || len(fields) == 0 || strings.HasPrefix(fields[0], "$") {
			continue
		}
		kind = ""
		for j, field := range fields {
			// An owner may be called like a type, and stands first.
			if _, is := dns.StringToType[strings.ToUpper(field)]; is && (j > 0 || indented(line)) {
				kind = strings.ToUpper(field)
				break
			}
		}
		switch kind {
		case "SRV", "HTTPS", "SVCB", "NAPTR", "DNAME":
			unsaid(into, name, i+1, kind)
		case "":
			unread(into, name, i+1, "a record of a type that is not known")
		default:
			beside(into, name, i+1, kind)
		}
	}
}

func indented(line string) bool { return line != strings.TrimLeft(line, " \t") }
