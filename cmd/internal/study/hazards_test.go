package study

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/file"
	"failsim/models/request"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/sim"
	"failsim/strategies"
	"failsim/traces"
)

// hazard is part of a strategy's Hazard that only a whole world shows: what
// happens to requests of some runs, and what of it the sentence says.
type hazard struct {
	strategy, says string
	rows           []hazardRow
	happens        func(s []suffered) bool
}

// hazardRow is requests that arrive in a part of a run; edits change the scenario.
type hazardRow struct {
	design, incident string
	from, until      time.Duration
	edits            []string
}

// suffered is what happened in a row.
type suffered struct {
	arrived, failed, attempts float64
	away                      float64 // answered or failed outside the primary region
	of                        [request.Causes]float64
	latency                   time.Duration // mean of what was answered
	harmed                    int           // LBs of the fleet, at most
	harmings                  int           // times that one was
	harm                      time.Duration // LBs times time
}

func (s suffered) share(c request.Cause) float64 { return s.of[c] / s.arrived }

var hazards = []hazard{
	{"least-request", "LBs do not see each other's requests", oneLB("least-request"), slowerByOthers},
	{"power-of-d", "LBs do not see each other's requests", oneLB("power-of-d"), slowerByOthers},
	{"dns-answer", "resolvers that keep answers beyond their TTL keep clients at a dead address for minutes to days", []hazardRow{
		{"standby", "loss", 15 * time.Minute, 25 * time.Minute, slowAndLong},
		{"standby", "loss", 2 * time.Hour, 20 * time.Hour, slowAndLong},
		{"standby", "loss", 48 * time.Hour, 50 * time.Hour, slowAndLong},
	}, func(s []suffered) bool {
		return s[0].share(request.StaleAddress) > s[1].share(request.StaleAddress) && s[1].share(request.StaleAddress) > 0.01 && s[2].of[request.StaleAddress] > 20
	}},
	{"ranked-list", "all clients of a sick endpoint move to the next one within seconds, even if that is full or cold", []hazardRow{
		{"ranked-list", "loss", 0, 4 * time.Minute, triesAgain},
		{"ranked-list", "loss", 5 * time.Minute, 5*time.Minute + 30*time.Second, triesAgain},
		{"ranked-list", "loss", 5*time.Minute + 30*time.Second, 6 * time.Minute, triesAgain},
		{"full-standby", "loss", 5 * time.Minute, 5*time.Minute + 30*time.Second, triesAgain},
	}, func(s []suffered) bool {
		return s[0].failed == 0 && s[1].share(request.None) > 0.5 && s[2].share(request.OverloadSurvivor) > 0.1 && s[3].share(request.None) < 0.01
	}},
	{"hedge", "where overload makes answers late it adds to the load", []hazardRow{
		{"hedge", "surge", 5 * time.Minute, 10 * time.Minute, aLittle}, {"one-region", "surge", 5 * time.Minute, 10 * time.Minute, aLittle},
	}, func(s []suffered) bool {
		return s[0].attempts > 1.5*s[0].arrived && s[1].attempts == s[1].arrived && s[0].failed > 3*s[1].failed
	}},
	{"bounded-fifo", "a queue in which waits are longer than clients' time-outs fills with requests whose clients have left, and servers work in vain", []hazardRow{
		{"bounded-fifo", "surge", 6 * time.Minute, 10 * time.Minute, longQueues}, {"lifo", "surge", 6 * time.Minute, 10 * time.Minute, longQueues},
	}, func(s []suffered) bool {
		return s[0].share(request.None) < 0.05 && s[1].share(request.None) > 0.3
	}},
	{"deadline-drop", "if needs is shorter than the work, it starts requests that it answers too late", []hazardRow{
		{"deadline-drop", "surge", 6 * time.Minute, 10 * time.Minute, longQueues}, {"deadline-drop", "surge", 6 * time.Minute, 10 * time.Minute, append([]string{"[deadline-drop]", "[{deadline-drop: {needs: 500ms}}]"}, longQueues...)},
	}, func(s []suffered) bool { return s[0].share(request.None) < s[1].share(request.None)/3 }},
	{"lifo", "the oldest requests wait until the overload is over, or for ever", []hazardRow{
		{"lifo", "surge", 6 * time.Minute, 10 * time.Minute, longQueues}, {"deadline-drop", "surge", 6 * time.Minute, 10 * time.Minute, longQueues},
	}, func(s []suffered) bool {
		return s[0].of[request.TimedOutInQueue] > 100 && s[0].latency < s[1].latency/3
	}},
	{"queue-timeout", "with retries, each refused request comes back at once as additional load", []hazardRow{
		{"limit-then-retry", "surge", 5 * time.Minute, 10 * time.Minute, nil}, {"queue-timeout", "surge", 5 * time.Minute, 10 * time.Minute, nil},
	}, func(s []suffered) bool { return s[0].attempts > 2*s[0].arrived && s[1].attempts == s[1].arrived }},
	{"circuit-breaker", "after a repair it keeps them away for the rest of its time", []hazardRow{
		{"circuit-breaker", "short-loss", 7*time.Minute + 50*time.Second, 8*time.Minute + 10*time.Second, nil},
		{"one-region", "short-loss", 7*time.Minute + 50*time.Second, 8*time.Minute + 10*time.Second, nil},
	}, func(s []suffered) bool { return s[0].share(request.CircuitOpen) > 0.9 && s[1].failed < s[0].failed/10 }},
	{"pinned-connection", "clients stay at an LB that answers with errors, though DNS has moved their name", []hazardRow{
		{"pinned-connection", "deletion", 20 * time.Minute, 30 * time.Minute, oftenAsking},
		{"standby", "deletion", 20 * time.Minute, 30 * time.Minute, oftenAsking},
	}, func(s []suffered) bool { return s[0].share(request.StaleAddress) > 3*s[1].share(request.StaleAddress) }},
	{"next-upstream", "requests that slow backends are still working on are started again at others, which multiplies an overload", []hazardRow{
		{"next-upstream", "surge", 5 * time.Minute, 10 * time.Minute, aLittle}, {"one-region", "surge", 5 * time.Minute, 10 * time.Minute, aLittle},
	}, func(s []suffered) bool { return s[0].failed > 3*s[1].failed }},
	{"panic", "requests go to backends that are known to be dead, and wait for them", []hazardRow{
		{"panic", "zone", 6 * time.Minute, 20 * time.Minute, nil},
		{"one-region", "zone", 6 * time.Minute, 20 * time.Minute, nil},
	}, func(s []suffered) bool { return s[0].share(request.ZoneDown) > 10*s[1].share(request.ZoneDown) }},
	{"backoff", "an empty budget fails requests that a retry would have saved", []hazardRow{
		{"backoff", "errors", 6 * time.Minute, 30 * time.Minute, withRoom},
		{"no-budget", "errors", 6 * time.Minute, 30 * time.Minute, withRoom},
	}, func(s []suffered) bool { return s[0].failed > 2*s[1].failed }},
	{"backoff", "without a budget retries multiply an overload", surging("no-budget"), multiplied},
	{"fixed", "an overload is multiplied by the number of attempts", surging("fixed"), multiplied},
	{"dns-failover", "moves a load at once to an endpoint that may be cold or full", []hazardRow{
		{"full-standby", "loss", 10 * time.Minute, 30 * time.Minute, nil},
		{"standby", "loss", 10 * time.Minute, 30 * time.Minute, nil},
	}, func(s []suffered) bool {
		return s[0].share(request.OverloadSurvivor) > 5*s[1].share(request.OverloadSurvivor)
	}},
}

