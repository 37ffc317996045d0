package strategies

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"

	"github.com/stretchr/testify/require"
)

// steeringPlayer plays a tenant whose regions are numbered:
//
//	name 1:1:100 2:2:100    one more name, its endpoints as region:rank:weight, or
//	                        region:rank:weight:round trip
//	zones 3                 how many zones every region has
//	start                   what it publishes before anything happens
//	sick 0 1 at=30s         name 0 finds its endpoint 1 unhealthy: what now?
//	well 0 1                and healthy again
//	zone-sick 0 2           probes of zone 2 of region 0 fail; zone-well: no more
//	busy 1 90%              so much are servers in region 1 busy
//	came 0 80% 20%          so much of name 0's requests came to its endpoints in the period
//	                        that this is of; without, as much as it answers
//	wait at=5m              what it does until then of its own accord
//	probes                  how do probes run?
//	needs                   what else does it need?
//
// A situation with a time comes after all that was asked for until then.
type steeringPlayer struct {
	strategy policy.Steering
	names    [][]policy.Endpoint
	answers  [][]float64
	sick     map[[2]int]bool
	zones    int
	zoneSick map[zoneIn]bool
	busy     map[id.Region]float64
	came     map[id.Name][]float64
	now      sim.Time
	wakes    []sim.Time
	started  bool
	orders   []string
}

func (p *steeringPlayer) Now() sim.Time                            { return p.now }
func (p *steeringPlayer) Names() int                               { return len(p.names) }
func (p *steeringPlayer) Endpoints(name id.Name) []policy.Endpoint { return p.names[name] }
func (p *steeringPlayer) Answer(name id.Name) []float64            { return p.answers[name] }
func (p *steeringPlayer) Healthy(name id.Name, endpoint int) bool {
	return !p.sick[[2]int{int(name), endpoint}]
}
func (p *steeringPlayer) Utilisation(name id.Name, endpoint int) float64 {
	return p.busy[p.names[name][endpoint].Region]
}
func (p *steeringPlayer) Came(name id.Name, endpoint int) float64 {
	if came, ok := p.came[name]; ok {
		return came[endpoint]
	}
	return p.answers[name][endpoint]
}
func (p *steeringPlayer) ZoneHealthy(region id.Region, zone id.Zone) bool {
	return !p.zoneSick[zoneIn{region, zone}]
}
func (p *steeringPlayer) Promote(region id.Region) { p.order("promote region %d", region) }
func (p *steeringPlayer) Wake(after time.Duration) {
	p.wakes = append(p.wakes, p.now.Add(after))
	slices.Sort(p.wakes)
}

func (p *steeringPlayer) Zones(region id.Region) int {
	if region > 9 {
		return 0
	}
	return p.zones
}

func (p *steeringPlayer) Publish(name id.Name, weights []float64) {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	p.order("name %d answers %.4g", name, weights)
	if sum > 0 {
		answer := make([]float64, len(weights))
		for i, w := range weights {
			answer[i] = w / sum
		}
		p.answers[name] = answer
	}
}

func (p *steeringPlayer) Shift(region id.Region, zone id.Zone, away bool) {
	if away {
		p.order("zone %d of region %d is shifted away", zone, region)
	} else {
		p.order("zone %d of region %d is put back", zone, region)
	}
}

func (p *steeringPlayer) order(format string, arguments ...any) {
	text := fmt.Sprintf(format, arguments...)
	if len(p.wakes) > 0 && p.wakes[0] < 0 { // being woken
		text = "at " + time.Duration(p.now).String() + " " + text
	}
	p.orders = append(p.orders, text)
}

func (p *steeringPlayer) HealthyShare(region id.Region) float64 {
	well, all := 0.0, 0.0
	for n, endpoints := range p.names {
		for i, e := range endpoints {
			if e.Region != region {
				continue
			}
			all++
			if p.Healthy(id.Name(n), i) {
				well++
			}
		}
	}
	if all == 0 {
		return 1
	}
	return well / all
}

// start has the strategy begin, once all names are there.
func (p *steeringPlayer) start() {
	if p.started {
		return
	}
	p.started, p.answers = true, nil
	for _, endpoints := range p.names {
		serving, _ := bestRank(endpoints, func(int) bool { return true })
		answer, sum := make([]float64, len(endpoints)), 0.0
		for i, e := range endpoints {
			if serving[i] {
				answer[i] = e.Weight
				sum += e.Weight
			}
		}
		for i := range answer {
			answer[i] /= sum
		}
		p.answers = append(p.answers, answer)
	}
	if s, ok := p.strategy.(policy.Starting); ok {
		s.Start(p, p)
	}
}

// until lets time pass.
func (p *steeringPlayer) until(at sim.Time) {
	for len(p.wakes) > 0 && p.wakes[0] <= at {
		p.now, p.wakes[0] = p.wakes[0], -1
		if t, ok := p.strategy.(policy.Ticking); ok {
			t.Tick(p, p)
		}
		p.wakes = p.wakes[1:]
	}
	p.now = max(p.now, at)
}

func (p *steeringPlayer) play(l line) string {
	switch l.verb {
	case "name":
		p.names, p.started = append(p.names, endpointsOf(l)), false
		return ""
	case "zones":
		p.zones = l.word(0)
		return ""
	case "probes":
		return fmt.Sprintf("%+v", p.strategy.(policy.Probing).Probes())
	case "needs":
		return fmt.Sprintf("%+v", p.strategy.(policy.Needing).Needs())
	}
	if p.sick == nil {
		p.sick, p.zoneSick, p.busy = map[[2]int]bool{}, map[zoneIn]bool{}, map[id.Region]float64{}
		p.came = map[id.Name][]float64{}
	}
	p.orders = nil
	p.start()
	p.until(l.now("at"))
	p.happens(l)
	return strings.Join(p.orders, "; ")
}

// happens has what a line says happen.
func (p *steeringPlayer) happens(l line) {
	switch l.verb {
	case "start", "wait":
	case "sick", "well":
		p.sick[[2]int{l.word(0), l.word(1)}] = l.verb == "sick"
		p.strategy.Steer(id.Name(l.word(0)), p, p)
	case "zone-sick", "zone-well":
		zone := zoneIn{id.Region(l.word(0)), id.Zone(l.word(1))}
		p.zoneSick[zone] = l.verb == "zone-sick"
		p.strategy.(policy.ZoneSteering).SteerZone(zone.region, zone.zone, p, p)
	case "busy":
		share := 0.0
		_, err := fmt.Sscanf(l.words[1], "%g%%", &share)
		require.NoError(l.t, err)
		p.busy[id.Region(l.word(0))] = share / 100
	case "came":
		var shares []float64
		for _, word := range l.words[1:] {
			share := 0.0
			_, err := fmt.Sscanf(word, "%g%%", &share)
			require.NoError(l.t, err)
			shares = append(shares, share/100)
		}
		p.came[id.Name(l.word(0))] = shares
	default:
		require.Fail(l.t, "unknown situation", l.verb)
	}
}

func endpointsOf(l line) (list []policy.Endpoint) {
	for _, word := range l.words {
		parts := strings.Split(word, ":")
		var e policy.Endpoint
		_, err := fmt.Sscanf(strings.Join(parts[:3], ":"), "%d:%d:%g", &e.Region, &e.Rank, &e.Weight)
		require.NoError(l.t, err)
		if len(parts) > 3 {
			e.RTT, err = time.ParseDuration(parts[3])
			require.NoError(l.t, err)
		}
		list = append(list, e)
	}
	return list
}
