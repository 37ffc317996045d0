package importer

import (
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"failsim/cmd/internal/config"
	"failsim/results/words"
)

// staticName: a zone file has several addresses, and nothing takes out a dead one.
func staticName(p *Plan) []Finding {
	for _, l := range p.of(config.Name) {
		if len(l.Servers) > 1 && len(p.Sites) > 1 && p.Steering.Text == "" {
			return []Finding{{Kind: "static-name", At: l.Place, Says: fmt.Sprintf("%s has %d addresses, and nothing takes one out when it is dead", l.Name, len(l.Servers)),
				Change: "DNS answers by health checks, at the TTL that is configured", Design: "dns-failover", Drill: "site-lost", lines: p.moving(p.TTL.Text)}}
		}
	}
	return nil
}

// standbyTooSmall: who stands by for all has less than all need.
func standbyTooSmall(p *Plan) []Finding {
	for i, size := range p.sizes {
		if p.ranks[i] < 2 || size >= 1 || p.capacity()*size >= 1 {
			continue
		}
		s := p.siteServers[i]
		large := *p
		large.sizes = slices.Repeat([]float64{1}, len(p.sizes))
		l := p.poolOf(s)
		return []Finding{{Kind: "standby-too-small", At: l.Place, Says: fmt.Sprintf("%s has %s and stands by for %s, which has %d: after a fail-over it can do %.0f %% of the peak, at a capacity of %s; what a scaler adds meanwhile is not in it",
			l.Name, words.Plural(int64(p.count(l)), "server"), p.pool.Name, p.count(p.pool), 100*p.capacity()*size, p.Capacity.Text),
			Change: "as many servers as it stands by for, before they are needed", Design: "standby-as-large", Drill: "site-lost", lines: []string{"serve: {users: [" + large.endpointsOf(p.Capacity.Text) + "]}"}}}
	}
	return nil
}

// longTTL: a fail-over takes as long as answers live.
func longTTL(p *Plan) []Finding {
	for _, l := range p.of(config.Name) {
		v, ok := l.Get("ttl")
		if _, server := l.Get("nameserver"); !ok || server || v.Duration() <= p.recovery() || v.Place.String() != p.TTL.From {
			continue
		}
		f := Finding{Kind: "ttl-above-objective", At: v.Place, Says: fmt.Sprintf("the TTL of %s is %s, and the objective is to recover in %s: resolvers keep an answer for that long",
			l.Name, config.Span(v.Duration()), p.Recovery.Text), Change: "a TTL of 60 s", Drill: "site-lost",
			Was: "dns-failover", wasLines: p.moving(p.TTL.Text), Design: "dns-failover-ttl-60s", lines: p.moving("60s")}
		if l.Program == "zone" {
			for _, s := range l.Servers { // all of a set have one TTL (RFC 2181)
				f.Edits = append(f.Edits, Edit{At: s.Place, To: zoneTTL})
			}
		}
		return []Finding{f}
	}
	return nil
}

// zoneTTL gives a record a TTL of its own.
func zoneTTL(line string) string {
	fields := strings.Fields(line)
	class := -1
	for i, f := range fields {
		if (i > 0 || indentOf(line) != "") && strings.EqualFold(f, "IN") {
			class = i
			break
		}
	}
	if class < 0 {
		return line
	}
	owner := fields[0]
	if indentOf(line) != "" { // that of the line before
		owner = ""
	}
	return owner + " 60 " + strings.Join(fields[class:], " ")
}

