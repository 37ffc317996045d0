package queue

import (
	"fmt"
	"math"
	"testing"

	"failsim/models/figures"
)

// pool is ten servers behind a balancer.
func pool(rate, balance string, requests int) string {
	return fmt.Sprintf(`
queueing: pool
requests: %d
warm-up: 150s
arrivals: [{stream: web, rate: %s, to: pool}]
groups:
  - group: pool
    stations: {count: 10, like: {servers: 1, service: {exponential: {mean: 1s}}}}
    balance: %s`, requests, rate, balance)
}

func TestRandomSplit(t *testing.T) {
	reports := run(t, pool("8/s", "random", 25000))
	agrees(t, reports, "group pool", "mean_in_system", 4)
	agrees(t, reports, "group pool", "mean_sojourn", 5)
	agrees(t, reports, "group pool", "tail_ge_3", 0.512)
	agrees(t, reports, "station pool/3", "mean_sojourn", 5)
}

func TestTurnsSplitAPoissonStreamIntoErlangOnes(t *testing.T) {
	reports := run(t, pool("9/s", "round-robin", 40000))
	s := sigma(1, erlangTransform(10, 10.0/9))
	agrees(t, reports, "group pool", "p_wait", s)
	agrees(t, reports, "group pool", "mean_wait", s/(1-s))
	agrees(t, reports, "group pool", "sojourn_p90", math.Log(10)/(1-s))
	agrees(t, reports, "group pool", "mean_in_system", 0.9/(1-s))
}

// Two choices of ten: the values are simulated ones of oracles/balancing.json,
// power_of_d_mean_field at rho 0.5, with their own standard errors.
func TestPowerOfTwoChoices(t *testing.T) {
	for _, c := range []struct {
		balance                             string
		inSystem, inSystemError, wait, tail float64
	}{
		{"{power-of-d: {d: 2}}", 0.66292, 0.000365, 0.28331, 0.14176},
		{"{power-of-d: {d: 2, draw: distinct}}", 0.64311, 0.000328, 0.2601, 0.13008},
		{"least-request", 0.66292, 0.000365, 0.28331, 0.14176},
	} {
		t.Run(c.balance, func(t *testing.T) {
			reports := run(t, pool("5/s", c.balance, 20000))
			list := figures.Estimates(reports)
			for name, want := range map[string]float64{"mean_in_system": c.inSystem, "p_wait": c.wait, "tail_ge_2": c.tail} {
				e, _ := figures.Find(list, "group pool", name)
				e.SE = math.Hypot(e.SE, c.inSystemError)
				within(t, name, e, want)
			}
		})
	}
}

// The shorter of two queues: the values are those of oracles/balancing.json,
// jsq_two_servers.
func TestShorterQueue(t *testing.T) {
	for _, balance := range []string{"least-outstanding", "weighted-least-request", "{power-of-d: {d: 2, draw: distinct}}"} {
		reports := run(t, fmt.Sprintf(`
queueing: jsq
requests: 20000
warm-up: 50s
arrivals: [{stream: web, rate: 1/s, to: pair}]
groups:
  - group: pair
    stations: {count: 2, like: {servers: 1, service: {exponential: {mean: 1s}}}}
    balance: %s`, balance))
		agrees(t, reports, "group pair", "mean_in_system", 0.7131603755836217)
		agrees(t, reports, "group pair", "p_wait", 0.31596749798200974)
		agrees(t, reports, "group pair", "utilisation", 0.5)
	}
}

// Thinning in proportion to the weights gives each station a Poisson stream.
func TestWeights(t *testing.T) {
	reports := run(t, `
queueing: weights
requests: 25000
warm-up: 50s
arrivals: [{stream: web, rate: 2/s, to: pair}]
stations:
  - {station: small, servers: 1, service: {exponential: {mean: 1s}}}
  - {station: large, servers: 1, service: {exponential: {mean: 400ms}}}
groups:
  - {group: pair, stations: [{station: small, weight: 1}, {station: large, weight: 3}], balance: weighted-random}`)
	agrees(t, reports, "station small", "mean_in_system", 1)
	agrees(t, reports, "station large", "mean_in_system", 1.5)
	turns := run(t, `
queueing: turns
requests: 20000
warm-up: 50s
arrivals: [{stream: web, rate: 2/s, to: pair}]
stations:
  - {station: small, servers: 1, service: {exponential: {mean: 1s}}}
  - {station: large, servers: 1, service: {exponential: {mean: 400ms}}}
groups:
  - {group: pair, stations: [{station: small, weight: 1}, {station: large, weight: 3}], balance: weighted-round-robin}`)
	agrees(t, turns, "station small", "arrival_rate", 0.5)
	agrees(t, turns, "station small", "p_wait", sigma(1, erlangTransform(4, 2)))
}
