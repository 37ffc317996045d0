package world_test

import (
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/id"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/sim"
	"failsim/strategies"
	"failsim/traces"
)

// needing is the least scenario with services and faults of its own; after services
// other sections of the world may follow, as after faults those of an incident.
// Clients do not try again, so that an attempt is a request.
func needing(t testing.TB, services, faults string) *scenario.Scenario {
	t.Helper()
	s, err := scenario.Read("needing", []byte(needingText(t, services, faults)), strategies.All(), traces.Names()...)
	require.NoError(t, err)
	return s
}

func needingText(t testing.TB, services, faults string) string {
	t.Helper()
	tiny, err := os.ReadFile("../../cmd/failsim/testdata/tiny.yaml")
	require.NoError(t, err)
	text := string(tiny)
	before, rest, _ := strings.Cut(text, "incidents:\n")
	_, designs, _ := strings.Cut(rest, "designs:\n")
	faults, people, _ := strings.Cut(faults, "\npeople:")
	if people != "" {
		people = "    people:" + strings.ReplaceAll(people, "\n", "\n    ") + "\n"
	}
	indent := func(s, by string) string { return by + strings.ReplaceAll(strings.TrimSpace(s), "\n", "\n"+by) + "\n" }
	text = before
	if services != "" {
		text += indent("services:\n"+strings.TrimSpace(services), "  ")
	}
	text += "incidents:\n  - incident: it\n    faults:\n" + indent(faults, "      ") + people +
		"designs:\n" + strings.ReplaceAll(designs, "backoff: {attempts: 3}", "backoff: {attempts: 1}")
	text = strings.ReplaceAll(text, "healthy: 10}", "healthy: 10, sees-errors: 0%}") // or LBs would call backends unhealthy, and fail the rest as well
	text = strings.ReplaceAll(text, "resolvers: 20", "resolvers: 2000")
	text = strings.ReplaceAll(text, "    - {share: 7%, hold: {lognormal: {median: 10m, sigma: 1}}}\n", "    - {share: 0%, hold: 1h}\n")
	return text
}

// ends counts outcomes by cause and minute of arrival, and calls of a region that
// failed.
type ends struct {
	counts
	minutes [30][request.Causes]float64
	calls   [30][2]float64 // failed, all
	log     []string
}

func (e *ends) Answered(batch []record.Answered) { answered(e, batch) }
func (e *ends) Settled(s *record.Settlement) {
	e.counts.Settled(s)
	e.minutes[min(29, int(time.Duration(s.Arrived).Minutes()))][s.Cause]++
}
func (e *ends) Called(at []sim.Time, region id.Region, _ record.Call, ok bool) {
	for _, t := range at {
		if region == 0 {
			c := &e.calls[min(29, int(time.Duration(t).Minutes()))]
			c[1]++
			if !ok {
				c[0]++
			}
		}
	}
}
func (e *ends) Follows() bool { return true }
func (e *ends) Narrate(now sim.Time, line string) {
	e.log = append(e.log, time.Duration(now).String()+" "+line)
}

// count counts a cause and all requests from a minute on and before another.
func (e *ends) count(c request.Cause, from, until int) (n, all float64) {
	for m := from; m < until; m++ {
		n += e.minutes[m][c]
		for _, k := range e.minutes[m] {
			all += k
		}
	}
	return n, all
}

func lived(t testing.TB, services, faults string) *ends {
	t.Helper()
	s := needing(t, services, faults)
	e := &ends{}
	w := build(t, s, 0, 0, 20, 30*time.Minute, e)
	require.NoError(t, w.Run())
	assert.Equal(t, e.arrived, e.settled+w.InFlight())
	return e
}

// binomial holds a count against its probability, by four standard errors.
func binomial(t *testing.T, n, all, p float64, what string) {
	t.Helper()
	assert.InDelta(t, p*all, n, 4*math.Sqrt(all*p*(1-p))+1e-9, what)
}

