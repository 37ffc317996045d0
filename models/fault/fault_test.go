package fault_test

import (
	"fmt"
	"testing"
	"time"

	"failsim/models/balancer"
	"failsim/models/fault"
	"failsim/models/id"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
)

// place writes down what is done to it.
type place struct {
	record.Sink
	follows bool
	log     []string
}

func (p *place) say(now sim.Time, format string, args ...any) {
	p.log = append(p.log, fmt.Sprintf("%d: ", now/1e9)+fmt.Sprintf(format, args...))
}

func (p *place) LoseZone(now sim.Time, region id.Region, zone id.Zone, _ balancer.Death, lost bool) {
	p.say(now, "zone %d of region %d lost %v", zone, region, lost)
}
func (p *place) LoseRegion(now sim.Time, region id.Region, cause request.Cause, _ balancer.Death, lost bool) {
	p.say(now, "region %d lost %v for %v", region, lost, cause)
}
func (p *place) ShareFate(now sim.Time, region id.Region, lost bool) {
	p.say(now, "region %d shares its fate %v", region, lost)
}
func (p *place) Gray(now sim.Time, region id.Region, is balancer.Gray, lost bool) {
	p.say(now, "region %d gray %v, errors %v, slow %v", region, lost, is.Errors, is.Slow)
}
func (p *place) LoseBackends(now sim.Time, region id.Region, part balancer.Part, _ balancer.Death, lost bool) {
	p.say(now, "%+v of region %d lost %v", part, region, lost)
}
func (p *place) GrayBackends(now sim.Time, region id.Region, part balancer.Part, is balancer.Gray, lost bool) {
	p.say(now, "%+v of region %d gray %v, errors %v", part, region, lost, is.Errors)
}
func (p *place) DeleteState(now sim.Time, region id.Region, share float64) {
	p.say(now, "region %d loses %v of its records", region, share)
}
func (p *place) AgeState(now sim.Time, region id.Region, share float64, age time.Duration) {
	p.say(now, "region %d has %v of its records as %v ago", region, share, age)
}
func (p *place) RefreshState(now sim.Time, region id.Region) {
	p.say(now, "region %d has its records as they are", region)
}
func (p *place) Surge(now sim.Time, population string, factor float64) {
	p.say(now, "demand of %q times %.3g", population, factor)
}
func (p *place) Marked(now sim.Time, m record.Mark, region id.Region) {
	p.say(now, "%v at %d", m, region)
}
func (p *place) Narrate(now sim.Time, line string) { p.say(now, "%q", line) }
func (p *place) Follows() bool                     { return p.follows }

func run(p *place, faults ...fault.Planned) []string {
	var k sim.Kernel
	fault.Schedule(&k, faults, p)
	k.Run(sim.Time(0).Add(time.Hour))
	return p.log
}

func TestEachKindOfFaultBeginsAndEnds(t *testing.T) {
	p := &place{}
	for _, c := range []struct {
		fault fault.Fault
		log   []string
	}{
		{fault.LoseZone{Where: p, At: 2, Zone: 1}, []string{
			"5: zone 1 of region 2 lost true", "5: fault-began at 2", "15: zone 1 of region 2 lost false", "15: fault-ended at 2"}},
		{fault.LoseRegions{Where: p, Regions: []id.Region{3}, Cause: request.RegionDown}, []string{
			"5: region 3 lost true for region-down", "5: fault-began at 3", "15: region 3 lost false for region-down", "15: fault-ended at 3"}},
		{fault.LoseRegions{Where: p, Regions: []id.Region{0, 1}, Cause: request.ProviderDown}, []string{
			"5: region 0 lost true for provider-down", "5: region 1 lost true for provider-down", "5: fault-began at -1",
			"15: region 0 lost false for provider-down", "15: region 1 lost false for provider-down", "15: fault-ended at -1"}},
		{fault.Gray{Where: p, At: 1, Is: balancer.Gray{Errors: 0.2, Slow: 4}}, []string{
			"5: region 1 gray true, errors 0.2, slow 4", "5: fault-began at 1", "15: region 1 gray false, errors 0.2, slow 4", "15: fault-ended at 1"}},
		{fault.Backends{Where: p, At: 1, Part: balancer.Part{Zone: -1, First: 1, Of: 12}}, []string{
			"5: {Zone:-1 First:1 Of:12} of region 1 lost true", "5: fault-began at 1", "15: {Zone:-1 First:1 Of:12} of region 1 lost false", "15: fault-ended at 1"}},
		{fault.Backends{Where: p, At: 1, Part: balancer.Part{Zone: 2}, Is: &balancer.Gray{Errors: 0.1, Slow: 1}}, []string{
			"5: {Zone:2 First:0 Of:0} of region 1 gray true, errors 0.1", "5: fault-began at 1", "15: {Zone:2 First:0 Of:0} of region 1 gray false, errors 0.1", "15: fault-ended at 1"}},
		{fault.CommonMode{Where: p, Regions: []id.Region{1, 4}}, []string{
			"5: region 1 shares its fate true", "5: region 4 shares its fate true", "5: fault-began at -1",
			"15: region 1 shares its fate false", "15: region 4 shares its fate false", "15: fault-ended at -1"}},
		{fault.DeleteState{Where: p, At: 0, Share: 0.25}, []string{
			"5: region 0 loses 0.25 of its records", "5: fault-began at 0", "15: fault-ended at 0"}},
		{fault.StaleState{Where: p, At: 2, Share: 0.5, Age: time.Hour}, []string{
			"5: region 2 has 0.5 of its records as 1h0m0s ago", "5: fault-began at 2", "15: region 2 has its records as they are", "15: fault-ended at 2"}},
		{fault.DemandSurge{Factor: 3, Where: p}, []string{`5: demand of "" times 3`, "5: fault-began at -1", `15: demand of "" times 0.333`, "15: fault-ended at -1"}},
	} {
		p.log = nil
		assert.Equal(t, c.log, run(p, fault.Planned{Fault: c.fault, At: 5e9, For: 10 * time.Second}), c.fault.String())
		p.log = nil
		for _, line := range run(p, fault.Planned{Fault: c.fault, At: 5e9}) {
			assert.NotContains(t, line, "15:", "%v: without a duration it lasts to the end", c.fault)
		}
	}
}