var hazardsOfSteering = []hazard{
	{"nearest-healthy", "a lost region's whole load goes to the next nearest, even if that is full", toTheNext("nearest"), fullNext},
	{"geography", "a location that loses its region goes to one other, which may be full", toTheNext("geography"), fullNext},
	{"anycast", "a withdrawn region's load falls on the next nearest within seconds, full or not", []hazardRow{
		{"anycast", "loss", 6*time.Minute + 30*time.Second, 7 * time.Minute, nil},
		{"anycast", "loss", 6*time.Minute + 30*time.Second, 7 * time.Minute, roomyWest},
	}, fullNext},
	{"anycast", "until routes converge, clients reach the dead region", []hazardRow{
		{"anycast", "loss", 5*time.Minute + 30*time.Second, 6 * time.Minute, nil},
		{"anycast", "loss", 5*time.Minute + 30*time.Second, 6 * time.Minute, []string{"converge: 1m", "converge: 1s"}},
	}, func(s []suffered) bool {
		return s[0].share(request.StaleAddress) > 0.2 && s[1].share(request.StaleAddress) == 0
	}},
	{"fixed-address", "open connections stay where they are, even if that region is sick", []hazardRow{
		{"fixed-address", "loss", 6 * time.Minute, 9 * time.Minute, []string{"connected: 0%", "connected: 50%"}},
		{"fixed-address", "loss", 6 * time.Minute, 9 * time.Minute, nil},
	}, func(s []suffered) bool {
		return s[0].share(request.StaleAddress) > 0.2 && s[1].share(request.StaleAddress) == 0
	}},
	{"waterfall", "it follows a load that is already gone", []hazardRow{
		{"waterfall", "surge", 3 * time.Minute, 5 * time.Minute, nil},
		{"waterfall", "surge", 9 * time.Minute, 10 * time.Minute, nil},
		{"waterfall", "surge", 10*time.Minute + 30*time.Second, 11 * time.Minute, nil},
		{"nearest", "surge", 10*time.Minute + 30*time.Second, 11 * time.Minute, nil},
	}, func(s []suffered) bool {
		return s[0].away == 0 && s[1].away > 0.15*s[1].arrived && s[2].away > 0.15*s[2].arrived && s[3].away == 0
	}},
	{"zonal-autoshift", "the zones that are left get its load, whether or not they were bought for it", []hazardRow{
		{"autoshift", "zone-errors", 7 * time.Minute, 30 * time.Minute, nil},
		{"one-region", "zone-errors", 7 * time.Minute, 30 * time.Minute, []string{"east, capacity: 150%", "east, capacity: 125%"}},
	}, func(s []suffered) bool {
		return s[0].of[request.ServerError] < s[1].of[request.ServerError]/5 && s[0].failed > s[1].failed && s[0].of[request.OverloadPrimary] > 2*s[1].of[request.OverloadPrimary]
	}},
}

