package importer

import (
	"fmt"
	"maps"
	"strings"

	"failsim/cmd/internal/config"
)

// kubeProxy reads a service as kube-proxy runs it: random choice among ready copies,
// no retries (kubernetes.io, virtual IPs and service proxies).
func (p *Plan) kubeProxy() {
	p.Balancing = answer{Text: "random", From: p.pool.Place.String() + ", a service without a proxy: kube-proxy draws"}
	if v, ok := p.pool.Get("balance"); ok {
		p.Balancing = said(v, "map-hash")
	}
	if v, ok := p.pool.Get("unready"); ok {
		p.left("%s: copies that are not ready are asked as well", v.Place)
		p.CheckInterval = answer{Text: "10s", From: v.Place.String()}
		p.checked = true
		return
	}
	p.readiness()
}

// ingressNginx reads an Ingress as ingress-nginx runs it: ready copies in turn, three
// tries, no server is taken out for failures (its documentation of annotations and of
// its ConfigMap).
func (p *Plan) ingressNginx() {
	p.Balancing = answer{Text: "weighted-round-robin", From: "ingress-nginx's default"}
	if v, ok := p.pool.Get("balance"); ok && v.Text == "ewma" {
		p.Balancing = said(v, "peak-"+v.Text)
	}
	if v, ok := p.pool.Get("hash"); ok {
		p.Balancing = said(v, "consistent-hash")
	}
	if v, ok := p.pool.Get("affinity"); ok {
		p.Balancing = said(v, "sticky")
	}
	p.pool.Values = maps.Clone(p.pool.Values) // which are the files', and stay so
	for key, text := range map[string]string{"proxy_connect_timeout": "5s", "proxy_next_upstream_tries": "3"} {
		if _, ok := p.pool.Get(key); !ok {
			p.pool.Values[key] = config.Value{Text: text, Place: p.pool.Place}
		}
	}
	p.CheckTimeout = p.get("proxy_connect_timeout", "5s", "")
	p.readiness()
	if retry, ok := p.nextUpstream(); ok {
		p.Retrying = append(p.Retrying, retry)
	}
}

// unknownProxy is one whose program no file names.
func (p *Plan) unknownProxy() {
	p.Balancing = asked("weighted-round-robin", fmt.Sprintf("%s: no file says which program stands behind %s; assumption", p.pool.Place, p.pool.Name))
	p.readiness()
	text, from := "next-upstream: {tries: 1", []answer{}
	if v, ok := p.pool.Get("retry.num"); ok { // attempts beside the first
		text, from = fmt.Sprintf("next-upstream: {tries: %d", 1+max(v.Int(), 0)), append(from, said(v, ""))
	}
	for _, key := range []string{"retry.per-try", "timeout"} {
		if v, ok := p.pool.Get(key); ok && !strings.Contains(text, "answer:") {
			text, from = text+", answer: "+v.Text, append(from, said(v, ""))
		}
	}
	if len(from) > 0 {
		p.Retrying = append(p.Retrying, answer{Text: text + "}", From: sources(from)})
	}
}

// awsALB reads a target group as AWS's application load balancer runs it: defaults are
// those of its documentation, and where no target is healthy it asks all.
func (p *Plan) awsALB() {
	a := p.get("balance", "round_robin", "AWS's default")
	of := map[string]string{"round_robin": "round-robin", "least_outstanding_requests": "least-outstanding", "weighted_random": "weighted-random"}
	if p.Balancing = (answer{Text: of[a.Text], From: a.From}); p.Balancing.Text == "" {
		p.Balancing.Text = "round-robin"
	}
	if v, ok := p.pool.Get("sticky"); ok {
		p.Balancing = said(v, "sticky")
	}
	p.cloudCheck("AWS", "30s", "5s", "2", "5")
	p.FailsOpen = answer{Text: "open", From: p.pool.Place.String() + ": where no check is good it asks all"}
	if v, ok := p.pool.Get("slow_start"); ok && v.Duration() > 0 {
		p.left("%s: slow_start: a slow start acts by weights, which %s does not look at", v.Place, p.Balancing.Text)
	}
}

// awsNLB reads a target group as AWS's network load balancer runs it: a connection's
// addresses decide, which is as good as chance.
func (p *Plan) awsNLB() {
	p.Balancing = answer{Text: "random", From: p.pool.Place.String() + ", by the hash of a flow"}
	p.cloudCheck("AWS", "30s", "10s", "2", "5")
	p.FailsOpen = answer{Text: "open", From: p.pool.Place.String() + ": where no check is good it asks all"}
}

// awsClassic reads a classic load balancer.
func (p *Plan) awsClassic() {
	p.Balancing = answer{Text: "least-outstanding", From: p.pool.Place.String() + ", as classic load balancers choose"}
	p.cloudCheck("AWS", "30s", "5s", "2", "10")
}

// cloudCheck reads a check with the defaults of its cloud.
func (p *Plan) cloudCheck(cloud, interval, timeout, fall, rise string) {
	from := cloud + "'s default"
	p.CheckInterval, p.CheckTimeout = p.get("check.interval", interval, from), p.get("check.timeout", timeout, from)
	p.Fall, p.Rise = p.get("check.fall", fall, from), p.get("check.rise", rise, from)
	if path, ok := p.pool.Get("check.path"); ok {
		p.deepCheck(path)
		return
	}
	p.portCheck(p.pool.Place.String())
}
