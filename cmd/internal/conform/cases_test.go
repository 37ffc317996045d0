package conform_test

import (
	"flag"
	"fmt"
	"math"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/cmd/internal/conform"
)

var cases = flag.Int("cases", 300, "how many cases are played with failsim's strategies in Go's own proxy")

// each is how many requests a case has; one that fails is played again with ten
// times as many before it counts.
const each = 250

// TestFailsimsStrategiesInARealProxyDoWhatFailsimSays plays each case twice: in
// failsim, and with the same strategies, unchanged, in a real httputil.ReverseProxy
// over http.Transport before real http.Servers. Both sides meet the same
// arrivals, work and chance, so that as a rule not a request differs; what the
// rule of the table allows is the limit.
func TestFailsimsStrategiesInARealProxyDoWhatFailsimSays(t *testing.T) {
	book, err := conform.Open("facts.tsv", "go test ./cmd/internal/conform -run RealProxy", *update)
	require.NoError(t, err)
	same, all, worst, wrong := 0, 0, 0.0, 0
	for number := range *cases {
		s := sides{plan: newPlan(number, each)}
		s.play(t)
		if s.wrong() {
			t.Logf("case %d again, with ten times the requests", number)
			s = sides{plan: newPlan(number, 10*each)}
			s.play(t)
		}
		if s.wrong() {
			wrong++
		}
		if s.differ > 0 {
			t.Logf("%v%v", s.plan, &s)
		}
		same, all = same+len(s.want)-s.differ, all+len(s.want)
		worst = max(worst, math.Abs(s.shares()[0]-s.shares()[1]))
	}
	t.Logf("%d cases: %d of %d requests end alike, to the millisecond", *cases, same, all)
	// In what order goroutines that wake at one instant go on is chance: 98.9 to 99.3 % in eight runs.
	assert.Greater(t, float64(same)/float64(all), 0.98, "requests that end alike")
	book.Hold(t, conform.Fact{Program: "Go's net/http", Version: "go1.26", Fact: "failsim's balancing, filtering and retrying strategies in httputil.ReverseProxy over Transport and Server: " +
		"drawn cases in which the share of good requests, their attempts or their time is another", Predicted: "none",
		Measured: fmt.Sprintf("%d of %d; share of good requests off by %.2f points at most, %.1f %% of requests the same to the millisecond", wrong, *cases, 100*worst, 100*float64(same)/float64(all))}, wrong == 0)
	book.Close(t)
}

// The rule distinguishes a wrong model from a right one: here it is notified of no fault where
// the real backends had one.
func TestACaseNoticesAWrongModel(t *testing.T) {
	faulty, noticed := 0, 0
	for number := range 60 {
		s := sides{plan: newPlan(number, each)}
		if len(s.plan.faults) == 0 {
			continue
		}
		faulty++
		s.play(t)
		innocent := *s.plan
		innocent.faults = nil
		if s.want = predict(&innocent); s.wrong() {
			noticed++
		}
	}
	t.Logf("noticed %d of %d", noticed, faulty)
	assert.Greater(t, noticed, faulty/3, "some faults do nothing to speak of, as slow ones of idle servers")
}

// sides are both sides of a case.
type sides struct {
	plan      *plan
	want, got []fate
	differ    int // requests
	first     int // of them
}

func (s *sides) play(t *testing.T) {
	s.want = predict(s.plan)
	synctest.Test(t, func(*testing.T) { s.got = measure(s.plan) })
	for i, w := range s.want {
		if g := s.got[i]; w.good != g.good || w.attempts != g.attempts || (w.took-g.took).Abs() > time.Millisecond {
			if s.differ++; s.differ == 1 {
				s.first = i
			}
		}
	}
}

// shares are those of good requests: predicted, measured.
func (s *sides) shares() [2]float64 { return [2]float64{share(s.want), share(s.got)} }

func share(list []fate) float64 {
	good := 0
	for _, f := range list {
		if f.good {
			good++
		}
	}
	return float64(good) / float64(len(list))
}

// wrong applies the rule of the table to the share of good requests, attempts a
// request, and the time that a request takes.
func (s *sides) wrong() bool {
	if !conform.SameShare(share(s.want), share(s.got), len(s.want), len(s.got)) {
		return true
	}
	for _, figure := range []func(fate) float64{
		func(f fate) float64 { return float64(f.attempts) },
		func(f fate) float64 { return f.took.Seconds() },
	} {
		var want, got conform.Sample
		for i := range s.want {
			want.Add(figure(s.want[i]))
			got.Add(figure(s.got[i]))
		}
		if !conform.SameMean(&want, &got) {
			return true
		}
	}
	return false
}

func (s *sides) String() string {
	return fmt.Sprintf("  %d of %d requests differ, the first, number %d, comes at %v: predicted %+v, measured %+v; good: predicted %.4f, measured %.4f\n",
		s.differ, len(s.want), s.first, s.plan.arrivals[s.first], s.want[s.first], s.got[s.first], share(s.want), share(s.got))
}
