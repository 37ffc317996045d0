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
	lines := lineFinder(content)
	byName := map[string]*config.Layer{}
	var order []string
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
		return fmt.Errorf("%s: %s", name, withoutToken.ReplaceAllString(err.Error(), ""))
	}
	for _, owner := range order {
		into.Layers = append(into.Layers, *byName[owner])
	}
	return nil
}

// withoutToken finds what a parser could not read: it may be a secret, of a TXT record
// for one.
var withoutToken = regexp.MustCompile(`: ".*"`)

func baseOf(name string) string { return name[strings.LastIndexByte(name, '/')+1:] }

// finder finds the line of a record, as the parser tells none: the first that
// has the record's data, from the one found last on.
type finder struct {
	lines []string
	next  int
}

func lineFinder(content []byte) *finder {
	return &finder{lines: strings.Split(string(content), "\n")}
}

func (f *finder) of(_, data string) int {
	short := strings.SplitN(strings.TrimSuffix(data, "."), ".", 2)[0]
	for i := f.next; i < len(f.lines); i++ {
		text, _, _ := strings.Cut(f.lines[i], ";")
		fields := strings.Fields(text)
		if len(fields) == 0 {
			continue
		}
		if last := strings.TrimSuffix(fields[len(fields)-1], "."); last == strings.TrimSuffix(data, ".") || last == short {
			f.next = i + 1
			return i + 1
		}
	}
	return 0
}