// By hand: half of the servers' requests need auth, which fails a fifth: a tenth fail.
func TestServersFailWhatAServiceThatTheyNeedFails(t *testing.T) {
	e := lived(t, `
- {service: auth, needs: [db]}
- {service: db}
- {service: aws/east/servers, needs: [{on: auth, share: 50%, error-after: 5ms}]}`,
		`- {at: 5m, fail: {on: {service: db}, share: 20%, for: 10m}}`)
	for _, c := range []struct {
		from, until int
		share       float64
	}{{0, 5, 0}, {5, 15, 0.1}, {15, 29, 0}} {
		n, all := e.count(request.ServiceDown, c.from, c.until)
		binomial(t, n, all, c.share, "between minutes")
	}
	good, all := e.count(request.None, 0, 29)
	down, _ := e.count(request.ServiceDown, 0, 29)
	assert.Equal(t, all, good+down, "nothing else fails: an error takes a worker 5 ms")
}

// A resolver asks again when its TTL of 60 s is over, and they are spread evenly: in
// the first minute without DNS half of the requests find no answer, then all. When
// DNS is back, so is everybody.
func TestNamesThatNobodyAnswersForFailAsTheirTTLsRunOut(t *testing.T) {
	e := lived(t, "", `- {at: 5m, fail: {on: {service: dns}, for: 10m}}`)
	for _, c := range []struct {
		from, until int
		share       float64
	}{{0, 5, 0}, {5, 6, 0.5}, {6, 15, 1}, {15, 29, 0}} {
		n, all := e.count(request.NameNotResolved, c.from, c.until)
		binomial(t, n, all, c.share, "between minutes")
	}
	e = lived(t, "", `- {at: 5m, fail: {on: {service: dns}, share: 30%, for: 10m}}`)
	n, all := e.count(request.NameNotResolved, 6, 15)
	assert.InDelta(t, 0.3, n/all, 0.06, "a share of questions: 2,000 resolvers, each of which keeps its draws for a TTL")
}

// The control plane needs the state store at once, whoever says so; it fails calls,
// and no request.
func TestCallsFailWithoutTheStateStore(t *testing.T) {
	e := lived(t, "", `- {at: 5m, fail: {on: {service: aws/east/state-store}, for: 10m}}`)
	for m := range 29 {
		want := 0.0
		if m >= 5 && m < 15 {
			want = e.calls[m][1]
		}
		assert.Equal(t, want, e.calls[m][0], "minute %d", m)
		assert.NotZero(t, e.calls[m][1])
	}
	good, all := e.count(request.None, 0, 29)
	assert.Equal(t, all, good)
	e = lived(t, "", `- {at: 5m, fail: {on: {service: aws/east/control-plane}, share: 40%, for: 10m}}`)
	failed, calls := 0.0, 0.0
	for m := 5; m < 15; m++ {
		failed, calls = failed+e.calls[m][0], calls+e.calls[m][1]
	}
	binomial(t, failed, calls, 0.4, "of calls")
}

func TestLBsThatAreDownAnswerNobodyAndTheirServersGoOn(t *testing.T) {
	e := lived(t, "", `- {at: 5m, fail: {on: {service: aws/east/lbs}, for: 10m}}`)
	n, all := e.count(request.ServiceDown, 5, 15)
	assert.Equal(t, all, n)
	n, _ = e.count(request.ServiceDown, 15, 29)
	assert.Zero(t, n)
	e = lived(t, "", `- {at: 5m, fail: {on: {service: aws/east/lbs}, share: 25%, error-after: 5ms, for: 10m}}`)
	n, all = e.count(request.ServerError, 5, 15)
	binomial(t, n, all, 0.25, "of what LBs take in")
}

// A fault that begins by cause begins ten minutes after its cause, and not for one
// that is over before.
func TestAFaultMayBeginByCause(t *testing.T) {
	const second = "- {when: {service: db, down-for: 3m}, fail: {on: {service: aws/east/lbs}, for: 5m}}\n"
	services := "- {service: db}"
	e := lived(t, services, "- {at: 5m, fail: {on: {service: db}, for: 10m}}\n"+second)
	n, all := e.count(request.ServiceDown, 8, 13)
	assert.Equal(t, all, n)
	n, _ = e.count(request.ServiceDown, 0, 29)
	assert.Equal(t, all, n, "and at no other time")
	e = lived(t, services, "- {at: 5m, fail: {on: {service: db}, for: 2m}}\n"+second)
	n, _ = e.count(request.ServiceDown, 0, 29)
	assert.Zero(t, n)
}

