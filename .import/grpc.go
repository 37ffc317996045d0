package main

import (
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"failsim/cmd/internal/config"
)

func isGRPC(_ string, content []byte) bool {
	return has(content, `^\s*\{`) && has(content, `"(methodConfig|loadBalancingConfig|loadBalancingPolicy|retryThrottling)"\s*:`)
}

// readGRPC reads a service config, which grpc-go itself checks. The first method
// config that retries or has a time-out speaks for all methods.
func readGRPC(name string, content []byte, into *reading) error {
	conn, err := grpc.NewClient("passthrough:///nowhere", grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithDefaultServiceConfig(string(content)))
	if err != nil {
		return refusedByGRPC(name, content, err)
	}
	defer conn.Close()
	t, err := parse(name, content, into)
	if err != nil {
		return err
	}
	l := &config.Layer{Kind: config.Client, Program: "grpc", Name: strings.TrimSuffix(baseOf(name), ".json"), Place: t.at(t.root), Values: map[string]config.Value{}}
	t.visit(t.root, "", keys{
		"method_config":         func(n *yaml.Node) { t.methods(l, n) },
		"load_balancing_config": func(n *yaml.Node) { t.policies(l, n) },
		"load_balancing_policy": func(n *yaml.Node) { l.Set("balance", strings.ToLower(text(n)), t.at(n)) },
		"retry_throttling": func(n *yaml.Node) {
			t.visit(n, "retryThrottling", keys{"max_tokens": t.as(l, "tokens"), "token_ratio": t.as(l, "ratio")})
		},
		"health_check_config": func(n *yaml.Node) {
			unsaid(t.into, t.name, t.at(n).Line, "healthCheckConfig")
		},
	})
	into.Layers = append(into.Layers, *l)
	return nil
}

// refusedByGRPC says why, and where a retry policy lacks what must be there: the error
// prints the policy, and no line.
func refusedByGRPC(name string, content []byte, err error) error {
	why, _, _ := strings.Cut(withoutQuotes(err), " (&{")
	at := name
	if t, failed := parse(name, content, nil); failed == nil {
		each(child(t.root, "method_config"), func(n *yaml.Node) {
			if p := child(n, "retry_policy"); p != nil && at == name {
				for _, key := range []string{"max_attempts", "initial_backoff", "max_backoff", "backoff_multiplier", "retryable_status_codes"} {
					if child(p, key) == nil {
						at, why = t.at(p).String(), why+": this retryPolicy has no "+key
						return
					}
				}
			}
		})
	}
	return fmt.Errorf("%s: grpc-go refuses it as a service config: %s", at, why)
}

func (t *tree) methods(l *config.Layer, list *yaml.Node) {
	set := func(key string, read func(*yaml.Node)) func(*yaml.Node) {
		return func(n *yaml.Node) {
			if v, done := l.Get(key); done {
				if text(n) == "" || !sameSpan(v, text(n)) {
					unsaid(t.into, t.name, t.at(n).Line, "a further methodConfig:", key, "of the first counts for all methods")
				}
				return
			}
			read(n)
		}
	}
	each(list, func(n *yaml.Node) {
		each(child(n, "name"), func(n *yaml.Node) {
			beside(t.into, t.name, t.at(n).Line, "methodConfig name")
			l.Of = strings.TrimSpace(l.Of + " " + text(child(n, "service")))
		})
		t.visit(n, "methodConfig", only("max_request_message_bytes max_response_message_bytes", t.apart("methodConfig", "wait_for_ready", keys{
			"name":    elsewhere,
			"timeout": set("timeout", t.span(l, "timeout")),
			"retry_policy": set("retry", func(n *yaml.Node) {
				l.Set("retry", "yes", t.at(n))
				t.visit(n, "retryPolicy", t.apart("retryPolicy", "retryable_status_codes", keys{"max_attempts": t.as(l, "attempts"), "initial_backoff": t.span(l, "initial"),
					"max_backoff": t.span(l, "cap"), "backoff_multiplier": t.as(l, "multiplier")}))
			}),
		})))
	})
}

// sameSpan reports that a text is the time that a value has.
func sameSpan(v config.Value, text string) bool {
	d, ok := seconds(text)
	return ok && d == v.Duration()
}

// policies reads how a channel balances: gRPC takes the first policy that it knows.
func (t *tree) policies(l *config.Layer, list *yaml.Node) {
	each(list, func(n *yaml.Node) {
		if _, done := l.Get("balance"); done {
			beside(t.into, t.name, t.at(n).Line, "loadBalancingConfig: gRPC takes the first that it knows")
			return
		}
		t.visit(n, "loadBalancingConfig", keys{
			"pick_first": func(n *yaml.Node) {
				l.Set("balance", "pick_first", t.at(n))
				t.visit(n, "pick_first", t.apart("pick_first", "shuffle_address_list", keys{}))
			},
			"round_robin": func(n *yaml.Node) { l.Set("balance", "round_robin", t.at(n)) },
			"outlier_detection_experimental": func(n *yaml.Node) {
				l.Set("outlier", "yes", t.at(n))
				t.visit(n, "outlier_detection", keys{
					"interval": t.span(l, "outlier.interval"), "base_ejection_time": t.span(l, "outlier.base"), "max_ejection_time": t.span(l, "outlier.cap"),
					"max_ejection_percent": t.as(l, "outlier.most"), "child_policy": func(n *yaml.Node) { t.policies(l, n) },
					"success_rate_ejection": func(n *yaml.Node) {
						l.Set("outlier.by", "success-rate", t.at(n))
						t.visit(n, "successRateEjection", keys{"stdev_factor": t.as(l, "outlier.stdev"), "enforcement_percentage": t.as(l, "outlier.enforced"),
							"minimum_hosts": t.as(l, "outlier.hosts"), "request_volume": t.as(l, "outlier.volume")})
					},
					"failure_percentage_ejection": func(n *yaml.Node) {
						l.Set("outlier.by", "failure-share", t.at(n))
						t.visit(n, "failurePercentageEjection", keys{"threshold": t.as(l, "outlier.threshold"), "enforcement_percentage": t.as(l, "outlier.enforced"),
							"minimum_hosts": t.as(l, "outlier.hosts"), "request_volume": t.as(l, "outlier.volume")})
					},
				})
			},
		})
	})
}

// isNumber reports whether a text is a number.
func isNumber(text string) bool {
	_, err := strconv.ParseFloat(text, 64)
	return err == nil
}