var roomyWest = []string{"a/west, capacity: 60%", "a/west, capacity: 150%"}

func toTheNext(design string) []hazardRow {
	return []hazardRow{{design, "loss", 10 * time.Minute, 30 * time.Minute, nil}, {design, "loss", 10 * time.Minute, 30 * time.Minute, roomyWest}}
}

func fullNext(s []suffered) bool {
	return s[0].share(request.OverloadSurvivor) > 0.2 && s[0].of[request.OverloadSurvivor] > 5*s[1].of[request.OverloadSurvivor]
}

var withRoom = []string{"a/east, capacity: 150%", "a/east, capacity: 300%"}

var oftenAsking = []string{"users: 8000", "users: 800"}

// longQueues has waits of some 20 s at most where clients wait for 5.
var longQueues = []string{"queue-capacity: 8", "queue-capacity: 80"}

var aLittle = []string{"factor: 4", "factor: 1.4"}

var triesAgain = []string{"retrying: [never]", "retrying: [fixed: {attempts: 2}]"}

var slowAndLong = []string{"rate: 40/s", "rate: 1/s", "length: 60m", "length: 50h"}

func oneLB(design string) []hazardRow {
	many, one := []string{"east, capacity: 150%", "east, capacity: 120%"}, []string{"east, capacity: 150%", "east, capacity: 120%", "names: 60", "names: 1"}
	return []hazardRow{{design, "none", 0, 30 * time.Minute, many}, {design, "none", 0, 30 * time.Minute, one}}
}

func slowerByOthers(s []suffered) bool { return s[0].latency > s[1].latency*5/4 }

func surging(design string) []hazardRow {
	return []hazardRow{{design, "surge", 5 * time.Minute, 10 * time.Minute, nil}, {"one-region", "surge", 5 * time.Minute, 10 * time.Minute, nil}}
}

func multiplied(s []suffered) bool {
	return s[0].attempts/s[0].arrived > 2 && s[1].attempts == s[1].arrived
}

