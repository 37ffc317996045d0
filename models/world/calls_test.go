package world_test

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/policy"
	"failsim/models/record"
	"failsim/models/request"
	"failsim/models/world/scenario"
	"failsim/strategies"
	"failsim/traces"
)

// took adds up how long answered requests took, by minute of arrival.
type took struct {
	ends
	sum [30]time.Duration
	n   [30]float64
}

func (k *took) Answered(batch []record.Answered) { answered(k, batch) }
func (k *took) Settled(s *record.Settlement) {
	k.ends.Settled(s)
	if s.Cause == request.None {
		m := min(29, int(time.Duration(s.Arrived).Minutes()))
		k.sum[m] += s.Ended.Sub(s.Arrived)
		k.n[m]++
	}
}

// mean is the mean of answered requests of some minutes, in seconds.
func (k *took) mean(from, to int) float64 {
	sum, n := 0.0, 0.0
	for m := from; m < to; m++ {
		sum, n = sum+k.sum[m].Seconds(), n+k.n[m]
	}
	return sum / n
}

// calling runs a design whose servers never are too few, 20 requests a second of 800 ms.
func calling(t testing.TB, services, faults string) *took {
	t.Helper()
	text := strings.ReplaceAll(needingText(t, services, faults), "capacity: 150%", "capacity: 2000%")
	s, err := scenario.Read("calling", []byte(text), strategies.All(), traces.Names()...)
	require.NoError(t, err)
	k := &took{}
	require.NoError(t, build(t, s, 0, 0, 20, 30*time.Minute, k).Run())
	return k
}

const noFault = "- {at: 29m, gray: {region: aws/west, share: 1%, for: 1s}}"

// asking is a scenario whose servers ask a service, of which the rest is said.
func asking(t testing.TB, need, service, faults string) *took {
	return calling(t, "- {service: aws/east/servers, needs: ["+need+"]}\n"+service, faults)
}

// In M/M/2 a request is there for 1/mu / (1-rho^2): 150 ms and rho = 3/4 make 343 ms,
// which half of the requests wait for.
func TestACalledServiceIsAQueue(t *testing.T) {
	const well = "- {service: tokens}"
	k := asking(t, "{on: tokens, share: 50%, timeout: 1m}", "- {service: tokens, servers: 2, work: {exponential: {mean: 150ms}}}", noFault)
	without := calling(t, well, noFault)
	assert.InDelta(t, 0.5*0.15/(1-0.75*0.75), k.mean(1, 29)-without.mean(1, 29), 0.012)
	assert.Equal(t, without.arrived, k.arrived)
	assert.Equal(t, without.good, k.good, "nothing is lost by waiting")
}

// Who is refused by the service is failed by its server: of 10 a second one server of
// 200 ms serves 5.
func TestAnOverloadedServiceFailsWhatItCannotServe(t *testing.T) {
	k := asking(t, "{on: tokens, share: 50%}", "- {service: tokens, servers: 1, work: 200ms, queue-capacity: 3}", noFault)
	n, all := k.count(request.ServiceDown, 1, 28)
	assert.InDelta(t, 0.25*all, n, 0.025*all)
	good, _ := k.count(request.None, 1, 28)
	assert.Equal(t, all, good+n)
}

// Without a bound on the queue everybody waits in vain: who hangs up is worked on all the
// same, so that nobody is answered in time once 1 s of work waits.
func TestWorkForThoseWhoHaveHungUpIsInVain(t *testing.T) {
	k := asking(t, "{on: tokens, share: 50%}", "- {service: tokens, servers: 1, work: 200ms}", noFault)
	n, all := k.count(request.ServiceDown, 5, 28)
	binomial(t, n, all, 0.5, "all that ask")
}

func TestFaultsOfACalledServiceReachWhoAsks(t *testing.T) {
	const service = "- {service: tokens, servers: 50, work: 20ms}"
	for _, c := range []struct {
		need, fault string
		share       float64
	}{
		{"{on: tokens, share: 30%}", "fail: {on: {service: tokens}, for: 10m}", 0.3},
		{"{on: tokens, share: 30%}", "fail: {on: {service: tokens}, share: 50%, for: 10m}", 0.15},
		{"{on: tokens, share: 30%, retrying: [{fixed: {attempts: 3, wait: 100ms}}]}", "fail: {on: {service: tokens}, share: 50%, for: 10m}", 0.3 / 8},
		{"{on: tokens, timeout: 100ms}", "fail: {on: {service: tokens}, factor: 6, for: 10m}", 1},
		{"{on: tokens}", "fail: {on: {service: tokens}, factor: 6, for: 10m}", 0},
	} {
		k := asking(t, c.need, service, "- {at: 5m, "+c.fault+"}")
		n, all := k.count(request.ServiceDown, 5, 14)
		if c.share > 0 && c.share < 1 {
			binomial(t, n, all, c.share, c.fault)
		} else {
			assert.InDelta(t, c.share*all, n, 3, c.fault)
		}
		n, _ = k.count(request.ServiceDown, 16, 29)
		assert.Zero(t, n)
	}
}