func TestWhatEndsMakesRoomForWhatBegins(t *testing.T) {
	p := &place{}
	first, second := fault.LoseZone{Where: p, Zone: 1}, fault.LoseZone{Where: p, Zone: 2}
	run(p, fault.Planned{Fault: second, At: 10e9}, fault.Planned{Fault: first, At: 0, For: 10 * time.Second})
	assert.Equal(t, []string{"0: zone 1 of region 0 lost true", "0: fault-began at 0", "10: zone 1 of region 0 lost false", "10: fault-ended at 0",
		"10: zone 2 of region 0 lost true", "10: fault-began at 0"}, p.log)
}

func TestWhoFollowsARunIsToldWhatBreaks(t *testing.T) {
	p := &place{follows: true}
	for want, f := range map[string]fault.Fault{
		"zone 1 is lost":              fault.LoseZone{Where: p, Zone: 1},
		"zone 1 is lost as processes": fault.LoseZone{Where: p, Zone: 1, As: balancer.Process},
		"region-down":                 fault.LoseRegions{Where: p, Cause: request.RegionDown},
		"backends fail 20 % of requests and take 4 times as long":   fault.Gray{Where: p, Is: balancer.Gray{Errors: 0.2, Slow: 4}},
		"backends fail 20 % of requests, each after 5ms":            fault.Gray{Where: p, Is: balancer.Gray{Errors: 0.2, Slow: 1, ErrorAfter: 5e6}},
		"25 % of the region's LB records are deleted":               fault.DeleteState{Where: p, Share: 0.25},
		"50 % of the region's LB records are what they were 1h ago": fault.StaleState{Where: p, Share: 0.5, Age: time.Hour},
		"1 of every 12 backends are lost":                           fault.Backends{Where: p, Part: balancer.Part{Zone: -1, First: 1, Of: 12}},
		"backends in zone 2: backends fail 10 % of requests":        fault.Backends{Where: p, Part: balancer.Part{Zone: 2}, Is: &balancer.Gray{Errors: 0.1, Slow: 1}},
		"demand is 3 times the usual":                               fault.DemandSurge{Factor: 3, Where: p},
		"something that providers share fails at the others too":    fault.CommonMode{Where: p},
	} {
		p.log = nil
		assert.Contains(t, run(p, fault.Planned{Fault: f}), fmt.Sprintf("0: %q", want))
	}
}

// steady is a trace of one request a second.
type steady struct{ next sim.Time }

func (s *steady) Next(a []request.Arrival) int {
	n := 0
	for ; n < len(a) && s.next < 100e9; n++ {
		a[n] = request.Arrival{At: s.next, Bytes: uint32(s.next / 1e9)}
		s.next += 1e9
	}
	return n
}
func (*steady) Err() error { return fmt.Errorf("a torn tape") }

func TestASurgeIsCutOutOfItsStream(t *testing.T) {
	for _, c := range []struct {
		says        string
		from, until sim.Time
		want        []uint32
	}{
		{"from an instant on and before another", 5e9, 8e9, []uint32{5, 6, 7}},
		{"between two arrivals", 5e9 + 1, 7e9 - 1, []uint32{6}},
		{"to the end", 97e9, sim.Never, []uint32{97, 98, 99}},
		{"of no time", 5e9, 5e9, nil},
		{"after the end", 1000e9, sim.Never, nil},
	} {
		s := fault.Surge(&steady{}, c.from, c.until)
		var got []uint32
		for a := range request.All(s) {
			got = append(got, a.Bytes)
		}
		assert.Equal(t, c.want, got, c.says)
		assert.EqualError(t, s.Err(), "a torn tape")
	}
}