// stubbornResolver: a resolver keeps answers for longer than their TTL.
func stubbornResolver(p *Plan) []Finding {
	ttl := config.Value{Text: p.TTL.Text}.Duration()
	for _, l := range p.of(config.Resolver) {
		v, ok := l.Get("min-ttl")
		if !ok || v.Duration() <= 60*time.Second && v.Duration() <= ttl {
			continue
		}
		held := func(text string) []string {
			return append(p.moving("60s"), "clients: {users: {overstay: [{share: "+text+", hold: "+config.Span(v.Duration())+"}]}}")
		}
		design, lines := "dns-failover-ttl-60s", p.moving("60s")
		if len(p.Overstay) > 0 { // which all designs have
			design, lines = "resolver-without-minimum", held("0%")
		}
		return []Finding{{Kind: "resolver-min-ttl", At: v.Place, Says: fmt.Sprintf("%s keeps every answer for at least %s, whatever its TTL: a shorter TTL does nothing for its clients", l.Program, config.Span(v.Duration())),
			Change: "no minimum; priced with a name that health checks move at a TTL of 60 s, and one client in ten behind this resolver", Drill: "site-lost",
			Was: "behind-the-resolver", wasLines: held("10%"), Design: design, lines: lines,
			Edits: []Edit{{At: v.Place, To: func(line string) string { return indentOf(line) + "# " + strings.TrimSpace(line) }}}}}
	}
	return nil
}

// pinnedClients: a client that keeps a connection does not see a name's change.
func pinnedClients(p *Plan) []Finding {
	if !strings.HasPrefix(p.Connecting.Text, "pinned-connection:") || !p.Standby && len(p.Sites) < 2 {
		return nil
	}
	for _, l := range p.of(config.Client) {
		if !strings.HasPrefix(p.Connecting.From, l.Place.String()) {
			continue
		}
		moved := p.moving("60s")
		renewed := strings.Replace(moved[1], "*configured", "*configured, connecting: [{pinned-connection: {idle: 30m, floor: 30s, max-age: 5m}}]", 1)
		return []Finding{{Kind: "pinned-clients", At: l.Place, Says: "gRPC asks for a name again when its connection is lost, and at no other time: a site that answers with errors keeps its clients, wherever the name points by now",
			Change: "MAX_CONNECTION_AGE of 5 min in the servers; priced with a name that health checks move at a TTL of 60 s", Drill: "site-errs",
			Was: "dns-failover-ttl-60s", wasLines: moved, Design: "connections-renewed", lines: append([]string{moved[0], renewed}, moved[2:]...)}}
	}
	return nil
}

// namesNeverAskedAgain: nginx and HAProxy ask for the names of servers when they
// start, and then no more, unless they are told to.
func namesNeverAskedAgain(p *Plan) []Finding {
	if p.pool == nil || p.pool.Program != "nginx" && p.pool.Program != "haproxy" {
		return nil
	}
	for _, s := range p.pool.Servers {
		host := hostOf(s.Address)
		_, asks := s.Values["resolve"]
		if _, resolvers := s.Values["resolvers"]; asks || resolvers || host == "localhost" || strings.HasPrefix(s.Address, "unix:") || strings.ContainsAny(host, "$/@") || net.ParseIP(host) != nil || p.behind(s.Address) != nil {
			continue
		}
		held := func(text string) []string {
			return append(p.moving("60s"), "clients: {users: {overstay: [{share: "+text+", hold: 24h}]}}")
		}
		design, lines := "dns-failover-ttl-60s", p.moving("60s")
		if len(p.Overstay) > 0 { // which all designs have
			design, lines = "name-asked-again", held("0%")
		}
		if p.outer != nil {
			return []Finding{{Kind: "name-asked-once", At: s.Place, Says: fmt.Sprintf("%s asks for the name of this server of %s when it starts, and then no more: when the name moves it stays", p.pool.Program, p.pool.Name),
				Change: askAgain(p.pool.Program), Why: "names of servers behind two layers are not simulated"}}
		}
		return []Finding{{Kind: "name-asked-once", At: s.Place, Says: fmt.Sprintf("%s asks for the name of this server of %s when it starts, and then no more: when the name moves it stays", p.pool.Program, p.pool.Name),
			Change: askAgain(p.pool.Program) + "; priced as clients of a name that health checks move at a TTL of 60 s", Drill: "site-lost",
			Was: "name-asked-once", wasLines: held("100%"), Design: design, lines: lines}}
	}
	return nil
}

// askAgain is how a program is told to ask for names while it runs.
func askAgain(program string) string {
	if program == "haproxy" {
		return "resolvers behind the server"
	}
	return "resolve behind the server, with a resolver and a zone (nginx 1.27.3), or a reload at each change"
}
