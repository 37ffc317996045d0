package maker

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/sim"
	"failsim/traces"
	"failsim/traces/format"
	"failsim/traces/heap"
)

// bursty is a day of requests of users who each come once, in the hours that
// shape says (their mean is 1), and ask in a burst: 1 to 9 times within a
// second or two.
func bursty(users int, shape [24]float64, key sim.Key) []format.Record {
	var queue heap.Heap[format.Record]
	queue.Less = func(a, b *format.Record) bool { return a.At < b.At || a.At == b.At && a.Client < b.Client }
	for u := range uint64(users) {
		draw := key.At(u)
		x := draw.Float64(0) * 24
		hour := 0
		for x > shape[hour] {
			x -= shape[hour]
			hour++
		}
		at := int64((float64(hour) + x/shape[hour]) * 3600 * float64(second))
		for i := range 1 + draw.IntN(1, 9) {
			queue.Push(format.Record{At: (at + int64(i)*int64(200*time.Millisecond)) / second * second, Requests: 1, Client: u + 1, HasClient: true, Duration: format.NoDuration})
		}
	}
	var all []format.Record
	for len(queue.Items) > 0 {
		all = append(all, queue.Pop())
	}
	return all
}

// dayShape is quiet at night and busy at noon.
func dayShape() (shape [24]float64) {
	for h := range shape {
		shape[h] = 1 - 0.8*math.Cos(2*math.Pi*(float64(h)+0.5)/24)
	}
	return shape
}

func requestsByHour(all []format.Record) (hours [24]float64) {
	for i := range all {
		hours[all[i].At/(3600*second)%24] += float64(all[i].Requests)
	}
	return hours
}

// perClient counts clients by how many requests they have.
func perClient(all []format.Record) (clients [10]float64) {
	requests := map[uint64]int{}
	for i := range all {
		requests[all[i].Client]++
	}
	for _, n := range requests {
		clients[n]++
	}
	return clients
}

// dispersionAt1s is the index of dispersion of the counts by second of a day.
func dispersionAt1s(all []format.Record) float64 {
	b := newBurstiness(0, int64(day), int64(time.Second))
	for i := range all {
		b.add(&all[i])
	}
	return b.result().Dispersion
}

// sameShape is Pearson's statistic for two lists of counts to be of one distribution.
func sameShape(a, b []float64) (chiSquare float64) {
	sumA, sumB := 0.0, 0.0
	for i := range a {
		sumA, sumB = sumA+a[i], sumB+b[i]
	}
	for i := range a {
		if a[i]+b[i] > 0 {
			d := math.Sqrt(sumB/sumA)*a[i] - math.Sqrt(sumA/sumB)*b[i]
			chiSquare += d * d / (a[i] + b[i])
		}
	}
	return chiSquare
}

func superpose(all []format.Record, factor float64, jitter time.Duration) traces.Stream {
	return Superpose(&listed{all: all}, Superposition{Factor: factor, Jitter: jitter, First: time.Unix(0, 0), Last: time.Unix(86399, 0), Unit: time.Second}, 5)
}

func TestMoreUsersKeepTheShapeOfTheDayAndWhatAClientDoesAndDoNotMultiplyBursts(t *testing.T) {
	trace := bursty(40_000, dayShape(), 1)
	tripled := drained(t, superpose(trace, 3, 5*time.Minute))
	require.Len(t, tripled, 3*len(trace))
	for i := range tripled[1:] {
		require.LessOrEqual(t, tripled[i].At, tripled[i+1].At)
	}

	clients, three := perClient(trace), perClient(tripled)
	for n := range clients {
		require.Equal(t, 3*clients[n], three[n], "clients with %d requests", n)
	}

	// Users come independently, so that clients by hour, in bursts of 5 in the
	// mean, have a distribution that chi-square knows: 23 degrees of freedom, whose
	// 1e-6 quantile is 67; a request counts a mean of sum n^2 / sum n = 6.33.
	before, after := requestsByHour(trace), requestsByHour(tripled)
	require.Less(t, sameShape(before[:], after[:])/6.33, 67.0)

	// Multiplied counts would have three times the dispersion. Sums of
	// independent streams have the same. In 86,400 windows it is known to
	// about 0.5 %, and the jitter flattens what the day adds by less.
	one, all := dispersionAt1s(trace), dispersionAt1s(tripled)
	var multiplied []format.Record
	for i := range trace {
		multiplied = append(multiplied, trace[i], trace[i], trace[i])
	}
	require.InEpsilon(t, 3*one, dispersionAt1s(multiplied), 1e-9)
	require.Greater(t, one, 3.0)
	// The day's own share of the dispersion is that of the rate, which triples.
	rate := func(n int, d float64) float64 { return d * float64(n) / 86400 }
	shape := 0.8 * 0.8 / 2 // variance of the rate, in units of its mean squared
	require.InEpsilon(t, one-rate(len(trace), shape), all-rate(len(tripled), shape), 0.04)
}

