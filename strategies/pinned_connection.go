package strategies

import (
	"time"

	"failsim/models/policy"
)

var pinnedConnectionEntry = policy.Strategy{
	Name:   "pinned-connection",
	Socket: policy.ConnectingSocket,
	About:  "a client keeps its open connection, wherever its name points by now, until the connection is silent, idle for too long, or too old",
	Hazard: "clients stay at an LB that answers with errors, though DNS has moved their name; after a repair, clients that moved elsewhere do not come back while that endpoint works; with silence all calls over a connection to a dead host fail until it is over; an address that moves to another host costs each connection a request",
	Used:   "clients with keep-alive or HTTP/2: Go's Transport, Node's Agent, Java's pools",
	Params: []policy.Param{
		{Name: "idle", Kind: policy.DurationKind, Default: "90s", About: "idle time after which it is closed; 0s: never; Go's default Transport (Node 20 has 5 s, fetch 4 s)"},
		{Name: "max-age", Kind: policy.DurationKind, Default: "0s", About: "age from which it is closed at its next use; 0s: never, as in Go, Node and curl; gRPC servers have MAX_CONNECTION_AGE, never by default"},
		{Name: "floor", Kind: policy.DurationKind, Default: "0s",
			About: "a name is asked for no more often than this, so that a new connection goes where the old one went: gRPC has 30 s; 0s: each time a connection is opened, as Go does"},
		{Name: "silence", Kind: policy.DurationKind, Default: "0s",
			About: "time after which an open connection is ended on which nothing is confirmed; 0s: once an attempt has had no answer in time, as in HTTP/1; HTTP/2 leaves it to the kernel, which gives up after some 940s (measured with grpc-go and Linux's tcp_retries2 of 15), or after gRPC's keepalive Timeout"},
		{Name: "resends", Kind: policy.WordKind, Default: "no", Words: []string{"no", "yes"},
			About: "whether an attempt that meets a reset connection is sent again on a new one by the library: Go's Transport does so with a GET, Node with none"},
	},
	New: func(v policy.Values) any {
		return &pinnedConnection{v.Duration("idle"), v.Duration("max-age"), v.Duration("floor"), v.Duration("silence"), v.Word("resends") == "yes"}
	},
}

type pinnedConnection struct {
	idle, maxAge, floor, silence time.Duration
	resends                      bool
}

var (
	_ policy.Connecting = (*pinnedConnection)(nil)
	_ policy.Enduring   = (*pinnedConnection)(nil)
)

func (p *pinnedConnection) Keeps(c *policy.Connection) bool {
	return (p.idle == 0 || c.Now.Sub(c.Used) < p.idle) && (p.maxAge == 0 || c.Now.Sub(c.Opened) < p.maxAge)
}

func (p *pinnedConnection) Resolves(c *policy.Connection) bool {
	return c.Now.Sub(c.Resolved) >= p.floor
}

func (p *pinnedConnection) Silence() time.Duration { return p.silence }
func (p *pinnedConnection) Resends() bool          { return p.resends }
