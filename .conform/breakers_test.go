package conform

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/failsafe-go/failsafe-go"
	"github.com/failsafe-go/failsafe-go/circuitbreaker"
	"github.com/failsafe-go/failsafe-go/hedgepolicy"
	"github.com/failsafe-go/failsafe-go/retrypolicy"
	"github.com/sony/gobreaker/v2"

	"failsim/cmd/internal/conform"
	"failsim/models/policy"
	"failsim/sim"
)

const (
	gobreakerModule = "github.com/sony/gobreaker/v2"
	failsafeModule  = "github.com/failsafe-go/failsafe-go"
)

var errBackend = errors.New("as told")

// A step is a call: so long after the one before, and whether it would fail.
type step struct {
	after time.Duration
	fails bool
}

// steps draws calls before a backend that is well or ill for a time. No two of them lie a
// whole number of milliseconds apart: at the very end of its time gobreaker is open still,
// and failsafe-go is not, which in real time never shows.
func steps(key sim.Key, n int) (list []step) {
	share := 0.0
	for i := range uint64(n) {
		if key.IntN(3*i, 20) == 0 {
			share = []float64{0, 0.5, 0.8, 1}[key.IntN(3*i+1, 4)]
		}
		list = append(list, step{time.Duration(1+key.IntN(3*i+2, 3000))*time.Millisecond + time.Microsecond, key.Named("fails").Float64(i) < share})
	}
	return list
}

// passes plays calls to failsim's circuit breaker and reports which go out.
func passes(t *testing.T, list []step, given ...string) (went []bool) {
	s := made[any](t, "circuit-breaker", given...)
	remembers, breaks, learns := s.(policy.CallerRemembering), s.(policy.Breaking), s.(policy.CallerLearning)
	c := policy.Call{Memory: remembers.Fresh(0, sim.Key(1))}
	for _, x := range list {
		c.Now = c.Now.Add(x.after)
		went = append(went, breaks.Passes(&c))
		if went[len(went)-1] {
			how := policy.Succeeded
			if x.fails {
				how = policy.Failed
			}
			learns.Learn(&c, c.Now, how)
		}
	}
	return went
}

// gobreakerPasses plays them to gobreaker.
func gobreakerPasses(t *testing.T, list []step, settings gobreaker.Settings) (went []bool) {
	synctest.Test(t, func(*testing.T) {
		b := gobreaker.NewCircuitBreaker[int](settings)
		for _, x := range list {
			time.Sleep(x.after)
			out := false
			_, _ = b.Execute(func() (int, error) {
				if out = true; x.fails {
					return 0, errBackend
				}
				return 0, nil
			})
			went = append(went, out)
		}
	})
	return went
}

// failsafePasses plays them to failsafe-go.
func failsafePasses(t *testing.T, list []step, b circuitbreaker.Builder[int]) (went []bool) {
	synctest.Test(t, func(*testing.T) {
		runner := failsafe.With[int](b.Build())
		for _, x := range list {
			time.Sleep(x.after)
			out := false
			_, _ = runner.Get(func() (int, error) {
				if out = true; x.fails {
					return 0, errBackend
				}
				return 0, nil
			})
			went = append(went, out)
		}
	})
	return went
}

func count(list []bool) (n int) {
	for _, b := range list {
		if b {
			n++
		}
	}
	return n
}

// every is n calls, a good second apart, of which each k-th is answered right.
func every(n, k int) (list []step) {
	for i := range n {
		list = append(list, step{1001 * time.Millisecond, k == 0 || i%k != k-1})
	}
	return list
}

func TestGobreaker(t *testing.T) {
	f := conform.Fact{Program: "gobreaker", Version: version(gobreakerModule), Strategy: "circuit-breaker"}
	for _, c := range []struct {
		fact string
		list []step
	}{
		{"default settings, 2000 calls of which four in five fail: calls that go out", every(2000, 5)},
		{"default settings, 2000 calls, a good second apart, that all fail: calls that go out (6, then one trial after each 60 s)", every(2000, 0)},
	} {
		want, got := passes(t, c.list), gobreakerPasses(t, c.list, gobreaker.Settings{})
		f.Fact, f.Predicted, f.Measured = c.fact, fmt.Sprint(count(want)), fmt.Sprint(count(got))
		book.Hold(t, f, slices.Equal(want, got))
	}
	wrong := 0
	for number := range *many {
		key := sim.NewKey(31, number)
		failures, trials, open := 1+key.IntN(0, 8), 1+key.IntN(1, 4), time.Duration(1+key.IntN(2, 90))*time.Second
		list := steps(key.Named("steps"), 400)
		want := passes(t, list, fmt.Sprint("failures=", failures), fmt.Sprint("trials=", trials), fmt.Sprint("open=", open))
		got := gobreakerPasses(t, list, gobreaker.Settings{MaxRequests: uint32(trials), Timeout: open,
			ReadyToTrip: func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= uint32(failures) }})
		if !slices.Equal(want, got) {
			wrong++
			t.Logf("case %d: %d failures, %d trials, open for %v: the first of 400 that differs is %d", number, failures, trials, open, differs(want, got))
		}
	}
	held(t, "circuit-breaker", "gobreaker", gobreakerModule, "drawn breakers, 400 calls each: cases in which another call goes out", wrong)
}

