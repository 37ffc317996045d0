package importer

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"failsim/cmd/internal/config"
	"failsim/results/words"
)

// withoutRedispatch: HAProxy tries a dead server again and again.
func withoutRedispatch(p *Plan) []Finding {
	l := p.pool
	if l == nil || l.Program != "haproxy" || len(l.Servers) < 2 {
		return nil
	}
	if v, ok := l.Get("redispatch"); ok && v.Text == "yes" {
		return nil
	}
	at, retries := l.Place, "3"
	if v, ok := l.Get("retries"); ok {
		at, retries = v.Place, v.Text
	}
	if n, err := strconv.Atoi(retries); err != nil || n == 0 {
		return nil
	}
	retry := p.haproxyRetries().Text
	if retry == "redispatch" {
		retry = "redispatch: {redispatch: yes}"
	} else {
		retry = strings.Replace(retry, "redispatch: {", "redispatch: {redispatch: yes, ", 1)
	}
	return []Finding{{Kind: "retries-without-redispatch", At: at, Says: fmt.Sprintf("%s tries go to the server that has just refused, as option redispatch is off", retries),
		Change: "option redispatch; but when all servers refuse for a moment it fails at once, where plain retries wait (drill blip)", Design: "redispatch", Drill: "server-crashes",
		lines: []string{"tenant: {<<: *configured, lb-retrying: [{" + retry + "}]}"},
		Edits: []Edit{{At: at, After: true, To: func(line string) string { return indentOf(line) + "option redispatch" }}}}}
}

// passiveBlip: nginx takes servers out that have failed for a moment, all of them.
func passiveBlip(p *Plan) []Finding {
	l := p.pool
	if l == nil || l.Program != "nginx" || len(l.Servers) < 2 {
		return nil
	}
	at, fails := l.Servers[0].Place, "1"
	if v, ok := p.first("max_fails"); ok {
		at, fails = v.Place, v.Text
	}
	if fails == "0" {
		return nil
	}
	f := Finding{Kind: "passive-blip", At: at, Says: "when all servers refuse for a moment, all are out for fail_timeout: a blip becomes an outage", Change: "max_fails=0 with checks of another kind",
		Design: "max-fails-0", Drill: "blip", lines: p.filtered("max-fails: {fails: 0}")}
	for _, s := range l.Servers {
		f.Edits = append(f.Edits, Edit{At: s.Place, To: maxFails0})
	}
	return []Finding{f}
}

var (
	serverDirective = regexp.MustCompile(`^(\s*server\s[^;{}#]*);([^;{}]*)$`)
	maxFails        = regexp.MustCompile(`\s+max_fails=\w+`)
)

// maxFails0 changes a line that has one server, and no other.
func maxFails0(line string) string {
	if !serverDirective.MatchString(line) {
		return line
	}
	return serverDirective.ReplaceAllString(maxFails.ReplaceAllString(line, ""), "${1} max_fails=0;${2}")
}

// onlyServer: a pool of one has nowhere to go.
func onlyServer(p *Plan) []Finding {
	if p.needed || p.pool == nil || p.Servers != 1 || p.serversFrom.Asked || p.outer != nil || isLocal(p.pool) || isName(p.pool) {
		return nil
	}
	return []Finding{{Kind: "single-upstream", At: p.pool.Place, Says: fmt.Sprintf("%s has one server: a failure has nowhere to go", p.pool.Name),
		Change: "a second server; priced in a world that has two", Drill: "server-crashes", With: func(p *Plan) { p.Servers = 2 }}}
}

// cannotEject: outlier detection is on, and may eject nothing.
func cannotEject(p *Plan) []Finding {
	for _, l := range p.of(config.Client) {
		if v, ok := l.Get("outlier"); ok && p.pool == nil && p.Connecting.Text != "" {
			return grpcCannotEject(p, l, v)
		}
	}
	if p.pool == nil {
		return nil
	}
	most, from, on := p.limit()
	if !on || most > 0 || p.Servers < 2 {
		return nil
	}
	v, _ := p.pool.Get("outlier.max_ejection_percent")
	percent := max(50, (100+p.Servers-1)/p.Servers)
	f := Finding{Kind: "ejection-cannot-eject", At: p.pool.Values["outlier"].Place, Says: fmt.Sprintf("of %d servers %s %% may be ejected, which is less than one: outlier detection is on and does nothing (%s)", p.Servers, from.Text, from.From),
		Change: fmt.Sprintf("max_ejection_percent: %d", percent), Design: "ejecting", Drill: "server-errs", lines: p.filtered(p.ejection(max(1, p.Servers*percent/100), from).Text)}
	switch {
	case from.Text == "0" && v.Text != "0":
		f.Says, f.Change = fmt.Sprintf("outlier detection is on, and nothing that it finds is enforced (%s)", from.From), "enforcing_consecutive_5xx: 100, and max_ejection_percent: "+strconv.Itoa(percent)
	case v.Text != "":
		f.At, f.Edits = v.Place, setting(v, "max_ejection_percent", strconv.Itoa(percent))
	default:
		f.Edits = []Edit{{At: f.At, After: true, To: func(line string) string {
			key := "max_ejection_percent"
			if p.pool.Program == "istio" {
				key = "maxEjectionPercent"
			}
			return indentOf(line) + fmt.Sprintf("%s: %d", key, percent)
		}, Block: true}}
	}
	return []Finding{f}
}

