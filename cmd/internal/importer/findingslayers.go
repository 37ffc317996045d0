package importer

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"failsim/cmd/internal/config"
)

// singleUpstream: the service asks a pool of one.
func singleUpstream(p *Plan) []Finding {
	var list []Finding
	for _, n := range p.Needs {
		l := n.layer
		if len(l.Servers) != 1 || isLocal(l) || p.behind(l.Servers[0].Address) != nil || isName(l) {
			continue
		}
		says := l.Name + " has one server: a failure has nowhere to go"
		if l.Program == "nginx" {
			says += ", passive checks of one server do nothing in nginx, and every request waits for it"
		}
		list = append(list, Finding{Kind: "single-upstream", At: l.Servers[0].Place, Says: says,
			Change: "a second server, to which a refused request is passed on at once", Drill: n.name + "-down", Design: "second-" + n.name,
			lines: []string{"services: [{service: " + n.name + ", needs: none}]   # one of two is down: the other answers"}})
	}
	return list
}

// retriesMultiply: each layer tries again what the one within has tried. A layer that
// answers 502 is no failure for the one above unless that says so.
func retriesMultiply(p *Plan) []Finding {
	product, outer, factors := 1, 0, []string{}
	var at config.Place
	way := p.chain()
	for i, l := range way {
		n := p.triesOf(l, i < len(way)-1)
		if n < 2 {
			continue
		}
		if len(factors) == 0 {
			at, outer = l.Place, n
		}
		product *= n
		factors = append(factors, fmt.Sprintf("%d of %s %s (%s)", n, l.Program, l.Name, l.Place))
	}
	if len(factors) < 2 || product < 4 {
		return nil
	}
	if len(p.Retrying) == 0 {
		return nil
	}
	return []Finding{{Kind: "retries-multiply", At: at, Says: fmt.Sprintf("one request may become %d: %s%s", product, strings.Join(factors, " x "), p.ifSo(way)),
		Change: "retries in one layer alone, the outermost that can choose another server", Drill: "busy", Or: "slow-when-busy",
		Figure: fmt.Sprintf("while every server answers with an error servers meet %d tries a request, %d with the change", product, outer),
		Design: "retries-outside-alone", lines: []string{"tenant: {<<: *configured, lb-retrying: [{" + once(p.Retrying[0].Text) + "}]}"}}}
}

var triesKey = regexp.MustCompile(`\b(tries|retries): \d+`)

// once are an LB's retries with only one try, and the same time-outs.
func once(retrying string) string {
	name, params, _ := strings.Cut(strings.TrimSuffix(retrying, "}"), ": {")
	key := map[bool]string{true: "retries: 0", false: "tries: 1"}[name == "redispatch"]
	if params = strings.Trim(triesKey.ReplaceAllString(params, ""), ", "); params != "" {
		key += ", " + strings.ReplaceAll(params, ", , ", ", ")
	}
	return name + ": {" + key + "}"
}

// checksOfOtherDepth: two checks on the way ask different things.
func checksOfOtherDepth(p *Plan) []Finding {
	type check struct {
		who  string
		path config.Value
	}
	var all []check
	way := p.chain()
	for _, l := range way {
		if v, ok := l.Get("check.path"); ok {
			all = append(all, check{l.Program, v})
		} else if v, ok := p.portOf(l); ok {
			all = append(all, check{l.Program, config.Value{Text: "the port alone", Place: v.Place}})
		}
	}
	asks := func(who string) string { // the copies of a pool are its own
		if who == "Kubernetes" {
			return ""
		}
		return p.ifSo(way)
	}
	if d := p.deployment(); d != nil {
		if v, ok := d.Get("check.path"); ok {
			all = append(all, check{"Kubernetes", v})
		}
	}
	for i := 1; i < len(all); i++ {
		if all[i].path.Text == all[0].path.Text {
			continue
		}
		sees := func(share string) []string {
			return []string{"check: {sees-errors: " + share + ", sees-slow: " + share + "}"}
		}
		design, deep := "deep-check", sees("100%")
		if strings.HasSuffix(p.Sight.Text, "sees-errors: 100%, sees-slow: 100%") {
			design, deep = "as-configured", nil
		}
		return []Finding{{Kind: "checks-of-other-depth", At: all[0].path.Place,
			Says:   fmt.Sprintf("%s asks %s and %s asks %s (%s): where one sees a failure that the other does not, a server is half out%s", all[0].who, all[0].path.Text, all[i].who, all[i].path.Text, all[i].path.Place, asks(all[i].who)),
			Change: "one path for both, which asks what a request needs and nothing that all servers share; priced as a check that sees no error against one that sees all",
			Drill:  "server-errs", Was: "shallow-check", wasLines: sees("0%"), Design: design, lines: deep}}
	}
	return nil
}

// portOf reports a check that only connects.
func (p *Plan) portOf(l *config.Layer) (config.Value, bool) {
	if v, ok := l.Get("check"); ok && v.Text == "tcp" {
		return v, true
	}
	if l.Program == "haproxy" {
		for _, s := range l.Servers {
			if v, ok := s.Values["check"]; ok {
				return v, true
			}
		}
	}
	return config.Value{}, false
}