func TestAClientOfACopyIsMovedAsAWholeByAtMostTheJitter(t *testing.T) {
	var trace []format.Record
	for i := range int64(10) {
		trace = append(trace, format.Record{At: (40_000 + 7*i) * second, Requests: 1, Client: 3, HasClient: true})
	}
	starts := map[uint64]int64{}
	pauses := map[uint64][]int64{}
	last := map[uint64]int64{}
	for _, r := range drained(t, superpose(trace, 6, 10*time.Second)) {
		if _, ok := starts[r.Client]; !ok {
			starts[r.Client] = r.At / second
		} else {
			pauses[r.Client] = append(pauses[r.Client], (r.At-last[r.Client])/second)
		}
		last[r.Client] = r.At
	}
	require.Len(t, starts, 6, "each copy has an identity of its own")
	require.Equal(t, int64(40_000), starts[3], "the trace itself is not moved")
	for client, at := range starts {
		require.InDelta(t, 40_000, at, 10)
		require.Equal(t, []int64{7, 7, 7, 7, 7, 7, 7, 7, 7}, pauses[client])
	}
}

func TestWhatWouldLeaveTheTraceIsMirroredAtItsEnds(t *testing.T) {
	for _, at := range []int64{0, 3, 86_395, 86_399} {
		for _, r := range drained(t, superpose([]format.Record{{At: at * second, Requests: 1}}, 200, 20*time.Second)) {
			require.GreaterOrEqual(t, r.At, int64(0))
			require.LessOrEqual(t, r.At, 86_399*int64(second))
			require.InDelta(t, at, r.At/second, 20)
			require.Zero(t, r.At%second)
		}
	}
}

func TestAPartOfACopyHasThatShareOfTheClients(t *testing.T) {
	trace := bursty(20_000, dayShape(), 2)
	var sum float64
	for _, n := range perClient(drained(t, superpose(trace, 1.25, time.Minute))) {
		sum += n
	}
	// Binomial: 20,000 clients at 0.25, a standard deviation of 61; z below 5.
	require.InDelta(t, 25_000, sum, 5*61)
}

func TestFewerUsersAreWholeUsers(t *testing.T) {
	trace := bursty(40_000, dayShape(), 3)
	kept := drained(t, Thin(&listed{all: trace}, 0.3, 9))
	before, after := perClient(trace), perClient(kept)
	sum := 0.0
	for n := range after {
		sum += after[n]
		// Each is binomial; z below 5.
		require.InDelta(t, 0.3*before[n], after[n], 5*math.Sqrt(before[n]*0.21)+1e-9, "clients with %d requests", n)
	}
	require.InDelta(t, 12_000, sum, 5*math.Sqrt(40_000*0.21))
	hours, thinned := requestsByHour(trace), requestsByHour(kept)
	require.Less(t, sameShape(hours[:], thinned[:])/6.33, 67.0)

	fewer := map[uint64]bool{}
	for _, r := range kept {
		fewer[r.Client] = true
	}
	for _, r := range drained(t, Thin(&listed{all: trace}, 0.2, 9)) {
		require.True(t, fewer[r.Client], "who is among a fifth is among three tenths")
	}
}

func TestRequestsWithoutAClientAreThinnedOneByOne(t *testing.T) {
	trace := make([]format.Record, 10_000)
	for i := range trace {
		trace[i] = format.Record{At: int64(i), Requests: 1}
	}
	kept := drained(t, Thin(&listed{all: trace}, 0.5, 1))
	require.InDelta(t, 5000, len(kept), 5*50, "binomial, standard deviation 50")
}

func TestCountsAreThinnedByBinomialDraws(t *testing.T) {
	for _, c := range []struct {
		n    int64
		p    float64
		runs int
	}{{10, 0.3, 20_000}, {5000, 0.001, 4000}, {1_000_000_000_000, 0.25, 4000}, {100_000, 0.9999, 4000}} {
		mean, sd := float64(c.n)*c.p, math.Sqrt(float64(c.n)*c.p*(1-c.p))
		sum, squares := 0.0, 0.0
		for i := range c.runs {
			z := (float64(binomial(sim.Key(1).At(uint64(i)), c.n, c.p)) - mean) / sd
			sum, squares = sum+z, squares+z*z
		}
		runs := float64(c.runs)
		require.Less(t, math.Abs(sum/math.Sqrt(runs)), 5.0, "the mean of %+v", c)
		kurtosis := 3 + (1-6*c.p*(1-c.p))/(float64(c.n)*c.p*(1-c.p))
		require.Less(t, math.Abs(squares/runs-1)/math.Sqrt((kurtosis-1)/runs), 5.0, "the variance of %+v", c)
	}
	require.Equal(t, int64(5_000_000), binomial(1, 5_000_000, 1))
	require.Zero(t, binomial(1, 5_000_000, 0))
}

func TestAFasterClockShortensEverything(t *testing.T) {
	got := drained(t, SpeedUp(&listed{all: []format.Record{{At: 100}, {At: 200}, {At: 400}}}, 100, 2))
	require.Equal(t, []format.Record{{At: 100}, {At: 150}, {At: 250}}, got)
}

func TestCountingAgainKeepsEveryRequest(t *testing.T) {
	minutes, err := Count(&listed{all: []format.Record{{At: 70 * second, Requests: 2}, {At: 119 * second, Requests: 1}, {At: 125 * second, Requests: 4}, {At: 400 * second, Requests: 1}}},
		time.Second, time.Minute, time.Unix(10, 0))
	require.NoError(t, err)
	var got [][2]int64
	for _, r := range drained(t, minutes) {
		got = append(got, [2]int64{r.At / second, r.Requests})
	}
	require.Equal(t, [][2]int64{{70, 7}, {370, 1}}, got, "the intervals begin 10 s behind whole minutes")
	_, err = Count(&listed{}, time.Minute, time.Second, time.Unix(0, 0))
	require.Error(t, err)
}
