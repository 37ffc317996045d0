package station_test

import (
	"container/heap"
	"math"
	"testing"
	"time"

	"failsim/models/policy"
	"failsim/models/station"
	"failsim/sim"
	"failsim/strategies"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// countedQueue plays a Poisson stream at a queue whose strategies are those of a
// design, and keeps what becomes of everybody.
type countedQueue struct {
	queue  *station.Queue
	visits station.Visits
	due    dues
	came   map[int32]sim.Time
	waits  []float64    // seconds, of those served
	ranked [2][]float64 // the same, by class
	gone   int
}

type due struct {
	at   sim.Time
	slot int32
	quit bool
}

type dues []due

func (d dues) Len() int           { return len(d) }
func (d dues) Less(i, j int) bool { return d[i].at < d[j].at }
func (d dues) Swap(i, j int)      { d[i], d[j] = d[j], d[i] }
func (d *dues) Push(x any)        { *d = append(*d, x.(due)) }
func (d *dues) Pop() (x any) {
	x, *d = (*d)[len(*d)-1], (*d)[:len(*d)-1]
	return x
}

// Begins implements station.QueueHost.
func (c *countedQueue) Begins(now sim.Time, slot int32) {
	c.waits = append(c.waits, now.Sub(c.came[slot]).Seconds())
	class := c.visits.At(slot).Class
	c.ranked[class] = append(c.ranked[class], now.Sub(c.came[slot]).Seconds())
	heap.Push(&c.due, due{at: now.Add(c.visits.At(slot).Work), slot: slot})
}

// Drops implements station.QueueHost.
func (c *countedQueue) Drops(_ sim.Time, slot int32) {
	c.gone++
	c.visits.Free(slot)
	c.came[slot] = -1
}

func (c *countedQueue) until(at sim.Time) {
	for len(c.due) > 0 && c.due[0].at <= at {
		d := heap.Pop(&c.due).(due)
		switch j := c.visits.At(d.slot); {
		case !d.quit:
			c.queue.Leave(d.at, d.slot)
			c.visits.Free(d.slot)
		case j.State == station.Waiting && c.came[d.slot]+sim.Time(limitOfQuits) == d.at:
			c.queue.Quit(d.at, d.slot)
		}
	}
}

const limitOfQuits = 2 * time.Second

// play returns what the last n of customers met, of a stream of so many a second at
// servers that each do one a second.
func play(t *testing.T, perSecond float64, servers, places, n int, patience time.Duration, list ...policy.Admitting) (c *countedQueue, refused int) {
	c = &countedQueue{came: map[int32]sim.Time{}}
	c.queue = station.NewQueue(c, &c.visits, station.NewQueueRules(list), servers, places, 1)
	key := sim.NewKey(7, 0)
	gaps, works := key.Named("gaps"), key.Named("works")
	now, warm := 0.0, n/10
	for i := range uint64(n + warm) {
		now += -math.Log(gaps.Float64(i)) / perSecond
		at := sim.Time(now * 1e9)
		c.until(at)
		if int(i) == warm {
			c.waits, c.gone, refused, c.ranked = nil, 0, 0, [2][]float64{}
		}
		slot := c.visits.Bring(policy.Visit{Came: at, Until: at.Add(patience), Client: key.Uint64(i)}, sim.FromSeconds(-math.Log(works.Float64(i))))
		c.came[slot] = at
		switch state, longest := c.queue.Offer(at, slot); state {
		case station.Elsewhere:
			refused++
			c.visits.Free(slot)
		case station.Served:
			c.Begins(at, slot)
		default:
			if longest > 0 {
				require.Equal(t, limitOfQuits, longest)
				heap.Push(&c.due, due{at: at.Add(longest), slot: slot, quit: true})
			}
		}
	}
	return c, refused
}

func strategy(t *testing.T, name string, given map[string]string) policy.Admitting {
	for _, s := range strategies.All() {
		if s.Name != name {
			continue
		}
		values := policy.Values{}
		for _, p := range s.Params {
			text := p.Default
			if g, ok := given[p.Name]; ok {
				text = g
			}
			v, err := policy.ParseValue(text, p)
			require.NoError(t, err)
			values[p.Name] = v
		}
		return s.New(values).(policy.Admitting)
	}
	require.Fail(t, "no such strategy", name)
	return nil
}

func moments(xs []float64) (mean, second float64) {
	for _, x := range xs {
		mean += x / float64(len(xs))
		second += x * x / float64(len(xs))
	}
	return mean, second
}

const (
	load      = 0.8
	customers = 150_000
	forever   = time.Duration(math.MaxInt64 / 4)
)

// Of an M/M/1/K queue (1-r) r^K / (1-r^(K+1)) are blocked; of a loss system with c
// servers and a offered, Erlang's B.
func TestABoundedQueueBlocksAsTheoryHasIt(t *testing.T) {
	_, refused := play(t, load, 1, 1000, customers, forever, strategy(t, "bounded-fifo", map[string]string{"queue-capacity": "4"}))
	want := (1 - load) * math.Pow(load, 5) / (1 - math.Pow(load, 6))
	assert.InDelta(t, want, float64(refused)/customers, 0.005)
	_, refused = play(t, 3, 4, 1000, customers, forever, strategy(t, "concurrency-limit", map[string]string{"by": "fixed", "initial": "4"}))
	erlang := 1.0
	for k := 1.0; k <= 4; k++ {
		erlang = 3 * erlang / (k + 3*erlang)
	}
	assert.InDelta(t, erlang, float64(refused)/customers, 0.005)
}

// Who is next does not change the mean wait of an M/M/1 queue, r/(1-r), but its
// spread: with the last first the second moment is 1/(1-r) times that of the first
// first, 2 r/(1-r)^2 (Kingman 1962; Gross and Harris).
func TestTheLastFirstWaitsAsLongOnAverageAndSpreadsMore(t *testing.T) {
	const lighter = 0.6
	first, _ := play(t, lighter, 1, 1<<20, 4*customers, forever)
	last, _ := play(t, lighter, 1, 1<<20, 4*customers, forever, strategy(t, "lifo", nil))
	mean, second := moments(first.waits)
	assert.InEpsilon(t, lighter/(1-lighter), mean, 0.02)
	assert.InEpsilon(t, 2*lighter/((1-lighter)*(1-lighter)), second, 0.05)
	lastMean, lastSecond := moments(last.waits)
	assert.InEpsilon(t, lighter/(1-lighter), lastMean, 0.02)
	assert.InEpsilon(t, second/(1-lighter), lastSecond, 0.12)
}

// Two classes of M/M/1, nobody interrupted: the first waits r/(1-r1), the second that
// by 1-r (Cobham 1954).
func TestClassesWaitAsCobhamHasIt(t *testing.T) {
	c, _ := play(t, load, 1, 1<<20, 2*customers, forever, strategy(t, "classes", map[string]string{"critical": "30%", "kept": "0%"}))
	waits := [2]float64{}
	for class := range waits { // those served at once are in the first, whoever they are
		waits[class], _ = moments(c.ranked[class])
	}
	// Of those who wait at all, 1/r times as long as of all.
	high := 1 / (1 - 0.3*load)
	assert.InEpsilon(t, high/(1-load), waits[1], 0.04)
	all, _ := moments(c.waits)
	assert.InEpsilon(t, load/(1-load), all, 0.03, "and all together as without classes")
}

// Whoever would wait for longer than a limit is lost, whether it is sent away then or
// at its turn, as it would do no work in either case: with M/M/1 that is
// (1-r) r e / (1 - r^2 e), e = exp(-(1-r) limit) (Baccelli and Hebuterne 1981).
func TestALimitOfWaitingLosesAsTheoryHasIt(t *testing.T) {
	e := math.Exp(-(1 - load) * limitOfQuits.Seconds())
	want := (1 - load) * load * e / (1 - load*load*e)
	limited, _ := play(t, load, 1, 1<<20, customers, forever, strategy(t, "queue-timeout", map[string]string{"limit": "2s"}))
	assert.InEpsilon(t, want, float64(limited.gone)/customers, 0.03)
	dropped, _ := play(t, load, 1, 1<<20, customers, limitOfQuits, strategy(t, "deadline-drop", nil))
	assert.InEpsilon(t, want, float64(dropped.gone)/customers, 0.03)
}

// Twice the load: of controlled delay's queue no request waits longer than its interval,
// and the server is never idle for long.
func TestControlledDelayKeepsWaitsShortInAnOverload(t *testing.T) {
	plain, _ := play(t, 2, 1, 50, customers/4, forever)
	mean, _ := moments(plain.waits)
	assert.Greater(t, mean, 40.0)
	dropped, refused := play(t, 2, 1, 50, customers/4, limitOfQuits, strategy(t, "deadline-drop", nil))
	assert.LessOrEqual(t, maxOf(dropped.waits), limitOfQuits.Seconds())
	assert.InDelta(t, 0.5, float64(len(dropped.waits))/(customers/4), 0.06, "it serves nearly as many: %d refused", refused)
}

func maxOf(xs []float64) (most float64) {
	for _, x := range xs {
		most = max(most, x)
	}
	return most
}
