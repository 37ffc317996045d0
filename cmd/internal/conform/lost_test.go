package conform_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/cmd/internal/conform"
	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/sim"
)

// Of a process that dies all is an error at once; of a machine that vanishes what it
// was working on hangs until the client goes, and what is sent to it until the LB
// gives up connecting.
func TestALostBackendIsAProcessThatDiesOrAMachineThatVanishes(t *testing.T) {
	book, err := conform.Open("facts.tsv", "go test ./cmd/internal/conform -run Lost", *update)
	require.NoError(t, err)
	for _, c := range []struct {
		kind kind
		what string
	}{
		{dies, "a backend's process dies"},
		{vanishes, "a backend's machine vanishes"},
	} {
		p := &plan{key: sim.NewKey(1, 0), backends: 1, servers: 4, places: 10, mean: time.Second, distribution: distribution.Constant(time.Second),
			arrivals: []time.Duration{1600 * time.Millisecond, 2 * time.Second}, timeout: 8 * time.Second, patience: 9 * time.Second,
			check: policy.ProbeTiming{Interval: 10 * time.Second, Timeout: 5 * time.Second, Unhealthy: 1, Healthy: 1}}
		d := &dice{key: p.key}
		p.balancing, p.retrying = draw(d, p, policy.BalancingSocket, "round-robin"), draw(d, p, policy.RetryingSocket, "never")
		p.faults = []trouble{{kind: c.kind, backends: 1, from: 1900 * time.Millisecond, until: time.Minute}}
		s := sides{plan: p}
		s.play(t)
		for i, sent := range []string{"a request that it is working on fails, after its death, in", "a request that is sent to it fails, before checks know, in"} {
			want, got := s.want[i].took, s.got[i].took
			if i == 0 {
				want, got = want-300*time.Millisecond, got-300*time.Millisecond
			}
			f := conform.Fact{Program: "Go's net/http", Version: "go1.26", Fact: fmt.Sprintf("%s: %s (client's time-out 8 s, LB's for connecting 5 s)", c.what, sent), Predicted: want.String(), Measured: got.String()}
			book.Hold(t, f, conform.SameTime(want, got, 0))
		}
	}
	book.Close(t)
}
