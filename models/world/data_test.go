package world_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/record"
	"failsim/models/request"
	"failsim/models/world/scenario"
	"failsim/sim"
	"failsim/strategies"
	"failsim/traces"
)

// kept are ends that are notified of data, too.
type kept struct {
	ends
	lost float64
	data []record.Data
}

func (k *kept) Answered(batch []record.Answered)              { k.ends.Answered(batch) }
func (k *kept) DataLost(_ sim.Time, _ int, writes float64)    { k.lost += writes }
func (k *kept) DataKept(_ sim.Time, which int, d record.Data) { k.data = append(k.data, d) }

const orders = `
- data: orders
  writes: 100/s
  replicas:
    - {replica: a, region: aws/east, writers: 40%}
    - {replica: b, region: aws/east, lag: 3s}
    - {replica: c, region: aws/west, lag: 2s}`

// withData has a tenth of the requests write, and half of them read.
func withData(t testing.TB, replicating, faults string) *scenario.Scenario {
	t.Helper()
	text := needingText(t, "", faults)
	text = strings.Replace(text, "incidents:\n", "  data:"+strings.ReplaceAll(orders, "\n", "\n    ")+"\nincidents:\n", 1)
	text = strings.ReplaceAll(text, "    names: 4\n", "    names: 4\n    kinds:\n      - {kind: buy, share: 10%, needs: [orders/writes]}\n      - {kind: look, share: 50%, needs: [orders/reads]}\n")
	text = strings.ReplaceAll(text, "      retrying:", "      replicating: "+replicating+"\n      retrying:")
	s, err := scenario.Read("data", []byte(text), strategies.All(), traces.Names()...)
	require.NoError(t, err)
	return s
}

func livedWithData(t testing.TB, replicating, faults string) *kept {
	t.Helper()
	k := &kept{}
	s := withData(t, replicating, faults)
	require.NoError(t, build(t, s, 0, 0, 20, 30*time.Minute, k).Run())
	require.Len(t, k.data, 1)
	return k
}

// By hand: nobody promotes for 5 minutes of 10, and the leader is back then: a tenth of
// the requests fails; who only reads finds another replica.
func TestRequestsThatWriteFailWithTheLeaderOfTheirData(t *testing.T) {
	k := livedWithData(t, "[asynchronous]", "- {at: 5m, fail: {on: {service: orders/a}, for: 10m}}")
	for _, c := range []struct {
		from, until int
		share       float64
	}{{0, 5, 0}, {5, 15, 0.1}, {15, 29, 0}} {
		n, all := k.count(request.ServiceDown, c.from, c.until)
		binomial(t, n, all, c.share, "between minutes")
	}
	assert.InDelta(t, 600, k.data[0].Unwritable, 1e-6)
	assert.InDelta(t, 600, k.data[0].ReadOnly, 1e-6)
	assert.Zero(t, k.data[0].WritesLost)
}

// A region that is lost takes its machines, and what they had on the way: of the two
// followers the other region's is left, 35 ms and a lag of 2 s behind.
func TestALostRegionLosesWritesThatWereOnTheWay(t *testing.T) {
	k := livedWithData(t, "[asynchronous, {automatic-promotion: {detect: 1m}}]", "- {at: 5m, lose-region: {region: aws/east}}")
	assert.InDelta(t, 100*2.035, k.data[0].WritesLost, 4.5*math.Sqrt(203.5))
	assert.Equal(t, k.lost, k.data[0].WritesLost)
	assert.InDelta(t, 61.4, k.data[0].Unwritable, 0.2)

	k = livedWithData(t, "[asynchronous, {automatic-promotion: {detect: 1m}}]", "- {at: 5m, fail: {on: {service: orders/a/link}, for: 10m}}")
	assert.InDelta(t, 100*0.4*(600+10.5)+203.5, k.data[0].WritesLost, 30+4.5*math.Sqrt(24600), "who stands with the old leader")
	n, all := k.count(request.ServiceDown, 8, 15)
	assert.Zero(t, n, "the others write to the new one: of %g", all)

	k = livedWithData(t, "[quorum]", "- {at: 5m, lose-region: {region: aws/east, for: 10m}}")
	assert.Zero(t, k.data[0].WritesLost)
	assert.InDelta(t, 600, k.data[0].Unwritable, 20, "two of three are in the region: nobody writes until it is back")
}

func TestASurgeHasDataGrowWithIt(t *testing.T) {
	k := livedWithData(t, "[semi-synchronous]", "- {at: 5m, fail: {on: {service: orders/b}, for: 10m}}\n- {at: 5m, fail: {on: {service: orders/c}, for: 10m}}\n- {at: 10m, demand-surge: {factor: 3, for: 10m}}")
	assert.InDelta(t, 300*100+300*300, k.data[0].InDoubt, 1e-6, "writes hang while both are gone")
}

func TestPeopleSeeToData(t *testing.T) {
	k := livedWithData(t, "[semi-synchronous]", `- {at: 5m, fail: {on: {service: orders/a/link}}}
people:
  of: aws
  playbook:
    - {step: lead, do: promote, on: orders, to: c, when: {at: 5m}, takes: 1m}
    - {step: stop, do: fence, on: orders, takes: 2m}`)
	assert.Contains(t, strings.Join(k.log, "\n"), "11m0s orders: c leads instead of a")
	assert.Contains(t, strings.Join(k.log, "\n"), "13m0s orders: a knows that it leads no more")
	assert.Zero(t, k.data[0].WritesLost, "the old leader hears of nobody, so it acknowledged nothing")
	assert.Equal(t, 1.0, k.data[0].Promotions)
}

// Data that nothing hits changes no request.
func TestDataThatIsWellChangesNothing(t *testing.T) {
	const fault = "- {at: 5m, gray: {region: aws/east, share: 10%, for: 5m}}"
	with := withData(t, "[asynchronous]", fault)
	without := withData(t, "[asynchronous]", fault)
	without.World.Data = nil
	without.Workload[0].Kinds = nil
	a, b := &ends{}, &ends{}
	require.NoError(t, build(t, with, 0, 0, 20, 30*time.Minute, a).Run())
	require.NoError(t, build(t, without, 0, 0, 20, 30*time.Minute, b).Run())
	assert.Equal(t, a.minutes, b.minutes)
}

func TestOneStrategySaysWhatAWriteWaitsForAndOneWhoLeads(t *testing.T) {
	for replicating, says := range map[string]string{
		"[asynchronous, quorum]":                  "asynchronous and quorum both say what a write waits for: one of them",
		"[automatic-promotion, fenced-promotion]": "automatic-promotion and fenced-promotion both choose the next leader: keep one of them",
		"[quorum, automatic-promotion]":           "quorum and automatic-promotion both choose the next leader: keep one of them",
	} {
		text := strings.ReplaceAll(withData(t, "[asynchronous]", "- {at: 5m, fail: {on: {service: orders/a}}}").Text, "replicating: [asynchronous]", "replicating: "+replicating)
		_, err := scenario.Read("data", []byte(text), strategies.All(), traces.Names()...)
		assert.ErrorContains(t, err, says)
	}
}