// filtered are the lines of a design that ejects, before backups stand in and before
// panic.
func (p *Plan) filtered(more string) []string {
	var kept, panic []answer
	for _, f := range p.Filtering {
		switch {
		case strings.HasPrefix(f.Text, "panic"):
			panic = append(panic, f)
		case !strings.HasPrefix(f.Text, "outlier-ejection:") && !strings.HasPrefix(f.Text, "grpc-outlier") && !strings.HasPrefix(f.Text, "max-fails"):
			kept = append(kept, f)
		}
	}
	return []string{"tenant: {<<: *configured, filtering: " + list(append(append([]answer{{Text: more}}, kept...), panic...)) + "}"}
}

func grpcCannotEject(p *Plan, l *config.Layer, v config.Value) []Finding {
	by, hasBy := l.Get("outlier.by")
	enforced, reported := l.Get("outlier.enforced")
	hosts, statedHosts := l.Get("outlier.hosts")
	least := 5
	if statedHosts {
		least = hosts.Int()
	}
	says, at := "", v.Place
	switch {
	case !hasBy:
		says = "it sets neither successRateEjection nor failurePercentageEjection, so no backend is ejected"
	case by.Text == "failure-share" && (!reported || enforced.Text == "0"):
		says, at = "enforcementPercentage of failurePercentageEjection is 0 unless it is said", by.Place
	case p.Servers < least:
		says, at = fmt.Sprintf("minimumHosts is %d, and the pool has %s", least, words.Plural(int64(p.Servers), "server")), by.Place
	default:
		return nil
	}
	return []Finding{{Kind: "ejection-cannot-eject", At: at, Says: "outlier detection is on and does nothing: " + says, Change: "failurePercentageEjection with enforcementPercentage: 100, minimumHosts: 1, requestVolume: 10, and maxEjectionPercent: 50",
		Design: "ejecting", Drill: "server-errs", lines: p.filtered("grpc-outlier-detection: {by: failure-share, enforced: 100%, hosts: 1, volume: 10, most: 50%}")}}
}

// ejectsTooFew: half of the pool is sick, and less than that may be ejected.
func ejectsTooFew(p *Plan) []Finding {
	if p.pool == nil || p.Servers < 2 {
		return nil
	}
	most, from, on := p.limit()
	if !on || most == 0 || most >= p.Servers/2 {
		return nil
	}
	percent := max(60, (100*(p.Servers/2)+p.Servers-1)/p.Servers)
	f := Finding{Kind: "ejects-too-few", At: p.pool.Values["outlier"].Place, Says: fmt.Sprintf("%s %% of %d servers may be ejected, which is %d: with half of them broken the others of that half keep their share (%s)", from.Text, p.Servers, most, from.From),
		Change: fmt.Sprintf("max_ejection_percent: %d", percent), Design: "ejecting-half", Drill: "half-errs", lines: p.filtered(p.ejection(p.Servers*percent/100, from).Text)}
	if v, ok := p.pool.Get("outlier.max_ejection_percent"); ok {
		f.At, f.Edits = v.Place, setting(v, "max_ejection_percent", strconv.Itoa(percent))
	}
	return []Finding{f}
}

// localityStays: failover between localities needs a check that sees one fail.
func localityStays(p *Plan) []Finding {
	l := p.pool
	if l == nil {
		return nil
	}
	_, ejects := l.Get("outlier")
	if _, checks := l.Get("check"); ejects || checks {
		return nil
	}
	all := "outlier-ejection: {most: 100%}"
	for _, s := range l.Servers {
		if v, ok := s.Values["priority"]; ok && v.Int() > 0 {
			first := 0
			for _, s := range l.Servers {
				if v, ok := s.Values["priority"]; !ok || v.Int() == 0 {
					first++
				}
			}
			return []Finding{{Kind: "locality-without-outlier-detection", At: v.Place, Says: "servers of a lower priority are asked when those before them are unhealthy, and nothing finds that out: there are neither health checks nor outlier detection, so the fail-over never happens",
				Change: "outlier_detection: {max_ejection_percent: 100}", Design: "outlier-detection", Drill: "locality-errs", lines: p.filtered(all)}}
		}
	}
	if v, ok := l.Get("locality"); ok && v.Text == "failover" && p.Zones > 1 {
		behind := fmt.Sprintf("backups: {last: %d, use: all}", p.Size()-p.PerZone())
		return []Finding{{Kind: "locality-without-outlier-detection", At: v.Place, Says: "localityLbSetting without outlierDetection is not applied: requests go to all zones alike, and a zone that fails keeps its share",
			Change: "outlierDetection: {maxEjectionPercent: 100}", Design: "outlier-detection", Drill: "locality-errs",
			lines: []string{"tenant: {<<: *configured, filtering: [{" + all + "}, {" + behind + "}]}"}}}
	}
	return nil
}