// Of services that ask each other each waits for the next: 20, 30 and 40 ms, half of the
// requests the whole way, and what fails at its end fails all of it.
func TestAServiceThatIsAskedAsksOthers(t *testing.T) {
	const chain = "- {service: api, servers: 50, work: 20ms, needs: [users]}\n- {service: users, servers: 50, work: 30ms, needs: [{on: db, share: 50%}]}\n- {service: db, servers: 50, work: 40ms}"
	k := asking(t, "api", chain, "- {at: 15m, fail: {on: {service: db}, for: 10m}}")
	without := calling(t, "- {service: api}", noFault)
	assert.InDelta(t, 0.02+0.03+0.02, k.mean(1, 14)-without.mean(1, 14), 0.001)
	n, all := k.count(request.ServiceDown, 15, 24)
	binomial(t, n, all, 0.5, "db is down")
}

// A cache that keeps the objects last asked for: Che's approximation, which is right to a
// percent for so many. What is missed costs 1 ms more.
func TestACacheAsksForWhatItDoesNotHold(t *testing.T) {
	const objects, keeps, zipf = 1000, 100, 0.8
	k := calling(t, "- {service: aws/east/servers, needs: [db], cache: {objects: 1000, keeps: 100, zipf: 0.8}}\n- {service: db, servers: 50, work: 1ms}", noFault)
	without := calling(t, "- {service: db}", noFault)
	p, sum := make([]float64, objects), 0.0
	for i := range p {
		p[i] = math.Pow(float64(i+1), -zipf)
		sum += p[i]
	}
	low, high := 0.0, 1e6 // requests until an object is forgotten: so many different ones as it keeps
	for range 60 {
		mid, held := (low+high)/2, 0.0
		for _, x := range p {
			held += 1 - math.Exp(-x/sum*mid)
		}
		if held < keeps {
			low = mid
		} else {
			high = mid
		}
	}
	miss := 0.0
	for _, x := range p {
		miss += x / sum * math.Exp(-x/sum*low)
	}
	assert.InDelta(t, miss, 1000*(k.mean(1, 29)-without.mean(1, 29)), 0.01)
}

// 100 objects, all alike, and a cache that keeps them all: each is asked for once when it
// is cold, and now and then by those who come within the 100 ms that this takes.
func TestACacheIsColdOnceItsServiceHasStopped(t *testing.T) {
	services := func(db string) string {
		return "- {service: aws/east/servers, needs: [memory]}\n- {service: memory, servers: 100, work: 1ms, needs: [db], cache: {objects: 100, keeps: 200, zipf: 0}}\n- {service: db, servers: 50, work: " + db + "}"
	}
	const fault = "- {at: 15m, fail: {on: {service: memory}, for: 1m}}"
	k, fast := calling(t, services("100ms"), fault), calling(t, services("1ns"), fault)
	misses := func(from, to int) (sum float64) {
		for m := from; m < to; m++ {
			sum += (k.sum[m] - fast.sum[m]).Seconds() / 0.1
		}
		return sum
	}
	assert.Zero(t, misses(0, 15), "it is warm at the start")
	n, all := k.count(request.ServiceDown, 15, 15)
	assert.Equal(t, all, n)
	assert.InDelta(t, 102, misses(16, 29), 4, "and when it is back")
	assert.InDelta(t, 0, misses(18, 29), 1)
}

// An expired object is the answer where what is asked fails, if that may be.
func TestACacheAnswersWithWhatIsStale(t *testing.T) {
	for stale, share := range map[string]float64{"": 1, ", stale: 1h": 0} {
		k := calling(t, "- {service: aws/east/servers, needs: [db], cache: {objects: 20, keeps: 20, zipf: 0, ttl: 10s"+stale+"}}\n- {service: db, servers: 50, work: 1ms}",
			"- {at: 15m, fail: {on: {service: db}, for: 10m}}")
		n, all := k.count(request.ServiceDown, 16, 24)
		assert.InDelta(t, share*all, n, 0, stale)
	}
}

// A request is worth as much as before, and asks for the same, whatever else is in the
// world: servers that ask for nothing take the other way to the same ends.
func TestAServiceThatNobodyAsksChangesNothing(t *testing.T) {
	a := calling(t, "- {service: tokens, servers: 2, work: 1s}", noFault)
	b := calling(t, "- {service: tokens}", noFault)
	assert.Equal(t, b.sum, a.sum)
	assert.Equal(t, b.minutes, a.minutes)
}

