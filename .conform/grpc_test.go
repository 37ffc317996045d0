package conform

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/resolver"
	"google.golang.org/grpc/resolver/manual"
	"google.golang.org/grpc/status"

	"failsim/cmd/internal/conform"
	"failsim/cmd/internal/conform/virtual"
	"failsim/models/policy"
	"failsim/sim"
)

const grpcModule = "google.golang.org/grpc"

// rpcs is a gRPC client before servers that fail as they are told.
type rpcs struct {
	network virtual.Network
	began   time.Time
	mu      sync.Mutex
	dials   []time.Duration
	seen    map[string][]time.Duration // attempts, by server
	fails   func(server string, attempt int) bool
	conn    *grpc.ClientConn
	servers []*grpc.Server
}

type answering struct {
	grpc_health_v1.UnimplementedHealthServer
	name string
	of   *rpcs
}

func (a *answering) Check(context.Context, *grpc_health_v1.HealthCheckRequest) (*grpc_health_v1.HealthCheckResponse, error) {
	r := a.of
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen[a.name] = append(r.seen[a.name], time.Since(r.began))
	if r.fails != nil && r.fails(a.name, len(r.seen[a.name])) {
		return nil, status.Error(codes.Unavailable, "as told")
	}
	return &grpc_health_v1.HealthCheckResponse{}, nil
}

// newRPCs makes a client with a service config, of servers that serve; it must be
// called in virtual time, and be closed.
func newRPCs(config string, names ...string) *rpcs {
	return newRPCsWith(config, nil, names...)
}

// newRPCsWith is one with more options.
func newRPCsWith(config string, more []grpc.DialOption, names ...string) *rpcs {
	r := &rpcs{began: time.Now(), seen: map[string][]time.Duration{}}
	builder := manual.NewBuilderWithScheme("virtual")
	var state resolver.State
	for _, name := range names {
		state.Endpoints = append(state.Endpoints, resolver.Endpoint{Addresses: []resolver.Address{{Addr: name}}})
		r.serve(name)
	}
	builder.InitialState(state)
	conn, err := grpc.NewClient("virtual:///x", append(more, grpc.WithResolvers(builder), grpc.WithContextDialer(r.dial),
		grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithDefaultServiceConfig(config))...)
	if err != nil {
		panic(err)
	}
	r.conn = conn
	return r
}

func (r *rpcs) dial(ctx context.Context, address string) (net.Conn, error) {
	r.mu.Lock()
	r.dials = append(r.dials, time.Since(r.began))
	r.mu.Unlock()
	return r.network.Dial(ctx, "tcp", address)
}

func (r *rpcs) serve(name string) {
	s := grpc.NewServer()
	grpc_health_v1.RegisterHealthServer(s, &answering{name: name, of: r})
	host := r.network.Host(name)
	host.Set(virtual.Serves)
	r.servers = append(r.servers, s)
	go s.Serve(host)
}

// call makes one RPC.
func (r *rpcs) call(limit time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	_, err := grpc_health_v1.NewHealthClient(r.conn).Check(ctx, &grpc_health_v1.HealthCheckRequest{})
	return err
}

// total returns how many attempts all servers have seen.
func (r *rpcs) total() (n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, list := range r.seen {
		n += len(list)
	}
	return n
}

func (r *rpcs) close() {
	r.conn.Close()
	for _, s := range r.servers {
		s.Stop()
	}
	time.Sleep(time.Hour)
}

