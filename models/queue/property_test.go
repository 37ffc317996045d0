package queue

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/sim"
)

// Whatever a station does, in a run that ends with nobody in it the time that
// requests spent there is the time that they were there (Little 1961), and
// whoever arrived was served, was refused or gave up.
func TestNobodyIsLost(t *testing.T) {
	key, checked := sim.NewKey(11, 0), 0
	draw := func(i, purpose uint64, words ...string) string { return words[key.At(i).IntN(purpose, len(words))] }
	for i := range uint64(300) {
		discipline := draw(i, 1, "fifo", "lifo", "processor-sharing", "{priority: [a, b]}")
		class, patience := "", ""
		if discipline[0] == '{' {
			class = ", class: " + draw(i, 2, "a", "b")
		}
		if discipline[0] != 'p' {
			patience = draw(i, 3, "", ", patience: 2s", ", patience: {exponential: {mean: 1s}}")
		}
		content := fmt.Sprintf(`
queueing: random
length: 200s
warm-up: none
arrivals: [{stream: web, traced: {every: 100s, rates: [%s, 0/s]}, to: front%s%s%s%s}]
stations: [{station: front, servers: %s, queue-capacity: %s, service: %s, discipline: %s, fails: %s%s}]`,
			draw(i, 4, "1/s", "3/s", "5/s"), class, patience,
			draw(i, 5, "", ", timeout: 1s"), draw(i, 6, "", ", retry: {fixed: {attempts: 3, wait: 2s}}", ", retry: {attempts: 2, wait: 0s}"),
			draw(i, 7, "1", "2", "5"), draw(i, 8, "0", "4", "unlimited"),
			draw(i, 9, "100ms", "{exponential: {mean: 150ms}}", "{erlang: {mean: 180ms, stages: 3}}", "{lognormal: {mean: 150ms, cv: 2}}"),
			discipline, draw(i, 10, "0%", "20%"),
			draw(i, 11, "", ", schedule: [{at: 20s, servers: 0}, {at: 30s, servers: 3}, {at: 60s, servers: 1}]"))
		r := Run(read(t, content), seed, int(i))
		at := func(name string) float64 {
			v := r.Value("station front", name)
			if math.IsNaN(v) {
				return 0
			}
			return v
		}
		served, arrived := 200*at("throughput"), 200*at("arrival_rate")
		abandoned := served * at("p_abandon") / (1 - at("p_abandon"))
		if tail := r.InSystem("station front"); r.Value("stream web", "attempt_rate") > 0 && tail[0] < 0.25 {
			continue // so much work that it does not end in time
		}
		checked++
		assert.InDelta(t, arrived, served+abandoned+arrived*at("p_block"), 1e-6, content)
		spent := served*at("mean_sojourn") + (served+abandoned)*at("mean_wait_all") - served*at("mean_wait")
		assert.InDelta(t, spent, 200*at("mean_in_system"), 1e-6*(1+spent), content)
		requests, good := 200*r.Value("stream web", "request_rate"), 200*r.Value("stream web", "goodput")
		assert.InDelta(t, requests, good/r.Value("stream web", "p_success"), 1e-6*requests, content)
	}
	assert.Greater(t, checked, 200)
}
