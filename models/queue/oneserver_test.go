package queue

import (
	"fmt"
	"math"
	"testing"
)

// Pollaczek and Khinchine: the mean wait needs the first two moments of
// service only.
func TestOneServerOfAnyService(t *testing.T) {
	for _, c := range []struct {
		service  string
		requests int
		cv2      float64
	}{
		{"{exponential: {mean: 10ms}}", 20000, 1},
		{"10ms", 20000, 0},
		{"{erlang: {mean: 10ms, stages: 4}}", 20000, 0.25},
		{"{hyperexponential: {mean: 10ms, cv: 2}}", 25000, 4},
		{"{lognormal: {mean: 10ms, cv: 1}}", 20000, 1},
		{"{empirical: {values: [2ms, 2ms, 2ms, 34ms]}}", 25000, 1.92},
		{"{uniform: {low: 0ms, high: 20ms}}", 20000, 1.0 / 3},
	} {
		t.Run(c.service, func(t *testing.T) {
			reports := run(t, fmt.Sprintf(`
queueing: mg1
requests: %d
warm-up: 20s
arrivals: [{stream: web, rate: 70/s, to: front}]
stations: [{station: front, servers: 1, service: %s}]`, c.requests, c.service))
			agrees(t, reports, "station front", "utilisation", 0.7)
			agrees(t, reports, "station front", "p_wait", 0.7)
			agrees(t, reports, "station front", "mean_wait", 0.7*0.01*(1+c.cv2)/2/0.3)
		})
	}
}

// The last to come waits as long as the first in the mean, but varies more;
// the interval of the variance in M/M/1 is that of Kleinrock I, problem 5.12.
func TestLastComeFirstServed(t *testing.T) {
	reports := run(t, `
queueing: lifo
requests: 25000
warm-up: 20s
arrivals: [{stream: web, rate: 60/s, to: front}]
stations: [{station: front, servers: 1, discipline: lifo, service: {exponential: {mean: 10ms}}}]`)
	const rho, mean = 0.6, 0.01
	wait := rho * mean / (1 - rho)
	agrees(t, reports, "station front", "mean_wait", wait)
	agrees(t, reports, "station front", "p_wait", rho)
	agrees(t, reports, "station front", "mean_in_system", rho/(1-rho))
	// A wait is a busy period begun by the residual service, with
	// probability rho: E[B] = m/(1-rho), E[B^2] = 2m^2/(1-rho)^3.
	agrees(t, reports, "station front", "var_wait", rho*2*mean*mean/math.Pow(1-rho, 3)-wait*wait)
}

func TestArrivalsOfAnyLaw(t *testing.T) {
	for _, c := range []struct {
		every     string
		requests  int
		transform func(float64) float64
	}{
		{"12.5ms", 20000, func(x float64) float64 { return math.Exp(-0.0125 * x) }},
		{"{erlang: {mean: 12.5ms, stages: 4}}", 20000, erlangTransform(4, 0.0125)},
		{"{hyperexponential: {mean: 12.5ms, cv: 2}}", 30000, hyperTransform(0.0125, 4)},
	} {
		t.Run(c.every, func(t *testing.T) {
			reports := run(t, fmt.Sprintf(`
queueing: gim1
requests: %d
warm-up: 30s
arrivals: [{stream: web, every: %s, to: front}]
stations: [{station: front, servers: 1, service: {exponential: {mean: 10ms}}}]`, c.requests, c.every))
			s := sigma(100, c.transform)
			agrees(t, reports, "station front", "p_wait", s)
			agrees(t, reports, "station front", "mean_wait", s/(100*(1-s)))
			agrees(t, reports, "station front", "mean_sojourn", 1/(100*(1-s)))
			agrees(t, reports, "station front", "mean_in_system", 0.8/(1-s))
			agrees(t, reports, "station front", "sojourn_p90", math.Log(10)/(100*(1-s)))
		})
	}
}

// Sharing makes the number in system geometric for every distribution of service.
func TestSharingIsInsensitive(t *testing.T) {
	for _, service := range []string{
		"{exponential: {mean: 10ms}}", "10ms", "{lognormal: {mean: 10ms, cv: 2}}",
	} {
		t.Run(service, func(t *testing.T) {
			reports := run(t, fmt.Sprintf(`
queueing: ps
requests: 20000
warm-up: 20s
arrivals: [{stream: web, rate: 70/s, to: front}]
stations: [{station: front, servers: 1, discipline: processor-sharing, service: %s}]`, service))
			agrees(t, reports, "station front", "mean_sojourn", 0.01/0.3)
			agrees(t, reports, "station front", "mean_in_system", 0.7/0.3)
			agrees(t, reports, "station front", "mean_slowdown", 1/0.3)
			agrees(t, reports, "station front", "utilisation", 0.7)
			agrees(t, reports, "station front", "tail_ge_5", math.Pow(0.7, 5))
			if service[0] == '{' && service[1] == 'e' {
				agrees(t, reports, "station front", "var_sojourn", 2.7/1.3/(0.09*10000))
			}
		})
	}
}

// Cobham 1954: W_k = W_0 / ((1 - rho_1 .. rho_{k-1}) (1 - rho_1 .. rho_k)).
func TestPriority(t *testing.T) {
	reports := run(t, `
queueing: priority
requests: 25000
warm-up: 20s
arrivals:
  - {stream: high, rate: 30/s, to: front, class: gold}
  - {stream: low, rate: 40/s, to: front, class: bronze}
stations: [{station: front, servers: 1, service: {exponential: {mean: 10ms}}, discipline: {priority: [gold, bronze]}}]`)
	const residual = 0.7 * 0.01
	agrees(t, reports, "stream high", "mean_wait", residual/0.7)
	agrees(t, reports, "stream low", "mean_wait", residual/(0.7*0.3))
	agrees(t, reports, "station front", "mean_in_system", 0.7/0.3)
}
