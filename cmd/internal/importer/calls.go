package importer

import (
	"fmt"
	"strings"
	"time"

	"failsim/cmd/internal/config"
)

// envoyCalls makes the LB a caller of its own where the files say what only such a one
// has: a retry budget of the cluster, or a second try beside the first once that has
// taken as long as a try may (hedge_on_per_try_timeout). Waits between tries are those
// of Envoy's documentation, 25 ms that double, to ten times as much.
func (p *Plan) envoyCalls(tries int, on string, from []answer) {
	l := p.pool
	budget, bounded := l.Get("retry.budget")
	per, limited := l.Get("retry.per-try")
	atTimeout, _ := l.Get("hedged")
	hedged := atTimeout.Text == "true" && limited && tries > 1
	if !bounded && !hedged || tries < 2 {
		return
	}
	wait := p.get("timeout", "15s", "Envoy's default of a route, timeout")
	if l.Program == "istio" && wait.From != "" && !strings.Contains(wait.From, ":") {
		wait = answer{Text: "60s", From: "Istio's routes have no time-out; assumption"}
	}
	if limited && !hedged {
		wait = said(per, per.Text)
	}
	from = append(from, wait)
	again := fmt.Sprintf("attempts: %d", tries)
	base := p.get("retry.base", "25ms", "Envoy's default, retry_back_off")
	most := p.get("retry.cap", config.Span(10*max(config.Value{Text: base.Text}.Duration(), time.Millisecond)), "")
	again += ", base: " + base.Text + ", cap: " + most.Text
	from = append(from, base, most)
	if bounded {
		tokens := p.get("retry.tokens", "3", "Envoy's default, min_retry_concurrency")
		again += ", budget: " + budget.Text + "%, tokens: " + tokens.Text
		from = append(from, said(budget, ""), tokens)
		p.left("%s: retry_budget is of the requests that are under way; here a first try earns %s %% of a retry, and %s are there to begin with", budget.Place, budget.Text, tokens.Text)
	} else {
		again += ", limit: none"
	}
	text := "{timeout: " + wait.Text + ", retrying: [{backoff: {" + again + "}}]"
	if after := callWords(on); after != "" {
		text += ", on: [" + after + "]"
	}
	if hedged {
		text += fmt.Sprintf(", sending: [{hedge: {percentile: 0%%, after: %s, share: 100%%, attempts: %d}}]", per.Text, tries)
		from = append(from, said(atTimeout, ""), said(per, ""))
	}
	p.Calls = answer{Text: text + "}", From: sources(from)}
}

// callWords are the failures of lb-calls after which Envoy tries again, by its words.
func callWords(on string) string {
	var list []string
	add := func(word string, envoy ...string) {
		for _, w := range envoy {
			if strings.Contains(on, w) {
				list = append(list, word)
				return
			}
		}
	}
	add("connect-failure", "5xx", "gateway-error", "connect-failure", "reset", "unavailable", "refused-stream")
	add("errors", "5xx", "gateway-error", "retriable-status-codes")
	add("overload", "5xx", "gateway-error", "unavailable")
	add("timeouts", "5xx", "gateway-error", "reset")
	return strings.Join(list, ", ")
}
