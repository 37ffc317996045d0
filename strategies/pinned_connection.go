package strategies

import (
	"time"

	"failsim/models/policy"
)

var pinnedConnectionEntry = policy.Strategy{
	Name:   "pinned-connection",
	Socket: policy.ConnectingSocket,
	About:  "a client keeps its open connection, wherever its name points by now, until the connection is silent, idle for too long, or too old",
	Hazard: "clients stay at an LB that answers with errors, though DNS has moved their name; after a repair, clients that moved elsewhere do not come back while that endpoint works",
	Used:   "clients with keep-alive or HTTP/2: Go's Transport, Node's Agent, Java's pools",
	Params: []policy.Param{
		{Name: "idle", Kind: policy.DurationKind, Default: "90s", About: "idle time after which it is closed; 0s: never; Go's default Transport (Node 20 has 5 s, fetch 4 s)"},
		{Name: "max-age", Kind: policy.DurationKind, Default: "0s", About: "age from which it is closed at its next use; 0s: never, as in Go, Node and curl; gRPC servers have MAX_CONNECTION_AGE, never by default"},
		{Name: "floor", Kind: policy.DurationKind, Default: "0s",
			About: "a name is asked for no more often than this, so that a new connection goes where the old one went: gRPC has 30 s; 0s: each time a connection is opened, as Go does"},
	},
	New: func(v policy.Values) any {
		return &pinnedConnection{v.Duration("idle"), v.Duration("max-age"), v.Duration("floor")}
	},
}

type pinnedConnection struct{ idle, maxAge, floor time.Duration }

var _ policy.Connecting = (*pinnedConnection)(nil)

func (p *pinnedConnection) Keeps(c *policy.Connection) bool {
	return (p.idle == 0 || c.Now.Sub(c.Used) < p.idle) && (p.maxAge == 0 || c.Now.Sub(c.Opened) < p.maxAge)
}

func (p *pinnedConnection) Resolves(c *policy.Connection) bool {
	return c.Now.Sub(c.Resolved) >= p.floor
}
