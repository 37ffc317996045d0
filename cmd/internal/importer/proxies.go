package importer

import (
	"fmt"
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
// tries, nobody is taken out for failures (its documentation of annotations and of
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
	if v, ok := p.pool.Get("timeout"); ok {
		p.Retrying = append(p.Retrying, said(v, "next-upstream: {tries: 1, answer: "+v.Text+"}"))
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
	p.awsCheck("5s", "2", "5")
	p.Sight.Text += ", fails: open"
	if v, ok := p.pool.Get("slow_start"); ok && v.Duration() > 0 {
		p.left("%s: slow_start: a slow start acts by weights, which %s does not look at", v.Place, p.Balancing.Text)
	}
}

// awsNLB reads a target group as AWS's network load balancer runs it: a connection's
// addresses decide, which is as good as chance.
func (p *Plan) awsNLB() {
	p.Balancing = answer{Text: "random", From: p.pool.Place.String() + ", by the hash of a flow"}
	p.awsCheck("10s", "2", "5")
	p.Sight.Text += ", fails: open"
}

// awsClassic reads a classic load balancer.
func (p *Plan) awsClassic() {
	p.Balancing = answer{Text: "least-outstanding", From: p.pool.Place.String() + ", as classic load balancers choose"}
	p.awsCheck("5s", "2", "10")
}

func (p *Plan) awsCheck(timeout, fall, rise string) {
	p.CheckInterval, p.CheckTimeout = p.get("check.interval", "30s", "AWS's default"), p.get("check.timeout", timeout, "AWS's default")
	p.Fall, p.Rise = p.get("check.fall", fall, "AWS's default"), p.get("check.rise", rise, "AWS's default")
	if path, ok := p.pool.Get("check.path"); ok {
		p.deepCheck(path)
		return
	}
	p.portCheck(p.pool.Place.String())
}

// grpc reads a service config of this pool's clients: of the pool that its method
// configs name, or of the only pool there is. Without any pool clients balance by
// themselves.
func (p *Plan) grpc() {
	for _, l := range p.of(config.Client) {
		if l.Program != "grpc" {
			continue
		}
		if p.pool != nil && len(p.pools()) > 1 && !callsPool(l, p.pool.Name) {
			if p.service {
				p.left("%s: no name tells whose clients these are: --pool NAME takes them where a pool's name stands in the file's name or in its methods", l.Place)
			}
			continue
		}
		p.grpcClient(l)
		return
	}
}

// callsPool tells whether the last word of one of a config's services, or its file's
// name, is that of a pool.
func callsPool(l *config.Layer, pool string) bool {
	pool = plainName(pool)
	for _, service := range append(strings.Fields(l.Of), l.Name) {
		if plainName(service[strings.LastIndexByte(service, '.')+1:]) == pool {
			return true
		}
	}
	return false
}

// grpcClient reads a channel: the deadline of a call, its retries, and connections
// that last until they are lost (grpc-go 1.85, measured: docs/conformance.md).
func (p *Plan) grpcClient(l *config.Layer) {
	if v, ok := l.Get("timeout"); ok {
		if v.Duration().Seconds() > 60 {
			p.left("%s: a deadline of %s: 60s is the longest here", v.Place, v.Text)
			v.Text = "60s"
		}
		p.ClientTimeout, p.Patience = said(v, v.Text), said(v, v.Text)
	}
	p.Connecting = answer{Text: "pinned-connection: {idle: 30m, floor: 30s}", From: l.Place.String() + ", a gRPC channel: names are asked again when a connection is lost"}
	p.Again = answer{Text: "never", From: l.Place.String() + ", no retryPolicy"}
	if v, ok := l.Get("retry"); ok {
		text, from := "", []answer{said(v, "")}
		for _, k := range []string{"attempts", "initial", "multiplier", "cap"} {
			if v, ok := l.Get(k); ok {
				text += ", " + k + ": " + v.Text
				from = append(from, said(v, ""))
			}
		}
		if v, ok := l.Get("tokens"); ok {
			text += ", tokens: " + v.Text
			from = append(from, said(v, ""))
			if v, ok := l.Get("ratio"); ok {
				text += ", ratio: " + v.Text
			}
		} else {
			text += ", tokens: 0"
		}
		p.Again = answer{Text: "grpc-throttle: {" + strings.TrimPrefix(text, ", ") + "}", From: sources(from)}
	}
	if p.pool != nil {
		return
	}
	balance := config.Value{Text: "pick_first", Place: l.Place}
	if v, ok := l.Get("balance"); ok {
		balance = v
	}
	p.Balancing = said(balance, map[string]string{"round_robin": "round-robin"}[balance.Text])
	if p.Balancing.Text == "" {
		p.Balancing = said(balance, "sticky")
		p.left("%s: %s: clients that stay at one server are simulated", balance.Place, balance.Text)
	}
	if v, ok := l.Get("outlier"); ok {
		p.Filtering = append(p.Filtering, grpcOutliers(l, v))
	}
}

func grpcOutliers(l *config.Layer, v config.Value) answer {
	text, from := "", []answer{said(v, "")}
	for _, k := range []string{"by", "enforced", "threshold", "hosts", "volume", "interval", "base", "cap", "most"} {
		if v, ok := l.Get("outlier." + k); ok {
			unit := map[string]string{"enforced": "%", "threshold": "%", "most": "%"}[k]
			text += ", " + k + ": " + v.Text + unit
			from = append(from, said(v, ""))
		}
	}
	if text == "" {
		return answer{Text: "grpc-outlier-detection", From: sources(from)}
	}
	return answer{Text: "grpc-outlier-detection: {" + strings.TrimPrefix(text, ", ") + "}", From: sources(from)}
}
