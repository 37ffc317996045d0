package importer

import (
	"fmt"
	"slices"
	"time"

	"failsim/cmd/internal/config"
	"failsim/results/words"
)

// programs say how a program's pools run, one each.
var programs = map[string]func(*Plan){"haproxy": (*Plan).haproxy, "nginx": (*Plan).nginx, "envoy": (*Plan).envoy, "istio": (*Plan).istio, "kube-proxy": (*Plan).kubeProxy,
	"ingress-nginx": (*Plan).ingressNginx, "ingress": (*Plan).unknownProxy, "gateway": (*Plan).unknownProxy, "aws-alb": (*Plan).awsALB, "aws-nlb": (*Plan).awsNLB, "aws-elb": (*Plan).awsClassic,
	"google-alb": (*Plan).googleALB, "google-nlb": (*Plan).googleNLB, "azure-lb": (*Plan).azureLB, "azure-application-gateway": (*Plan).azureGateway, "azure-front-door": (*Plan).azureFrontDoor}

// Make plans the scenario of a pool, or of the service if no pool is named.
func Make(name string, r *config.Reading, pool string) (*Plan, error) {
	p := &Plan{Name: plainName(name), files: r, only: pool, reading: merged(r)}
	pools := p.pools()
	p.service = true
	if len(pools) > 0 {
		p.pool = pools[0]
	}
	if pool != "" {
		i := slices.Index(namesOf(pools), pool)
		if i < 0 {
			return nil, fmt.Errorf("%s", words.Unknown("pool", pool, namesOf(pools)))
		}
		p.service = i == 0
		p.pool = pools[i]
	}
	if p.pool != nil {
		var ask string
		if p.outer, ask = p.before(p.pool); ask != "" {
			p.Layers = asked("", ask+"; assumption: yes")
		}
	}
	p.fill()
	if p.service {
		p.others(pools)
	}
	return p, nil
}

// Plans are the service's plan and those of the other pools.
func Plans(name string, r *config.Reading, pool string) (all []*Plan, err error) {
	first, err := Make(name, r, pool)
	if err != nil || pool != "" {
		return []*Plan{first}, err
	}
	all = append(all, first)
	for i, name := range namesOf(first.pools()) {
		if i > 0 {
			p, err := Make(name, r, name)
			if err != nil {
				return nil, err
			}
			p.needed = slices.ContainsFunc(first.Needs, func(n need) bool { return n.layer.Place == p.pool.Place })
			all = append(all, p)
		}
	}
	return all, nil
}

// fill reads what stands around the pool.
func (p *Plan) fill() {
	p.askDefaults()
	p.names()
	p.servers()
	if p.pool != nil {
		programs[p.pool.Program](p)
	}
	if p.outer == nil {
		p.grpc()
	}
	if !p.checked {
		p.readiness()
	}
	p.resolvers()
	p.scaled()
	if p.outer != nil {
		p.behindAnother()
	}
}

// mostHosts is how many servers of an outer pool are simulated, with an LB each.
const mostHosts = 8

// behindAnother makes the outer pool the client of this one.
func (p *Plan) behindAnother() {
	o := p.outer
	out := &Plan{reading: p.reading, pool: o}
	out.fill()
	n := min(max(out.Servers, 1), mostHosts)
	if out.Servers > n {
		p.left("%s: %d of the %s of %s are simulated, each with an LB", out.serversFrom.From, n, words.Plural(int64(out.Servers), "server"), o.Name)
	}
	p.Standby, p.Sites, p.ranks, p.sizes, p.siteServers = false, nil, nil, nil, nil
	for i := range n {
		p.Sites = append(p.Sites, fmt.Sprintf("h%d", i+1))
	}
	from := o.Place.String()
	p.shared = !isLocal(p.pool)
	p.hostsFrom = answer{From: out.serversFrom.From, Asked: out.serversFrom.Asked}
	if !p.shared {
		p.Capacity = asked(p.perSite(p.capacity()), fmt.Sprintf("of the peak that one of %d hosts can serve, %s in all: what does a load test say? assumption", n, p.Capacity.Text))
		p.zonesFrom = p.hostsFrom
	}
	p.TTL, p.Publish = answer{Text: "1s", From: from + ": " + o.Name + " stands before it and chooses for itself"}, "1s"
	p.Distances = asked("1ms", "between two layers of LBs; assumption")
	p.Overstay = nil
	if fall := (config.Value{Text: out.Fall.Text}).Int(); out.checked && fall > 0 && fall < 1000 {
		every := max(config.Value{Text: out.CheckInterval.Text}.Duration(), time.Second)
		p.Steering = answer{Text: fmt.Sprintf("dns-failover: {interval: %s, threshold: %d, back: %s}", config.Span(every), fall, out.Rise.Text), From: sources([]answer{out.CheckInterval, out.Fall, out.Rise})}
	}
	wait := asked("30s", "for how long does "+o.Name+" wait for an answer? assumption")
	if v, ok := o.Get(waitKeys[o.Program]); ok {
		wait = said(v, config.Span(min(v.Duration(), time.Minute)))
		if v.Duration() > time.Minute {
			p.left("%s: it waits %s: a minute is the longest here", v.Place, v.Text)
		}
	}
	p.ClientTimeout, p.Patience = wait, answer{Text: "60s", From: from + ": the longest that is simulated, tries and all"}
	p.Again = answer{Text: "never", From: from + ": it does not repeat what the layer within has answered"}
	if tries := p.triesOf(o, true); tries > 1 {
		p.Again = answer{Text: fmt.Sprintf("fixed: {attempts: %d, wait: 0s}", tries), From: from}
	}
	p.NextAddress = answer{Text: "60s, refused: never", From: from + ": it stays at the server that it has chosen"}
	if goesOn(o) {
		p.NextAddress = answer{Text: out.connect(), From: from}
	}
	if beyond := p.outerOf(o); beyond != nil {
		p.left("%s: %s stands before %s (%s), which makes three layers: a world has two, so what %s checks, waits for and tries again is left out", beyond.Place, beyond.Name, o.Name, o.Place, beyond.Name)
	}
	p.left("%s: %s stands before %s (%s): of its choice only checks, time-outs and tries are simulated; its servers are asked in turn", from, o.Name, p.pool.Name, p.pool.Place)
}