// retrying is a service config with a retry policy and, above 0 tokens, throttling.
func retrying(most int, initial, cap time.Duration, multiplier float64, tokens int, ratio float64) string {
	type object = map[string]any
	config := object{"methodConfig": []object{{"name": []object{{}}, "retryPolicy": object{
		"maxAttempts": most, "initialBackoff": fmt.Sprintf("%.9fs", initial.Seconds()), "maxBackoff": fmt.Sprintf("%.9fs", cap.Seconds()),
		"backoffMultiplier": multiplier, "retryableStatusCodes": []string{"UNAVAILABLE"}}}}}
	if tokens > 0 {
		config["retryThrottling"] = object{"maxTokens": tokens, "tokenRatio": ratio}
	}
	text, err := json.Marshal(config)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// grpcCalls makes calls of which each fails so many attempts before it would
// succeed, and returns how many each makes.
func grpcCalls(t *testing.T, config string, failures []int) (list []int) {
	synctest.Test(t, func(*testing.T) {
		r := newRPCs(config, "a")
		left := 0
		r.fails = func(string, int) bool { left--; return left >= 0 }
		for _, f := range failures {
			left = f
			before := r.total()
			_ = r.call(time.Hour)
			list = append(list, r.total()-before)
		}
		r.close()
	})
	return list
}

func TestGRPCThrottlesRetries(t *testing.T) {
	failures := outage(20)
	for range 55 {
		failures = append(failures, 0)
	}
	failures = append(failures, 1000)
	for _, c := range []struct {
		fact     string
		tokens   int
		failures []int
		given    []string
		most     int
		sum      bool
	}{
		{"attempts of 20 calls that all fail, maxTokens 10, tokenRatio 0.1, maxAttempts 4", 10, failures[:20], nil, 4, true},
		{"attempts of a call that fails after those and 55 that succeed", 10, failures, nil, 4, false},
		{"attempts of each call without throttling, maxAttempts 7, which counts as 5", 0, outage(3), []string{"attempts=7", "tokens=0"}, 7, false},
	} {
		want := attempts(made[policy.Retrying](t, "grpc-throttle", c.given...), c.failures)
		got := grpcCalls(t, retrying(c.most, 100*time.Millisecond, time.Second, 2, c.tokens, 0.1), c.failures)
		f := conform.Fact{Strategy: "grpc-throttle", Program: "grpc-go", Version: version(grpcModule), Fact: c.fact, Predicted: runs(want[len(want)-1:]), Measured: runs(got[len(got)-1:])}
		if c.sum {
			f.Predicted, f.Measured = fmt.Sprintf("%d: %s", total(want), runs(want)), fmt.Sprintf("%d: %s", total(got), runs(got))
		}
		book.Hold(t, f, slices.Equal(want, got))
	}
}

func total(list []int) (sum int) {
	for _, n := range list {
		sum += n
	}
	return sum
}

// Throttling of any size, before servers that fail as they like.
func TestGRPCThrottlingOfAnySize(t *testing.T) {
	wrong := 0
	for number := range *many {
		key := sim.NewKey(29, number)
		most, tokens, ratio := 2+key.IntN(0, 5), 1+key.IntN(1, 40), float64(1+key.IntN(2, 1000))/1000
		var failures []int
		for i := range uint64(60) {
			failures = append(failures, []int{0, 0, 0, 1, 2, 1000}[key.IntN(3+i, 6)])
		}
		want := attempts(made[policy.Retrying](t, "grpc-throttle", fmt.Sprint("attempts=", most), fmt.Sprint("tokens=", tokens), fmt.Sprintf("ratio=%.3f", ratio)), failures)
		got := grpcCalls(t, retrying(most, 100*time.Millisecond, time.Second, 2, tokens, ratio), failures)
		if !slices.Equal(want, got) {
			wrong++
			t.Logf("case %d: at most %d attempts, %d tokens, ratio %.3f: failures %v\npredicted %v\nmeasured  %v", number, most, tokens, ratio, failures, want, got)
		}
	}
	held(t, "grpc-throttle", "grpc-go", grpcModule, "drawn throttles, 60 calls each: cases in which any call makes another number of attempts", wrong)
}

// held holds the fact that of the generated cases none goes another way.
func held(t *testing.T, strategy, program, module, what string, wrong int) {
	t.Helper()
	book.Hold(t, conform.Fact{Strategy: strategy, Program: program, Version: version(module), Fact: what, Predicted: "none", Measured: fmt.Sprintf("%d of %d", wrong, *many)}, wrong == 0)
}

// Waits between attempts, of several policies.
func TestGRPCWaits(t *testing.T) {
	s := made[policy.Retrying](t, "grpc-throttle", "attempts=5", "tokens=0")
	var predicted, measured []string
	same, key := true, sim.NewKey(2, 0)
	var want, got [4]conform.Sample
	synctest.Test(t, func(*testing.T) {
		r := newRPCs(retrying(5, 100*time.Millisecond, time.Second, 2, 0, 0), "a")
		r.fails = func(string, int) bool { return true }
		for range 300 {
			before := r.total()
			_ = r.call(time.Hour)
			for i, at := range r.seen["a"][before : r.total()-1] {
				got[i].Add((r.seen["a"][before+i+1] - at).Seconds())
			}
		}
		r.close()
	})
	for i := range want {
		for k := range uint64(300) {
			w, _ := s.Again(&policy.Retry{Attempt: i + 1, Budget: new(policy.Budget)}, key.Float64(k))
			want[i].Add(w.Seconds())
		}
		same = same && conform.SameMean(&want[i], &got[i]) && math.Abs(want[i].SE()-got[i].SE()) < 0.3*want[i].SE()
		predicted, measured = append(predicted, seconds(want[i].Mean())), append(measured, seconds(got[i].Mean()))
	}
	book.Hold(t, conform.Fact{Strategy: "grpc-throttle", Program: "grpc-go", Version: version(grpcModule), Fact: "mean waits before retries 1 to 4 of the policy above",
		Predicted: fmt.Sprint(predicted), Measured: fmt.Sprint(measured)}, same)
}
