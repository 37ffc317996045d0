package conform

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"google.golang.org/grpc/connectivity"

	"failsim/cmd/internal/conform"
	"failsim/cmd/internal/conform/virtual"
	"failsim/models/policy"
	"failsim/sim"
)

// grpcBackoff is how ranked-list's clients come back as those of gRPC do.
var grpcBackoff = []string{"supported=100%", "second-first=0%", "probe-after=1s", "growth=1.6", "cap=120s", "jitter=20%"}

const channels = 150

// gap is what lies between two attempts of many clients.
type gap struct {
	conform.Sample
	least, most float64
}

func (g *gap) add(seconds float64) {
	if g.Add(seconds); g.least == 0 || seconds < g.least {
		g.least = seconds
	}
	g.most = max(g.most, seconds)
}

// grpcGaps returns what lies between so many dials of channels to a server that
// refuses, and how long after its return, at an instant, they are ready.
func grpcGaps(t *testing.T, gaps []gap, down time.Duration) (lag conform.Sample) {
	synctest.Test(t, func(*testing.T) {
		var all sync.WaitGroup
		var mu sync.Mutex
		for range channels {
			all.Go(func() {
				r := newRPCs(`{}`, "a")
				host := r.network.Host("a")
				host.Set(virtual.Refuses)
				time.AfterFunc(down, func() { host.Set(virtual.Serves) })
				r.conn.Connect()
				for s := r.conn.GetState(); s != connectivity.Ready; s = r.conn.GetState() {
					r.conn.WaitForStateChange(context.Background(), s)
					if s == connectivity.Idle {
						r.conn.Connect() // as a call would
					}
				}
				mu.Lock()
				lag.Add((time.Since(r.began) - down).Seconds())
				for i := range gaps {
					if i+1 < len(r.dials) {
						gaps[i].add((r.dials[i+1] - r.dials[i]).Seconds())
					}
				}
				mu.Unlock()
				r.close()
			})
		}
		all.Wait()
	})
	return lag
}

// prober is an endpoint that is down until an instant.
type prober struct {
	now    sim.Time
	down   time.Duration
	probes []sim.Time
}

func (p *prober) Answer() int { return 0 }
func (p *prober) Probe(int) bool {
	p.probes = append(p.probes, p.now)
	return time.Duration(p.now) >= p.down
}

// listGaps is failsim's side: clients of ranked-list that ask ten times a second.
func listGaps(t *testing.T, gaps []gap, down time.Duration) (lag conform.Sample) {
	s := made[policy.Sending](t, "ranked-list", grpcBackoff...)
	for client := range uint64(channels) {
		var m policy.Memory
		p := &prober{down: down, probes: []sim.Time{0}}
		c := policy.Choice{Client: sim.Mix(client), Endpoints: 2, Memory: &m}
		s.Failed(&c, 0)
		for ; m.Flag != 0; c.Now = c.Now.Add(100 * time.Millisecond) {
			p.now = c.Now
			s.Choose(&c, p)
		}
		lag.Add((time.Duration(p.now) - down).Seconds())
		for i := range gaps {
			if i+1 < len(p.probes) {
				gaps[i].add(p.probes[i+1].Sub(p.probes[i]).Seconds())
			}
		}
	}
	return lag
}

func TestGRPCReconnects(t *testing.T) {
	for _, down := range []time.Duration{10 * time.Second, 75 * time.Second, 10 * time.Minute} {
		var want, got [10]gap
		listed, real := listGaps(t, want[:], down), grpcGaps(t, got[:], down)
		f := conform.Fact{Program: "grpc-go", Version: version(grpcModule), Strategy: "ranked-list",
			Fact:      fmt.Sprintf("mean lag from a server's return until a channel is ready, after it refused for %v (probe-after 1s, growth 1.6, cap 120s, jitter 20%%)", down),
			Predicted: seconds(listed.Mean()), Measured: seconds(real.Mean())}
		book.Hold(t, f, conform.SameMean(&listed, &real))
		if down < 10*time.Minute {
			continue
		}
		var texts [2][]string
		same := true
		for i := range want {
			texts[0], texts[1] = append(texts[0], fmt.Sprintf("%.3g", want[i].Mean())), append(texts[1], fmt.Sprintf("%.3g", got[i].Mean()))
			same = same && conform.SameMean(&want[i].Sample, &got[i].Sample)
		}
		f.Fact = "mean seconds between the first eleven attempts to reconnect, the first without jitter (the same parameters)"
		f.Predicted, f.Measured = strings.Join(texts[0], " "), strings.Join(texts[1], " ")
		book.Hold(t, f, same)
		f.Fact = fmt.Sprintf("the first attempts of %d channels to reconnect, in step: the least and the most between one that fails and the next", channels)
		f.Predicted, f.Measured = fmt.Sprintf("%.3f s, %.3f s", want[0].least, want[0].most), fmt.Sprintf("%.3f s, %.3f s", got[0].least, got[0].most)
		book.Hold(t, f, f.Predicted == f.Measured)
		f.Fact = fmt.Sprintf("and the second ones, in step no more: the least and the most of %d (jitter 20%%)", channels)
		f.Predicted, f.Measured = fmt.Sprintf("%.2f s, %.2f s", want[1].least, want[1].most), fmt.Sprintf("%.2f s, %.2f s", got[1].least, got[1].most)
		book.Hold(t, f, f.HeldBy() != "")
	}
}

// A backend that refuses costs gRPC's clients nothing, and one that dies only what
// was in flight; failsim's clients with a list find out by a failure each.
func TestGRPCRoundRobinPassesOverWhoRefuses(t *testing.T) {
	var failed, calls int
	synctest.Test(t, func(*testing.T) {
		r := newRPCs(`{"loadBalancingConfig":[{"round_robin":{}}]}`, "a", "b", "c")
		for i := range 3000 {
			if i == 1000 {
				r.network.Host("c").Set(virtual.Refuses)
				r.network.Host("c").Reset()
				synctest.Wait() // the client has seen it before it calls again
			}
			if r.call(time.Second) != nil {
				failed++
			}
			calls++
			time.Sleep(10 * time.Millisecond)
		}
		r.close()
	})
	book.Note(t, conform.Fact{Program: "grpc-go", Version: version(grpcModule),
		Fact:     "round_robin, one of three dies (its connections are reset, then it refuses) while nothing is in flight: calls that fail",
		Measured: fmt.Sprintf("%d of %d", failed, calls)}, failed == 0)
}
