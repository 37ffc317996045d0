package importer

import (
	"strings"

	"failsim/cmd/internal/config"
)

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
				p.left("%s: no name shows which pool's clients these are: --pool NAME takes them where a pool's name stands in the file's name or in its methods", l.Place)
			}
			continue
		}
		p.grpcClient(l)
		return
	}
}

// callsPool reports whether the last word of one of a config's services, or its file's
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
