package conform

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/keepalive"

	"failsim/cmd/internal/conform"
	"failsim/cmd/internal/conform/model"
	"failsim/models/balancer"
	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/sim"
)

// kernelGivesUp is after how long Linux ended such a connection when it was measured.
const kernelGivesUp = 940 * time.Second

// silentThird has a client of three servers call twice a second, of whom the first
// vanishes, and returns which share of the calls fails until the last that does, and when
// that is.
func silentThird(t *testing.T, watched time.Duration, options ...grpc.DialOption) (share float64, last time.Duration) {
	synctest.Test(t, func(*testing.T) {
		r := newRPCsWith(`{"loadBalancingConfig": [{"round_robin":{}}]}`, options, "a", "b", "c")
		for range 30 {
			r.call(time.Second)
			time.Sleep(100 * time.Millisecond)
		}
		r.network.Host("a").Vanish(kernelGivesUp)
		began := time.Now()
		sent, bad := 0, 0
		for at := time.Duration(0); at < watched; at += 3 * time.Second / 2 { // each is over before the next
			time.Sleep(time.Until(began.Add(at)))
			sent++
			if r.call(time.Second) != nil {
				bad++
				share, last = float64(bad)/float64(sent), at
			}
		}
		r.close()
	})
	return share, last
}

// Without keepalive a connection whose other end is silent costs its share of calls
// until the kernel gives it up; nothing in gRPC does.
func TestGRPCStaysWithASilentConnection(t *testing.T) {
	s := &model.Setup{Key: sim.NewKey(61, 0), Backends: 3, Servers: 192, QueueCapacity: 64, Distribution: distribution.Constant(time.Millisecond), Arrivals: model.Every(3*time.Second/2, 600),
		Users: 1 << 20, Timeout: time.Second, Patience: time.Second, Retrying: made[policy.Retrying](t, "never"), Balancing: made[policy.Balancing](t, "round-robin"),
		Faults: []model.Fault{{First: 1, Until: time.Hour, Lost: true, As: balancer.Machine}}}
	s.Check.Timeout = time.Second
	bad := 0
	fates, _ := model.Play(s)
	for _, f := range fates {
		if !f.Good {
			bad++
		}
	}
	want := float64(bad) / 600
	got, last := silentThird(t, 1000*time.Second)
	f := conform.Fact{Program: "grpc-go", Version: version(grpcModule), Strategy: "round-robin", Fact: "no keepalive, one of three servers vanishes: calls that fail until the kernel gives up, which takes 940 s (no checks)",
		Predicted: fmt.Sprintf("%.1f %%", 100*want), Measured: fmt.Sprintf("%.1f %%", 100*got)}
	if !conform.SameTime(kernelGivesUp, last, 5*time.Second) { // which is put in, so that it is no figure
		t.Errorf("the last call fails after %v", last)
	}
	book.Hold(t, f, conform.SameShare(want, got, 600, 600))
}

// With keepalive gRPC asks after 10 s without a word, and waits 5 s. Linux ends a
// connection on which data is not confirmed for these 5 s before that, as make
// conform-real shows; a network in memory does not.
func TestGRPCKeepaliveEndsASilentConnection(t *testing.T) {
	alive := keepalive.ClientParameters{Time: 10 * time.Second, Timeout: 5 * time.Second}
	timing := policy.ProbeTiming{Interval: alive.Time, Timeout: alive.Timeout, Unhealthy: 1, Healthy: 1}
	want := timing.VerdictFrom(sim.Time(alive.Time), 0, false, true).Sub(0) // the first goes out so long after the last word
	_, last := silentThird(t, 100*time.Second, grpc.WithKeepaliveParams(alive))
	book.Hold(t, conform.Fact{Program: "grpc-go", Version: version(grpcModule), Fact: "keepalive 10 s + 5 s, one of three servers vanishes, no TCP_USER_TIMEOUT: when the last call fails (interval 10s, timeout 5s, threshold 1)",
		Predicted: seconds(want.Seconds()), Measured: seconds(last.Seconds())}, conform.SameTime(want, last, 5*time.Second))
}
