package conform

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/net/dns/dnsmessage"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health/grpc_health_v1"

	"failsim/cmd/internal/conform"
	"failsim/cmd/internal/conform/virtual"
	"failsim/models/policy"
	"failsim/sim"
)

// nameServer answers every question with one address, over a stream, and notes
// when it was asked for it.
type nameServer struct {
	began time.Time
	asked []time.Duration
}

func (s *nameServer) serve(c net.Conn) {
	defer c.Close()
	for {
		var size [2]byte
		if _, err := io.ReadFull(c, size[:]); err != nil {
			return
		}
		text := make([]byte, binary.BigEndian.Uint16(size[:]))
		var q dnsmessage.Message
		if _, err := io.ReadFull(c, text); err != nil || q.Unpack(text) != nil {
			return
		}
		q.Response, q.Authoritative, q.Additionals = true, true, nil
		if q.Questions[0].Type == dnsmessage.TypeA {
			s.asked = append(s.asked, time.Since(s.began))
			q.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: q.Questions[0].Name, Class: dnsmessage.ClassINET, TTL: 1},
				Body: &dnsmessage.AResource{A: [4]byte{10, 0, 0, 1}}}}
		}
		text, err := q.Pack()
		if err != nil {
			panic(err)
		}
		_, _ = c.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(text))), text...))
	}
}

// A channel asks for its name when a connection fails, but at most every 30 s, and
// the TTL does not matter.
func TestGRPCAsksForItsNameEvery30SecondsAtMost(t *testing.T) {
	before := net.DefaultResolver
	defer func() { net.DefaultResolver = before }()
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) { return nil, errors.New("not yet") }}
	_, _ = net.DefaultResolver.LookupHost(context.Background(), "backend.test.") // makes the resolver's own state outside virtual time
	const calls = 100
	s := &nameServer{}
	synctest.Test(t, func(*testing.T) {
		s.began = time.Now()
		var n virtual.Network
		host := n.Host("dns")
		host.Set(virtual.Serves)
		go func() {
			for c, err := host.Accept(); err == nil; c, err = host.Accept() {
				go s.serve(c)
			}
		}()
		net.DefaultResolver.Dial = func(ctx context.Context, network, _ string) (net.Conn, error) { return n.Dial(ctx, network, "dns") }
		conn, err := grpc.NewClient("dns:///backend.test.:80", grpc.WithContextDialer(func(ctx context.Context, address string) (net.Conn, error) { return n.Dial(ctx, "tcp", address) }),
			grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithDisableServiceConfig())
		if err != nil {
			panic(err)
		}
		for range calls {
			ctx, cancel := context.WithTimeout(context.Background(), time.Second)
			_, _ = grpc_health_v1.NewHealthClient(conn).Check(ctx, &grpc_health_v1.HealthCheckRequest{})
			cancel()
			time.Sleep(time.Second)
		}
		conn.Close()
		host.Close()
		time.Sleep(time.Hour)
	})
	p, want := made[policy.Connecting](t, "pinned-connection", "floor=30s"), 0
	var c policy.Connection
	for i := range calls {
		if c.Now = sim.Time(i) * sim.Time(time.Second); i == 0 || p.Resolves(&c) {
			c.Resolved = c.Now
			want++
		}
	}
	t.Log(s.asked)
	book.Hold(t, conform.Fact{Program: "grpc-go", Version: version(grpcModule), Strategy: "pinned-connection",
		Fact: "the only server refuses, a call a second for 100 s, TTL 1 s: how often the name is asked for (floor 30s)", Predicted: fmt.Sprint(want), Measured: fmt.Sprint(len(s.asked))}, want == len(s.asked))
}
