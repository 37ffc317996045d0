package world_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/request"
	"failsim/models/world/scenario"
	"failsim/strategies"
	"failsim/traces"
)

// writing runs a design with some data: with kinds a tenth of the requests write, else the
// servers ask for three in ten.
func writing(t testing.TB, replicating, work, services, kinds, faults string) *took {
	t.Helper()
	text := strings.ReplaceAll(needingText(t, services, faults), "capacity: 150%", "capacity: 2000%")
	text = strings.Replace(text, "incidents:\n", `  data:
    - data: orders
      writes: 100/s
`+work+`
      replicas:
        - {replica: a, region: aws/east}
        - {replica: b, region: aws/west, writers: 0%}
        - {replica: c, region: aws/west}
incidents:
`, 1)
	text = strings.ReplaceAll(text, "    names: 4\n", "    names: 4\n"+kinds)
	text = strings.ReplaceAll(text, "      retrying:", "      replicating: "+replicating+"\n      retrying:")
	s, err := scenario.Read("writing", []byte(text), strategies.All(), traces.Names()...)
	require.NoError(t, err)
	k := &took{}
	require.NoError(t, build(t, s, 0, 0, 20, 30*time.Minute, k).Run())
	return k
}

const (
	buying  = "    kinds: [{kind: buy, share: 10%, needs: [orders/writes]}]\n"
	selling = "- {service: aws/east/servers, needs: [{on: orders/writes, share: 30%, timeout: 10s}]}"
	works   = "      work: 2ms\n      connections: 50"
)

// A tenth of the requests waits 70 ms for the other coast, or nothing: 7 ms on average.
func TestAWriteThatWaitsForTheOtherCoastTakesAsLong(t *testing.T) {
	with := writing(t, "[semi-synchronous]", "", "", buying, noFault)
	without := writing(t, "[asynchronous]", "", "", buying, noFault)
	assert.InDelta(t, 0.1*0.07, with.mean(1, 29)-without.mean(1, 29), 0.0003)
	assert.Equal(t, without.good, with.good)
	majority := writing(t, "[quorum]", "", "", buying, noFault)
	assert.InDelta(t, 0.1*0.07, majority.mean(1, 29)-without.mean(1, 29), 0.0003)
}

// Three in ten ask: each holds a connection for 2 ms and what its write waits for.
func TestServersAskTheDataAndWait(t *testing.T) {
	with := writing(t, "[semi-synchronous]", works, selling, "", noFault)
	without := writing(t, "[asynchronous]", works, selling, "", noFault)
	none := writing(t, "[asynchronous]", works, "- {service: tokens}", "", noFault)
	assert.InDelta(t, 0.3*0.07, with.mean(1, 29)-without.mean(1, 29), 0.0005)
	assert.InDelta(t, 0.3*0.002, without.mean(1, 29)-none.mean(1, 29), 0.0001)
}

// By hand: without its followers the leader hangs, so a write waits for the time-out of who
// asks, here 10 s, or until a follower is back; connections are held meanwhile: 50 of them
// are taken within 50 / (20 a second x 30 %) = 8 s. A leader that goes on after 10 s, as
// MySQL's does, answers what has waited.
func TestHungCommitsHoldConnectionsUntilAFollowerIsBack(t *testing.T) {
	const gone = "- {at: 5m, fail: {on: {service: orders/b}, for: 5m}}\n- {at: 5m, fail: {on: {service: orders/c}, for: 5m}}"
	k := writing(t, "[semi-synchronous]", works, selling, "", gone)
	n, all := k.count(request.None, 6, 9)
	binomial(t, all-n, all, 0.3, "who writes fails")
	n, all = k.count(request.None, 11, 29)
	assert.Equal(t, all, n)
	k = writing(t, "[{semi-synchronous: {gives-up: 5s}}]", works, selling, "", gone)
	n, all = k.count(request.None, 0, 29)
	assert.Equal(t, all, n, "those who came last waited for 5 s")
	k = writing(t, "[asynchronous, {automatic-promotion: {detect: 1s}}]", works, selling, "", "- {at: 5m, fail: {on: {service: orders/a}}}")
	n, all = k.count(request.ServiceDown, 5, 6)
	assert.InDelta(t, 0.3*20*2.3, n, 12, "refused for 2.3 s: of %g", all)
	k = writing(t, "[asynchronous, {automatic-promotion: {detect: 1s}}, {store-clients: {unanswered: waits}}]", works, selling, "", "- {at: 5m, fail: {on: {service: orders/a}}}")
	n, all = k.count(request.None, 5, 6)
	assert.Equal(t, all, n, "held back for 2.3 s")
}

// A kind whose writes hang hears nothing, and fails when its client hangs up.
func TestAKindWhoseWritesHangFailsWhenItsClientHangsUp(t *testing.T) {
	k := writing(t, "[semi-synchronous]", "", "", buying, "- {at: 5m, fail: {on: {service: orders/aws/west/link}, for: 5m}}")
	n, all := k.count(request.None, 6, 9)
	binomial(t, all-n, all, 0.1, "who buys")
	n, all = k.count(request.None, 11, 29)
	assert.Equal(t, all, n)
}

// The scheduler's holder is gone for ten minutes: with a lease of 5 s another takes over
// 5 s later; had the leases' keeper lost its leader at the same time, after the election and
// the whole lease once more.
func TestAnotherRunsAServiceOnceItsLeaseIsOver(t *testing.T) {
	const services = "- {service: scheduler, lease: {in: orders, ttl: 1m}}\n- {service: alone}\n- {service: aws/east/servers, needs: [scheduler, alone]}"
	lost := func(faults string) float64 {
		k := writing(t, "[quorum]", "", services, "", faults)
		n, _ := k.count(request.ServiceDown, 4, 29)
		return n / 20 // seconds
	}
	assert.InDelta(t, 60.3, lost("- {at: 5m, fail: {on: {service: scheduler}, for: 10m}}"), 4)
	assert.InDelta(t, 30+60+2.4, lost("- {at: 5m, fail: {on: {service: scheduler}, for: 10m}}\n- {at: 330s, fail: {on: {service: orders/a}}}"), 5, "the leader dies half a minute later")
	assert.InDelta(t, 600, lost("- {at: 5m, fail: {on: {service: alone}, for: 10m}}"), 15)
	assert.InDelta(t, 20, lost("- {at: 5m, fail: {on: {service: scheduler}, for: 20s}}"), 3, "it is back sooner")
}
