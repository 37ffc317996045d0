package main

import (
	"context"
	"fmt"
	"net"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/resolver"
	"google.golang.org/grpc/resolver/manual"

	"failsim/cmd/conform/rig"
	"failsim/cmd/internal/conform/model"
	"failsim/models/policy"
)

// grpcProgram is the library that this command is built with.
var grpcProgram = &rig.Program{Name: "grpc-go", Command: "go", Asks: []string{"list", "-m", "google.golang.org/grpc"}, Finds: `grpc (v\S+)`, Package: "golang"}

// kernelGivesUp is when Linux ends a connection whose data nobody confirms: it sends
// them again after 0.2 s, and twice as long each time, up to 2 minutes.
func kernelGivesUp(retries int) (all time.Duration) {
	wait := 200 * ms
	for range retries + 1 {
		all += wait
		wait = min(2*wait, 2*time.Minute)
	}
	return all
}

// blackholes: round_robin over three servers, one of which vanishes with its machine.
func blackholes() []experiment {
	const text = "round_robin, one of three servers falls silent, calls with deadlines of 1 s, 20 a second: "
	seconds := func(limit time.Duration, retries int, long bool) experiment {
		name := fmt.Sprintf("grpc-silent-%d", retries)
		return experiment{name: name, program: grpcProgram, needs: ownNets(), long: long,
			predict: func() []fact {
				s := setup(3, model.Every(50*ms, 600), "round-robin", nil)
				s.Timeout, s.Patience = second, second
				r, _ := predicted(fails(s, 1, rig.Drops, 0, ever))
				return []fact{{"round-robin", fmt.Sprintf("%sno keepalive, net.ipv4.tcp_retries2=%d: calls that fail meanwhile (no checks)", text, retries), part(r.bad, 600)},
					{"pinned-connection", fmt.Sprintf("%sno keepalive, net.ipv4.tcp_retries2=%d: when the last is sent that fails (silence %.0fs, the kernel's rule)", text, retries, kernelGivesUp(retries).Seconds()), secs(lastToFail(kernelGivesUp(retries)).Seconds())}}
			},
			measure: func(b *rig.Bench, _ string) []figure {
				all := vanishes(b, nil, retries, kernelGivesUp(retries)*115/100+10*second)
				last, bad, n := time.Duration(0), 0, 0
				for _, c := range all {
					if !c.good {
						last = max(last, c.at)
					}
				}
				for _, c := range all {
					if c.at > 2*second && c.at < last-2*second {
						if n++; !c.good {
							bad++
						}
					}
				}
				return []figure{part(bad, n), secs(last.Seconds())}
			}}
	}
	return []experiment{seconds(limit, 8, false), seconds(limit, 15, true), {name: "grpc-keepalive", program: grpcProgram, needs: ownNets(),
		predict: func() []fact {
			s := setup(3, model.Every(50*ms, 600), "round-robin", nil)
			s.Timeout, s.Patience = second, second
			last := lastToFail(5*second + 200*ms)
			s.Check = policy.Check{ProbeTiming: policy.ProbeTiming{Interval: 10 * ms, Timeout: 5*second + 200*ms, Unhealthy: 1, Healthy: 1}, Sight: policy.Sight{Slow: 1, Work: policy.Aside}}
			r, _ := predicted(fails(s, 1, rig.Drops, second, ever))
			return []fact{{"pinned-connection", text + "keepalive 10 s + 5 s: when the last is sent that fails (silence 5.2s: TCP_USER_TIMEOUT, 5 s from when the kernel sends again, after 0.2 s), not after 15 s", secs(last.Seconds())},
				{"", text + "keepalive 10 s + 5 s: calls that fail", number(r.bad).period(3, "calls between two of which one goes there")}}
		},
		measure: func(b *rig.Bench, _ string) []figure {
			last, bad := time.Duration(0), 0
			for _, c := range vanishes(b, &keepalive.ClientParameters{Time: 10 * second, Timeout: 5 * second, PermitWithoutStream: true}, 15, 25*second) {
				if !c.good && c.at >= 0 {
					bad++
					last = max(last, c.at)
				}
			}
			return []figure{secs(last.Seconds()), number(bad)}
		}}}
}

// rpc is one call, since the server vanished.
type rpc struct {
	at   time.Duration
	good bool
}

// vanishes has a client call for a while after the first of three servers is silent.
func vanishes(b *rig.Bench, alive *keepalive.ClientParameters, retries int, watched time.Duration) (list []rpc) {
	hub, client := b.Hub(), b.Net()
	hub.Join(client)
	client.Do(fmt.Sprintf("sysctl -qw net.ipv4.tcp_retries2=%d", retries))
	var state resolver.State
	var ports []*rig.Port
	for range 3 {
		n := b.Net()
		p := hub.Join(n)
		ports = append(ports, p)
		n.In(func() error {
			l, err := net.Listen("tcp4", p.Address+":80")
			if err != nil {
				return err
			}
			s := grpc.NewServer()
			grpc_health_v1.RegisterHealthServer(s, health.NewServer())
			b.AtEnd(s.Stop)
			go s.Serve(l)
			return nil
		})
		state.Endpoints = append(state.Endpoints, resolver.Endpoint{Addresses: []resolver.Address{{Addr: p.Address + ":80"}}})
	}
	builder := manual.NewBuilderWithScheme("nets")
	builder.InitialState(state)
	options := []grpc.DialOption{grpc.WithResolvers(builder), grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithDefaultServiceConfig(`{"loadBalancingConfig": [{"round_robin":{}}]}`),
		grpc.WithContextDialer(func(ctx context.Context, address string) (c net.Conn, err error) {
			client.In(func() error {
				var d net.Dialer
				c, err = d.DialContext(ctx, "tcp4", address)
				return nil
			})
			return c, err
		})}
	if alive != nil {
		options = append(options, grpc.WithKeepaliveParams(*alive))
	}
	conn, err := grpc.NewClient("nets:///x", options...)
	if err != nil {
		b.Fail("%w", err)
		return nil
	}
	defer conn.Close()
	var mu sync.Mutex
	var open sync.WaitGroup
	vanished := b.Now() + 4*second
	go func() {
		b.Sleep(vanished)
		ports[0].Silence(true)
	}()
	for at := b.Now(); at < vanished+watched && b.Failed() == nil; at += 50 * ms {
		b.Sleep(at)
		open.Go(func() {
			ctx, cancel := context.WithTimeout(context.Background(), second)
			defer cancel()
			_, err := grpc_health_v1.NewHealthClient(conn).Check(ctx, &grpc_health_v1.HealthCheckRequest{})
			mu.Lock()
			defer mu.Unlock()
			list = append(list, rpc{at - vanished, err == nil})
		})
	}
	open.Wait()
	return list
}