func TestLoadBalancersTryAgainInOneWay(t *testing.T) {
	text := needingText(t, "", "- {at: 2m, lose-region: {region: aws/east, for: 1m}}")
	text = strings.Replace(text, "  - design: standby\n", "  - design: both\n    like: single\n    lb-calls: {timeout: 2s}\n    tenant: {sending: [dns-answer], retrying: [never], balancing: [random], lb-retrying: [redispatch]}\n  - design: standby\n", 1)
	_, err := scenario.Read("both", []byte(text), strategies.All(), traces.Names()...)
	assert.ErrorContains(t, err, "lb-calls and lb-retrying, redispatch, are two ways for load balancers to call their servers: keep one")
}

func TestADesignsOwnWayToCallCountsMoreThanTheOneItIsLike(t *testing.T) {
	text := needingText(t, "", "- {at: 2m, lose-region: {region: aws/east, for: 1m}}")
	own := "    tenant: {sending: [dns-answer], retrying: [never], balancing: [random], lb-retrying: [redispatch]}\n"
	text = strings.Replace(text, "  - design: standby\n", "  - design: steps\n    like: single\n"+own+"  - design: calls\n    like: steps\n    lb-calls: {timeout: 2s}\n"+
		"  - design: steps-again\n    like: calls\n"+own+"  - design: standby\n", 1)
	s, err := scenario.Read("ways", []byte(text), strategies.All(), traces.Names()...)
	require.NoError(t, err)
	for _, c := range []struct {
		design string
		calls  bool
		steps  int
	}{{"steps", false, 1}, {"calls", true, 0}, {"steps-again", false, 1}} {
		i := slices.IndexFunc(s.Designs, func(d scenario.Design) bool { return d.Name == c.design })
		d := &s.Designs[i]
		assert.Equal(t, c.calls, d.Calls != nil, c.design)
		assert.Len(t, d.Tenant[policy.LBRetryingSocket], c.steps, c.design)
	}
}

// By hand: each object is asked for once a minute at least, and is stale for half of the
// time. nginx with stale-if-error answers what is stale where nobody listens, and passes a
// 503 on; with its own switch, and as Squid does, neither is seen.
func TestACacheAnswersStaleWhereItsProgramDoes(t *testing.T) {
	for _, c := range []struct {
		cache, fault string
		fails        bool
	}{
		{"stale: 1h, stale-on-error: 0s", "fail: {on: {service: db}, for: 10m}", false},
		{"stale: 1h, stale-on-error: 0s", "fail: {on: {service: db}, share: 100%, for: 10m}", true},
		{"stale: 1h", "fail: {on: {service: db}, share: 100%, for: 10m}", false},
		{"stale: 0s, stale-on-error: 1h", "fail: {on: {service: db}, for: 10m}", true},
		{"coalesce: new", "fail: {on: {service: db}, for: 10m}", true},
	} {
		k := calling(t, "- {service: aws/east/servers, needs: [db], cache: {objects: 3, keeps: 3, ttl: 1s, "+c.cache+"}}\n- {service: db, servers: 50, work: 1ms}", "- {at: 5m, "+c.fault+"}")
		n, all := k.count(request.ServiceDown, 6, 14)
		if c.fails {
			assert.InDelta(t, all, n, 0.02*all, "%+v", c)
		} else {
			assert.Zero(t, n, "%+v", c)
		}
	}
}

// Of 20 a second for one object whose origin takes 500 ms, those who come while another's
// call is under way wait for it, until their patience of 100 ms is over.
func TestWhoWaitsForAnothersCallGivesUp(t *testing.T) {
	asks := func(more string) float64 {
		k := calling(t, "- {service: aws/east/servers, needs: [db], cache: {objects: 1, keeps: 1, ttl: 1ms"+more+"}}\n- {service: db, servers: 500, work: 500ms}", noFault)
		_, last, found := strings.Cut(strings.Join(k.log, "\n"), "it asked ")
		require.True(t, found)
		n, err := strconv.Atoi(strings.Fields(last)[0])
		require.NoError(t, err)
		return float64(n) / float64(k.arrived)
	}
	assert.InDelta(t, 0.98, asks(""), 0.01, "one in fifty comes within the millisecond in which it is fresh")
	assert.InDelta(t, 1.0/11, asks(", coalesce: true"), 0.01, "of 10 in half a second and the first")
	assert.Greater(t, asks(", coalesce: true, gives-up: 100ms"), 0.9)
}
