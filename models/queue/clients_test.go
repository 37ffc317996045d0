package queue

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/models/figures"
)

// Attempts that fail with a probability, and a client with m of them.
func TestErrorsAreTriedAgain(t *testing.T) {
	reports := run(t, `
queueing: errors
requests: 5000
warm-up: none
arrivals: [{stream: web, rate: 100/s, to: front, retry: {fixed: {attempts: 4, wait: 1ms}}}]
stations: [{station: front, servers: unlimited, service: 1ms, fails: 50%}]`)
	agrees(t, reports, "stream web", "attempts_per_request", 1.875)
	agrees(t, reports, "stream web", "p_success", 0.9375)
	agrees(t, reports, "station front", "p_error", 0.5)
}

// Loss with retries after waits that are long against service: the rate of
// attempts is the fixed point of Cohen 1957.
func TestLossIsTriedAgain(t *testing.T) {
	reports := run(t, `
queueing: loss-retries
requests: 16000
warm-up: 600s
arrivals: [{stream: web, rate: 8/s, to: front, retry: {attempts: 3, wait: {exponential: {mean: 60s}}}}]
stations: [{station: front, servers: 10, queue-capacity: 0, service: {exponential: {mean: 1s}}}]`)
	rate := 8.0
	for range 1000 {
		b := erlangB(10, rate)
		rate = 8 * (1 + b + b*b)
	}
	b := erlangB(10, rate)
	list := figures.Estimates(reports)
	for name, want := range map[string]float64{
		"attempt_rate": rate, "p_block": b, "goodput": 8 * (1 - b*b*b), "attempts_per_request": rate / 8,
	} {
		e, _ := figures.Find(list, "stream web", name)
		assert.InEpsilon(t, want, e.Mean, 0.02, "%s holds in the limit of long waits", name)
	}
}

// With room for 5 s of work and clients that go after 1 s and come back twice,
// a short stop leaves a server that answers nobody in time; with room for
// half a second it recovers. Bronson et al., HotOS 2021.
func TestATriggerLeavesAMetastableState(t *testing.T) {
	for _, c := range []struct {
		rate, places string
		good         float64 // a second, after the trigger has gone
	}{
		{"700/s", "5000", 0}, {"300/s", "5000", 300}, {"700/s", "500", 700},
	} {
		reports := RunAll(read(t, `
queueing: metastable
length: 20s
warm-up: 60s
arrivals: [{stream: web, rate: `+c.rate+`, to: front, timeout: 1s, retry: {fixed: {attempts: 3, wait: 0s}}}]
stations: [{station: front, servers: 1, queue-capacity: `+c.places+`, service: 1ms, schedule: [{at: -50s, servers: 0}, {at: -40s, servers: 1}]}]`), seed, 1)
		assert.InDelta(t, c.good, reports[0].Value("stream web", "goodput"), 0.05*c.good+1, c)
	}
}

// A client's timeout leaves its work with the server.
func TestLateAnswersAreNoAnswers(t *testing.T) {
	for _, discipline := range []string{"fifo", "lifo", "processor-sharing"} {
		reports := run(t, `
queueing: late
requests: 10000
warm-up: 10s
arrivals: [{stream: web, rate: 50/s, to: front, timeout: 20ms}]
stations: [{station: front, servers: 1, discipline: `+discipline+`, service: {exponential: {mean: 10ms}}}]`)
		agrees(t, reports, "station front", "utilisation", 0.5)
		if discipline == "fifo" { // sojourns are exponential, of mean 20 ms
			agrees(t, reports, "stream web", "p_success", 1-math.Exp(-1))
			agrees(t, reports, "stream web", "p_late", math.Exp(-1))
		}
	}
}

// Retries are a share of first attempts and a floor a second, if more would be
// wanted: retry_budget_bound of oracles/retries.json.
func TestABudgetBoundsRetries(t *testing.T) {
	for _, c := range []struct {
		fails, budget string
		rate          float64
	}{
		{"30%", "{share: 10%, floor: 10/s, tokens: 100}", 1110},
		{"100%", "{share: 20%, tokens: 100}", 1200},
		{"30%", "{share: 100%, tokens: 100}", 1390},
	} {
		reports := run(t, `
queueing: budget
length: 20s
warm-up: 5s
arrivals: [{stream: web, rate: 1000/s, to: front, retry: {attempts: 3, wait: 10ms, budget: `+c.budget+`}}]
stations: [{station: front, servers: unlimited, service: 1ms, fails: `+c.fails+`}]`)
		agrees(t, reports, "stream web", "attempt_rate", c.rate)
	}
}

// Full jitter: each wait is uniform up to a ceiling that doubles.
func TestTheWaitsOfBackoff(t *testing.T) {
	reports := run(t, `
queueing: backoff
requests: 2000
warm-up: none
arrivals: [{stream: web, rate: 1/s, to: front, retry: {backoff: {attempts: 5, base: 100ms, cap: 20s, limit: none}}}]
stations: [{station: front, servers: unlimited, service: 1ns, fails: 100%}]`)
	agrees(t, reports, "stream web", "mean_time_to_failure", 0.75)
	agrees(t, reports, "stream web", "var_time_to_failure", (0.01+0.04+0.16+0.64)/12)
}

// A budget that only successes refill, as in AWS's SDKs: where a share f of attempts
// fails, a retry costs 14 tokens that come back unless it fails too, and a first
// attempt that succeeds earns one, there are (1-f)/14f retries a request.
func TestSuccessesBoundRetries(t *testing.T) {
	reports := run(t, `
queueing: quota
requests: 20000
warm-up: 200s
arrivals: [{stream: web, rate: 10/s, to: front, retry: {backoff: {attempts: 2, base: 50ms, tokens: 14, cost: 14, earned-by: success}}}]
stations: [{station: front, servers: unlimited, service: 1ms, fails: 50%}]`)
	agrees(t, reports, "stream web", "attempts_per_request", 1+1./14)
	agrees(t, reports, "stream web", "p_success", 0.5+0.5/14)
}

// A bucket takes its burst and then its rate: token_bucket_deterministic of
// oracles/retries.json, whose first arrival is at 0.
func TestTokensBoundWhatAStationTakes(t *testing.T) {
	for rate, taken := range map[string]float64{"300/s": 1049, "80/s": 800} {
		every := map[string]string{"300/s": "3333333ns", "80/s": "12500us"}[rate]
		r := Run(read(t, `
queueing: bucket
length: 10s
warm-up: none
arrivals: [{stream: web, every: `+every+`, to: front}]
stations: [{station: front, servers: unlimited, service: 1ns, admits: {rate: 100/s, burst: 50}}]`), seed, 0)
		assert.InDelta(t, taken, 10*r.Value("stream web", "goodput"), 1, rate)
	}
}
