package main

import (
	"fmt"
	"strings"
)

// shape is a scenario by its sizes. All numbers in what it writes are
// assumptions: only how cost grows with them is asked.
type shape struct {
	regions int    // that exist, under control planes sized for 20,000 LBs each
	serving int    // of these, first ones: share the tenant's load
	fleet   int    // LBs of each region
	names   int    // each has an LB in each serving region
	other   int    // the tenant's LBs without clients
	rate    string // of requests
	touches string // of each LB of the fleets
	length  string
}

func (s shape) yaml() string {
	var regions, rtt, serve strings.Builder
	for i := range s.regions {
		fmt.Fprintf(&regions, "        - {region: r%d, zones: 3, fleet: %d}\n", i, s.fleet)
		fmt.Fprintf(&rtt, "aws/r%d: %dms, ", i, 30+i)
		if i < s.serving {
			fmt.Fprintf(&serve, "        - {region: aws/r%d, capacity: 150%%, weight: 10}\n", i)
		}
	}
	return fmt.Sprintf(`scenario: growth
about: a world by its sizes; every number is an assumption
start: 2012-12-24T12:00:00Z
length: %s
objectives: {availability: 99.95%%, latency: 10s, recovery: 10m, hold: 15m, lost-records: 0}
workload:
  - {population: everyone, location: here, trace: {name: nasa-1995-07-13, repeat: daily, rate: %s}, users: 50000, names: %d}
clients:
  timeout: 8s
  patience: 45s
  resolvers: 2000
  overstay: [{share: 7%%, hold: {lognormal: {median: 10m, sigma: 1}}}]
service: {time: {lognormal: {median: 1.2s, sigma: 0.4}}, answer: 60KB}
world:
  providers:
    - provider: aws
      regions:
%s  locations:
    - {location: here, clock: 0h, rtt: {%s}}
  load-balancers:
    other: %d
    nodes-at-peak: 12
    target: 22%%
    burst: 60s
    surge-queue: 1024
    check: {interval: 30s, timeout: 5s, unhealthy: 2, healthy: 10}
    backends-per-zone: 1
    queue-capacity: 8
  control-plane:
    touches: %s
    creations: 60/h
    workers: 120
    work: {lognormal: {median: 90s, sigma: 0.6}}
    scaling: {every: 5m, window: 15m}
    alarm: 2m
    misread: 0.05%%
  state-store: {snapshots: 1h, retention: 7d}
incidents:
  - incident: growth
    title: a quarter of the state of the first region is lost
    faults: [{at: 24m, delete-state: {region: aws/r0, share: 25%%}}]
designs:
  - design: one
    about: every serving region takes its share
    buyer: tenant
    serve:
      here:
%s    dns: {ttl: 60s, publish: 5s}
    tenant: {sending: [dns-answer], retrying: [{backoff: {attempts: 3, base: 500ms, cap: 20s, budget: 20%%}}], balancing: [least-outstanding]}
    providers: {aws: {healing: [overwrite]}}
`, s.length, s.rate, s.names, regions.String(), strings.TrimSuffix(rtt.String(), ", "), s.other, s.touches, serve.String())
}
