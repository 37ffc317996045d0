package world

import (
	"fmt"
	"time"

	"failsim/models/policy"
	"failsim/models/topology"
	"failsim/models/world/scenario"
)

// Fixed builds the fixed world of a scenario: it is the same for all runs.
func Fixed(s *scenario.Scenario) *topology.Map {
	m := &topology.Map{}
	for i, p := range s.World.Providers {
		m.Providers = append(m.Providers, topology.Provider{Name: p.Name})
		for _, r := range p.Regions {
			m.Regions = append(m.Regions, topology.Region{Name: p.Name + "/" + r.Name, Provider: i, Zones: r.Zones})
		}
	}
	for _, p := range s.World.Locations {
		place := topology.Location{Name: p.Name, UTCOffset: p.Clock}
		for _, r := range m.Regions {
			place.RTT = append(place.RTT, p.RTT[r.Name])
		}
		m.Locations = append(m.Locations, place)
	}
	m.RTT = make([][]time.Duration, len(m.Regions))
	for i := range m.RTT {
		m.RTT[i] = make([]time.Duration, len(m.Regions))
		for j := range m.RTT[i] {
			if i != j {
				m.RTT[i][j] = estimate(m, i, j)
			}
		}
	}
	for _, d := range s.World.Distances {
		i, j := m.Region(d.Between[0]), m.Region(d.Between[1])
		m.RTT[i][j], m.RTT[j][i] = d.RTT, d.RTT
	}
	return m
}

// estimate returns the shortest way between two regions through a place.
func estimate(m *topology.Map, i, j int) time.Duration {
	best := time.Duration(-1)
	for _, p := range m.Locations {
		if d := p.RTT[i] + p.RTT[j]; best < 0 || d < best {
			best = d
		}
	}
	return max(best, 0)
}

// sockets are the tenant's strategies of a design.
type sockets struct {
	balancing policy.Balancing
	filtering []policy.Filtering
	admitting []policy.Admitting
	atLBs     []policy.Admitting  // at their own queues
	retrying  []policy.LBRetrying // of LBs
	steering  []policy.Steering
}

// of returns the strategies that do something.
func of[T any](list []any) []T {
	var those []T
	for _, s := range list {
		if t, ok := s.(T); ok {
			those = append(those, t)
		}
	}
	return those
}

// strategies makes the strategies of one socket.
func strategies[T any](list []policy.Setting) []T {
	var made []T
	for _, s := range list {
		made = append(made, s.Strategy.New(s.Values).(T))
	}
	return made
}

func chosen(s *scenario.Scenario, d *scenario.Design) (sockets, error) {
	made := sockets{
		filtering: strategies[policy.Filtering](d.Tenant[policy.FilteringSocket]),
		admitting: strategies[policy.Admitting](d.Tenant[policy.AdmittingSocket]),
		atLBs:     strategies[policy.Admitting](d.Tenant[policy.LBAdmittingSocket]),
		retrying:  strategies[policy.LBRetrying](d.Tenant[policy.LBRetryingSocket]),
		steering:  strategies[policy.Steering](d.Tenant[policy.SteeringSocket]),
	}
	for p := range s.Workload {
		c := s.ClientsOf(d, p)
		if sending := len(of[policy.Sending](strategies[any](c.Sending))); sending != 1 || len(c.Retrying) != 1 {
			return made, fmt.Errorf("design %s: population %s needs one sending and one retrying strategy, not %d and %d", d.Name, s.Workload[p].Name,
				sending, len(c.Retrying))
		}
	}
	balancing := strategies[policy.Balancing](d.Tenant[policy.BalancingSocket])
	if n := len(balancing); n != 1 {
		return made, fmt.Errorf("design %s: the tenant needs one balancing strategy, not %d", d.Name, n)
	}
	made.balancing = balancing[0]
	return made, nil
}