// timeoutsInsideOut: the inside works on for longer than the outside waits.
func timeoutsInsideOut(p *Plan) []Finding {
	type wait struct {
		config.Value
		who, key string
	}
	var waits []wait // from the outside inwards
	way := p.chain()
	for _, l := range way {
		if v, ok := l.Get(waitKeys[l.Program]); ok {
			waits = append(waits, wait{v, l.Program, waitKeys[l.Program]})
		}
	}
	if len(waits) < 2 || waits[1].Duration() <= waits[0].Duration() {
		return nil
	}
	out, in := waits[0], waits[1]
	if len(p.Retrying) == 0 || !answerKey.MatchString(p.Retrying[0].Text) {
		return nil
	}
	shorter := out.Duration() * 3 / 4
	f := Finding{Kind: "timeouts-inside-out", At: in.Place,
		Says:   fmt.Sprintf("%s waits %s for an answer and %s, outside of it, %s (%s): work goes on for a client that has got an error, and the try at another server comes too late%s", in.who, config.Span(in.Duration()), out.who, config.Span(out.Duration()), out.Place, p.ifSo(way)),
		Change: "shorter inside than outside", Drill: "server-hangs", Design: "waits-shorter-inside",
		lines: []string{"tenant: {<<: *configured, lb-retrying: [{" + answerKey.ReplaceAllString(p.Retrying[0].Text, "${1}"+config.Span(min(shorter, 45*time.Second))) + "}]}"}}
	if in.who == "nginx" && in.key == "proxy_read_timeout" {
		f.Edits = []Edit{{At: in.Place, To: func(line string) string {
			return waitDirective.ReplaceAllString(line, "${1}"+config.Span(shorter))
		}}}
	}
	return []Finding{f}
}

var (
	answerKey     = regexp.MustCompile(`\b((?:answer|server): )[\w.]+`)
	waitDirective = regexp.MustCompile(`(\bproxy_read_timeout\s+)[\w.]+`)
)

// scalerTooLow: what is left after a zone cannot grow to what is needed.
func scalerTooLow(p *Plan) []Finding {
	d := p.deployment()
	if p.Zones < 2 || d == nil {
		return nil
	}
	for _, s := range p.of(config.Scaler) {
		v, ok := s.Get("max")
		// What is lost counts until it is given up, so it adds to what the peak needs.
		left, peak := p.Servers-p.PerZone(), int(math.Ceil(float64(p.Servers)/p.capacity()))
		need := peak + p.PerZone()
		if !ok || left >= peak || v.Int() >= need || s.Of != d.Name && s.Name != d.Name {
			continue
		}
		// What is there beside the lost zone at once, as so much capacity before.
		grown := func(most int) []string {
			now := min(p.Servers, left+max(0, most-p.Servers))
			share := p.capacity() * float64(now) / float64(p.Servers) * float64(p.Zones) / float64(p.Zones-1)
			return []string{"serve: {users: [" + p.endpointsOf(fmt.Sprintf("%.0f%%", 100*share)) + "]}"}
		}
		key := map[bool]string{true: "maxReplicas", false: "max_size"}[s.Program == "kubernetes"]
		f := Finding{Kind: "scaler-too-low", At: v.Place,
			Says: fmt.Sprintf("no more than %d may run: with one of %d zones lost, %d of %d copies still count until they are given up, and the peak needs %d that serve, at a capacity of %s",
				v.Int(), p.Zones, p.PerZone(), p.Servers, peak, p.Capacity.Text), Change: fmt.Sprintf("%s: %d; priced as if new copies were there at once", key, need),
			Drill: "zone-lost-when-busy", Was: "scaled-as-far-as-it-may", wasLines: grown(v.Int()), Design: "scaled-as-needed", lines: grown(need)}
		if key == "maxReplicas" {
			f.Edits = setting(v, "maxReplicas", strconv.Itoa(need))
		}
		return []Finding{f}
	}
	return nil
}

// budgetTooLow: what may be taken away at once leaves less than the peak needs.
func budgetTooLow(p *Plan) []Finding {
	peak := int(math.Ceil(float64(p.Servers) / p.capacity()))
	need := min(peak, p.Servers-1) // or nothing could ever be taken away
	d := p.deployment()
	for _, b := range p.of(config.Budget) {
		v, least, ok := p.leaves(b)
		if !ok || least >= need || d == nil || !p.bounds(b, d) {
			continue
		}
		key, to := "minAvailable", need
		if _, other := b.Get("max-unavailable"); other {
			key, to = "maxUnavailable", p.Servers-need
		}
		return []Finding{{Kind: "budget-too-low", At: v.Place,
			Says:   fmt.Sprintf("a drain may leave %d of %d copies, and the peak needs %d at a capacity of %s", least, p.Servers, peak, p.Capacity.Text),
			Change: fmt.Sprintf("%s: %d", key, to), Drill: fmt.Sprintf("drain-to-%d", least), Then: fmt.Sprintf("drain-to-%d", need),
			Edits: setting(v, key, strconv.Itoa(to))}}
	}
	return nil
}

// leaves is how many copies a budget keeps. Kubernetes rounds shares up, of those that
// must be there as of those that may be away.
func (p *Plan) leaves(b *config.Layer) (v config.Value, least int, ok bool) {
	count := func(text string) (int, bool) {
		if share, is := strings.CutSuffix(text, "%"); is {
			n, err := strconv.Atoi(share)
			return (n*p.Servers + 99) / 100, err == nil
		}
		n, err := strconv.Atoi(text)
		return n, err == nil
	}
	if v, ok = b.Get("min-available"); ok {
		least, ok = count(v.Text)
		return v, least, ok
	}
	if v, ok = b.Get("max-unavailable"); ok {
		least, ok = count(v.Text)
		least = max(0, p.Servers-least)
	}
	return v, least, ok
}

// bounds reports whether a budget is of a deployment's copies.
func (p *Plan) bounds(b, d *config.Layer) bool {
	selector, ok := b.Get("selector")
	labels, _ := d.Get("labels")
	return !ok && b.Name == d.Name || ok && holdsAll(labels.Text, selector.Text)
}