func differs(a, b []bool) int {
	for i := range a {
		if a[i] != b[i] {
			return i
		}
	}
	return -1
}

func TestFailsafe(t *testing.T) {
	f := conform.Fact{Program: "failsafe-go", Version: version(failsafeModule), Strategy: "circuit-breaker",
		Fact: "default circuit breaker, 2000 calls, a good second apart, that all fail: calls that go out (1, then one trial after each 60 s)"}
	list := every(2000, 0)
	want, got := passes(t, list, "failures=1"), failsafePasses(t, list, circuitbreaker.NewBuilder[int]())
	f.Predicted, f.Measured = fmt.Sprint(count(want)), fmt.Sprint(count(got))
	book.Hold(t, f, slices.Equal(want, got))

	wrong := 0
	for number := range *many {
		key := sim.NewKey(37, number)
		failures, trials, open := 1+key.IntN(0, 8), 1+key.IntN(1, 4), time.Duration(1+key.IntN(2, 90))*time.Second
		list := steps(key.Named("steps"), 400)
		want := passes(t, list, fmt.Sprint("failures=", failures), fmt.Sprint("trials=", trials), fmt.Sprint("open=", open))
		got := failsafePasses(t, list, circuitbreaker.NewBuilder[int]().WithFailureThreshold(uint(failures)).WithSuccessThreshold(uint(trials)).WithDelay(open))
		if !slices.Equal(want, got) {
			wrong++
			t.Logf("case %d: %d failures, %d trials, open for %v: the first of 400 that differs is %d", number, failures, trials, open, differs(want, got))
		}
	}
	held(t, "circuit-breaker", "failsafe-go", failsafeModule, "drawn breakers, 400 calls each: cases in which another call goes out", wrong)
}

// failsafe-go's retries wait for nothing unless told to.
func TestFailsafeRetries(t *testing.T) {
	n, took := 0, time.Duration(0)
	synctest.Test(t, func(*testing.T) {
		began := time.Now()
		_, _ = failsafe.With[int](retrypolicy.NewWithDefaults[int]()).Get(func() (int, error) { n++; return 0, errBackend })
		took = time.Since(began)
	})
	want := attempts(made[policy.Retrying](t, "fixed", "wait=0s"), outage(1))[0]
	book.Hold(t, conform.Fact{Program: "failsafe-go", Version: version(failsafeModule), Strategy: "fixed", Fact: "default retry policy, a call that always fails: attempts, and how long it takes (wait 0s)",
		Predicted: fmt.Sprintf("%d, 0s", want), Measured: fmt.Sprintf("%d, %v", n, took)}, n == want && took == 0)
}

// A hedge after a fixed time: which attempts go out, and when the answer comes.
func TestFailsafeHedges(t *testing.T) {
	wrong, calls := 0, 200
	key := sim.NewKey(41, 0)
	after := 100 * time.Millisecond
	s := made[any](t, "hedge", "percentile=0%", "after=100ms", "share=100%")
	remembers, hedges := s.(policy.CallerRemembering), s.(policy.Hedging)
	memory := remembers.Fresh(0, sim.Key(1))
	for i := range uint64(calls) {
		took := [2]time.Duration{time.Duration(key.IntN(2*i, 300))*time.Millisecond + time.Microsecond, time.Duration(key.IntN(2*i+1, 300)) * time.Millisecond}
		wait, may := hedges.Wait(&policy.Call{Memory: memory})
		want, sent := took[0], 1
		if goes, _ := hedges.Hedge(&policy.Call{Memory: memory, Attempt: 1}); may && took[0] > wait && goes {
			want, sent = min(took[0], wait+took[1]), 2
		}
		var got time.Duration
		n := 0
		synctest.Test(t, func(*testing.T) {
			began := time.Now()
			_, _ = failsafe.With[int](hedgepolicy.NewBuilderWithDelay[int](after).Build()).GetWithExecution(func(e failsafe.Execution[int]) (int, error) {
				k := n
				n++
				wait, stop := context.WithTimeout(e.Context(), took[k])
				defer stop()
				<-wait.Done()
				return 0, nil
			})
			got = time.Since(began)
			time.Sleep(time.Hour)
		})
		if got != want || n != sent {
			wrong++
			t.Logf("call %d, attempts take %v: predicted %v and %d attempts, measured %v and %d", i, took, want, sent, got, n)
		}
	}
	book.Hold(t, conform.Fact{Program: "failsafe-go", Version: version(failsafeModule), Strategy: "hedge", Fact: "hedge after 100 ms, attempts of U(0, 300 ms): calls of which another number of attempts goes out, or whose answer comes at another time",
		Predicted: "none", Measured: fmt.Sprintf("%d of %d", wrong, calls)}, wrong == 0)
}
