package policy

import (
	"time"

	"failsim/sim"
)

// Connection is what a client knows of the connection that it last had, and of the
// address that it is to.
type Connection struct {
	Now      sim.Time
	Opened   sim.Time
	Used     sim.Time // by the last attempt before this
	Resolved sim.Time // when the client last asked for its name
}

// Connecting decides how a client that goes by a name comes to where the name
// points. It is called on the path of requests, and must not allocate.
type Connecting interface {
	// Keeps reports whether an attempt goes over the connection that the client has,
	// wherever the name points by now.
	Keeps(c *Connection) bool
	// Resolves reports whether a client that opens a connection asks for its name, or
	// goes to the address that it had.
	Resolves(c *Connection) bool
}

// Enduring is a Connecting that says what becomes of connections whose other end is silent,
// or has them no more. Without it they are as its zero answers say.
type Enduring interface {
	// Silence returns how long a connection stays on which nothing is confirmed, whatever
	// becomes of attempts; 0: until one of them has had no answer in time.
	Silence() time.Duration
	// Resends reports that an attempt is sent again on a new connection which met one that
	// its host had no more, so that nothing but the library notices.
	Resends() bool
}