// A sentence that failsim list prints is shown where it happens: by a strategy's
// script, or here; the test of the scripts looks for what is written here.
func TestHazardsHappen(t *testing.T) {
	text, err := os.ReadFile("testdata/hazards.yaml")
	require.NoError(t, err)
	var b strings.Builder
	b.WriteString("# What is printed as a strategy's hazard, in testdata/hazards.yaml: seed 1, one run a row\n")
	for _, h := range slices.Concat(hazards, hazardsOfProviders, hazardsOfSteering) {
		fmt.Fprintf(&b, "\n%s: %s\n", h.strategy, h.says)
		var all []suffered
		for _, r := range h.rows {
			s := r.play(t, string(text))
			all = append(all, s)
			fmt.Fprintf(&b, "  %s\n", r.report(s))
		}
		assert.True(t, h.happens(all), "%s: %s", h.strategy, h.says)
	}
	golden(t, "testdata/hazards.golden", b.String())
}

func (r hazardRow) play(t *testing.T, text string) (sum suffered) {
	s, err := scenario.Read("hazards.yaml", []byte(strings.NewReplacer(r.edits...).Replace(text)), strategies.All(), traces.Names()...)
	require.NoError(t, err)
	design := slices.IndexFunc(s.Designs, func(d scenario.Design) bool { return d.Name == r.design })
	incident := slices.IndexFunc(s.Incidents, func(i scenario.Incident) bool { return i.Name == r.incident })
	if i := &s.Incidents[incident]; r.until > 0 { // what comes later does not count, but for what becomes of requests
		i.Length = min(i.Length, r.until+2*s.Clients.Patience)
	}
	seen := play(t, steady(s), world.Choice{Design: &s.Designs[design], Incident: &s.Incidents[incident], Seed: 1})
	until := sim.Time(max(r.until, r.from+1))
	if r.until == 0 {
		until = sim.Time(s.Incidents[incident].Length)
	}
	good := 0.0
	for _, o := range seen.settled {
		if o.Arrived < sim.Time(r.from) || o.Arrived >= until {
			continue
		}
		sum.arrived++
		sum.attempts += float64(o.Attempts)
		sum.of[o.Cause]++
		if o.FailedOver {
			sum.away++
		}
		if o.Good() {
			good++
			sum.latency += o.Ended.Sub(o.Arrived)
		}
	}
	sum.failed, sum.latency = sum.arrived-good, time.Duration(float64(sum.latency)/max(1, good))
	for i, d := range seen.damage {
		end := sim.Time(s.Incidents[incident].Length)
		if i+1 < len(seen.damage) {
			end = seen.damage[i+1].at
		}
		sum.harmed = max(sum.harmed, d.lbs)
		if i == 0 || d.lbs > seen.damage[i-1].lbs {
			sum.harmings++
		}
		sum.harm += time.Duration(d.lbs) * end.Sub(d.at)
	}
	return sum
}

// tell writes a row: causes of one failure in a hundred and more.
func (r hazardRow) report(s suffered) string {
	text := fmt.Sprintf("%-14s in %s", r.design, r.incident)
	if r.until > 0 {
		text += fmt.Sprintf(", %s to %s", file.FormatDuration(r.from), file.FormatDuration(r.until))
	}
	for i := 0; i < len(r.edits); i += 2 {
		text += ", " + r.edits[i+1]
	}
	text += fmt.Sprintf(": %.3g %% of %.0f requests fail, %.3g attempts a request, mean latency %v", 100*s.failed/s.arrived, s.arrived, s.attempts/s.arrived, s.latency.Round(time.Millisecond))
	if r.design == "waterfall" || r.design == "nearest" {
		text += fmt.Sprintf(", %.3g %% outside the primary region", 100*s.away/s.arrived)
	}
	for c := range request.Causes {
		if c != request.None && s.of[c] >= max(1, s.failed/100) {
			text += fmt.Sprintf(", %v %.3g %%", c, 100*s.share(c))
		}
	}
	if s.harmed > 0 {
		text += fmt.Sprintf(", at most %d LBs harmed, %.0f LB-min", s.harmed, s.harm.Minutes())
	}
	return text
}