func TestAServiceIsLostWithItsRegion(t *testing.T) {
	e := lived(t, `
- {service: db, region: aws/west}
- {service: aws/east/servers, needs: [{on: db, cached: 4m}]}`, `- {at: 5m, lose-region: {region: aws/west, for: 10m}}`)
	assert.Subset(t, e.log, []string{"5m0s aws/west/lbs does not run", "5m0s db does not run", "9m0s aws/east/servers does not run",
		"15m0s db is well", "15m0s aws/east/servers is well"})
	good, all := e.count(request.None, 0, 8)
	assert.Equal(t, all, good, "what servers work on when they stop is lost with them")
	good, _ = e.count(request.None, 9, 15)
	assert.Zero(t, good)
}

// A world that only says what it has, and hits none of it, is the world without.
func TestServicesThatAreWellChangeNothing(t *testing.T) {
	const fault = "- {at: 5m, gray: {region: aws/east, share: 10%, for: 5m}}"
	without := lived(t, "", fault)
	with := lived(t, "- {service: db}\n- {service: aws/east/servers, needs: [db]}", fault)
	assert.Equal(t, without, with)
}

// As on 4 October 2021, in minutes: DNS withdraws itself when it has not seen the
// network for four, the network is back only with tools, which need DNS. Resolvers
// forget within a minute; people are there at 20, and begin with DNS.
func TestACircleOfServicesNeedsAPerson(t *testing.T) {
	const services = `
- {service: network, needs: [tools]}
- {service: tools, needs: [dns]}
- {service: dns, needs: [{on: network, cached: 4m}]}`
	const fault = "- {at: 5m, fail: {on: {service: network}, for: 6m}}"
	with := needing(t, services, fault)
	with.Incidents[0].People = needing(t, services, fault+`
people:
  of: aws
  playbook:
    - {step: drive, do: wait, when: {at: 10m}, takes: 4m}
    - {step: dns, do: start-without, on: dns, without: network, takes: 1m}`).Incidents[0].People
	for people, s := range map[bool]*scenario.Scenario{false: needing(t, services, fault), true: with} {
		e := &ends{}
		require.NoError(t, build(t, s, 0, 0, 20, 30*time.Minute, e).Run())
		n, all := e.count(request.NameNotResolved, 10, 20)
		assert.Equal(t, all, n, "the network is back at 11, and nobody can tell")
		n, _ = e.count(request.NameNotResolved, 0, 9)
		assert.Zero(t, n)
		n, all = e.count(request.NameNotResolved, 21, 29)
		if people {
			assert.Zero(t, n)
		} else {
			assert.Equal(t, all, n)
		}
	}
}

// A design that serves from one region needs what stands in another, whoever says so.
func TestALostRegionTouchesWhoNeedsWhatStandsThere(t *testing.T) {
	const fault = "- {at: 5m, lose-region: {region: aws/west, for: 10m}}"
	for services, touched := range map[string]bool{
		"": false,
		"- {service: db, region: aws/west}\n- {service: aws/east/servers, needs: [db]}": true,
		"- {service: aws/east/servers, needs: [aws/west/servers]}":                      true,
	} {
		s := needing(t, services, fault)
		assert.Equal(t, touched, world.CanTouch(s, world.Fixed(s), &s.Designs[0], &s.Incidents[0]), services)
	}
}

// By hand: while one is down what fails is what the other fails; alone neither is missed.
func TestOfSeveralOneIsEnough(t *testing.T) {
	const services = "- {service: one}\n- {service: other}\n- {service: aws/east/servers, either: [one, other]}"
	k := lived(t, services, "- {at: 5m, fail: {on: {service: one}, for: 20m}}\n- {at: 10m, fail: {on: {service: other}, for: 5m}}\n- {at: 20m, fail: {on: {service: other}, share: 40%, for: 5m}}")
	for _, c := range []struct {
		from, until int
		share       float64
	}{{0, 10, 0}, {10, 15, 1}, {15, 20, 0}, {20, 25, 0.4}, {25, 29, 0}} {
		n, all := k.count(request.ServiceDown, c.from, c.until)
		if c.share == 1 {
			assert.InDelta(t, all, n, 3)
		} else {
			binomial(t, n, all, c.share, "between minutes")
		}
	}
}
