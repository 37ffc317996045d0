package queue

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/figures"
	"failsim/strategies"
)

const (
	fewCrews = `queueing: few-crews
length: 1000s
warm-up: 100s
arrivals:
  - {stream: web, rate: 5/s, to: db}
  - {stream: other, rate: 1/s, to: steady}
stations:
  - {station: db, servers: 10, service: {exponential: {mean: 1s}}, breaks: {up: {exponential: {mean: 10s}}, down: {exponential: {mean: 10s}}, people: 1}}
  - {station: steady, servers: 2, service: {exponential: {mean: 1s}}}
`
	unequal = `queueing: unequal
length: 300s
warm-up: 100s
arrivals:
  - {stream: web, rate: 24/s, to: pool}
stations:
  - {station: a, servers: 1, service: {exponential: {mean: 50ms}}}
  - {station: b, servers: 1, service: {exponential: {mean: 200ms}}}
groups:
  - {group: pool, stations: [a, b], balance: least-request}
`
)

// No rule on the file knows that one crew is too few for ten servers, nor that
// both choices may fall on the slow station.
func TestAQueueThatGrowsHasNoSteadyFigures(t *testing.T) {
	reports := run(t, fewCrews)
	require.Len(t, figures.Growing(reports), 1)
	assert.Contains(t, figures.Growing(reports)[0], "station db is still growing: ")
	list := figures.Estimates(reports)
	for _, of := range []string{"station db", "stream web"} {
		e, ok := figures.Find(list, of, "mean_wait")
		require.True(t, ok)
		assert.Contains(t, e.Why, "still growing", of)
		assert.NotEqual(t, e.Mean, e.Mean, "no number")
	}
	for _, of := range []string{"station steady", "stream other"} {
		e, _ := figures.Find(list, of, "mean_wait")
		assert.Empty(t, e.Why, of)
		assert.Greater(t, e.Mean, 0.0, of)
	}

	list = figures.Estimates(run(t, unequal))
	for _, of := range []string{"group pool", "station b", "stream web"} {
		e, ok := figures.Find(list, of, "mean_in_system")
		if ok {
			assert.Contains(t, e.Why, "still growing", of)
		}
	}
}

func TestAnOverloadThatCyclesBreakOffIsStillSeenToGrow(t *testing.T) {
	reports := run(t, `queueing: cycles
length: 100s
warm-up: 10s
cycles: 3
arrivals:
  - {stream: web, rate: 12/s, to: db, patience: {exponential: {mean: 1000000s}}}
stations:
  - {station: db, servers: 1, service: {exponential: {mean: 100ms}}}
`)
	assert.Len(t, figures.Growing(reports), 1)
}

// The middle of a day is busier than its ends, which is no growth; and a queue
// that was warmed as long as it needs is not refused, at a level of 0.1 %.
func TestWhatIsSteadyIsNotRefused(t *testing.T) {
	for name, arrivals := range map[string]string{
		"a day's rise":   "sinusoidal: {rate: 50/s, amplitude: 80%, period: 400s, peak: 150s}",
		"a stable queue": "rate: 80/s",
	} {
		reports := run(t, `queueing: steady
length: 200s
warm-up: 20s
arrivals:
  - {stream: web, `+arrivals+`, to: db}
stations:
  - {station: db, servers: 1, service: {exponential: {mean: 10ms}}}
`)
		assert.Empty(t, figures.Growing(reports), name)
	}
}

func TestTimesOfThoseServedTellOfThoseWhoWereNot(t *testing.T) {
	list := figures.Estimates(run(t, `queueing: stopped
length: 100s
warm-up: none
arrivals:
  - {stream: web, rate: 9/s, to: db}
stations:
  - {station: db, servers: 2, service: {exponential: {mean: 100ms}}, schedule: [{at: 10s, servers: 0}]}
`))
	left, ok := figures.Find(list, "station db", "p_unserved")
	require.True(t, ok)
	assert.InDelta(t, 0.9, left.Mean, 0.02, "90 of 100 seconds")
	for _, of := range []string{"station db", "stream web"} {
		e, _ := figures.Find(list, of, "mean_wait")
		assert.Contains(t, e.Warning, "still there at the end", of)
	}
}

func TestRetriesOfErrorsAreOfferedToo(t *testing.T) {
	const content = `queueing: errors
length: 1000s
warm-up: 100s
arrivals:
  - {stream: web, rate: RATE, to: db, retry: {attempts: 3, wait: 1s}}
stations:
  - {station: db, servers: 1, service: {exponential: {mean: 100ms}}, fails: 50%}
`
	_, err := Read("q.yaml", []byte(strings.Replace(content, "RATE", "9/s", 1)), strategies.All())
	assert.ErrorContains(t, err, "its work keeps 1.575 servers busy and it has 1", "9/s * 1.75 attempts * 100 ms")
	_, err = Read("q.yaml", []byte(strings.Replace(content, "RATE", "5/s", 1)), strategies.All())
	assert.NoError(t, err, "0.875 servers")
}

func TestARunMuchShorterThanItsQueueRemembersIsRefused(t *testing.T) {
	const content = `queueing: near
length: LENGTH
warm-up: mser
arrivals:
  - {stream: web, rate: 9.9/s, to: a}
stations:
  - {station: a, servers: 1, service: {exponential: {mean: 100ms}}}
`
	_, err := Read("q.yaml", []byte(strings.Replace(content, "LENGTH", "100s", 1)), strategies.All())
	assert.ErrorContains(t, err, "does not come near its steady state in 100s: at 99 % of its capacity, from empty, it takes 1.99e+03s at least")
	_, err = Read("q.yaml", []byte(strings.Replace(content, "LENGTH", "2000s", 1)), strategies.All())
	assert.NoError(t, err)
}

func TestSojournsOfInfiniteVarianceAreWarnedOfWhereverTheyAre(t *testing.T) {
	for _, station := range []string{"discipline: processor-sharing", "queue-capacity: 5", "queue-capacity: 0"} {
		spec := read(t, `queueing: heavy
length: 100s
warm-up: 10s
arrivals:
  - {stream: web, rate: 5/s, to: db}
stations:
  - {station: db, servers: 1, service: {pareto: {low: 33.3333ms, shape: 1.5}}, `+station+`}
`)
		for _, of := range []figures.Key{{Of: "station db", Name: "mean_sojourn"}, {Of: "stream web", Name: "mean_latency"}} {
			assert.Equal(t, noVariance, spec.warnings[of], station)
		}
		_, waits := spec.unanswerable[figures.Key{Of: "station db", Name: "var_wait"}]
		assert.Equal(t, station == "queue-capacity: 5", waits, station)
	}
}
