package client

import "failsim/sim"

// connection is what a user who goes by a name remembers of the last one: one for
// all its attempts, as in HTTP/2. Whether an attempt goes over it is decided where
// it is sent. A caller closes it when no answer comes in time; an answer that is an
// error is an answer, and leaves it open. It leaves out pools of connections, what
// opening one takes, and who closes one that is idle before the client does: that
// costs a request nothing, as libraries open another.
type connection struct {
	opened, used, resolved sim.Time
	unheard                sim.Time // when it was first used of what is silent now; 0: it hears
	endpoint               uint8
	address                uint8 // of those at the endpoint: the first that answered
	known                  bool  // the client had one before
	open                   bool
	held                   bool // it was established, and what has no answer in time does not close it
}

// to returns which address an attempt goes to that was sent at an instant and would
// try one. Over a connection that was there before, there is only one.
func (n *connection) to(sent sim.Time, address int) (which int, ok bool) {
	switch {
	case address == 0:
		return int(n.address), true
	case n.opened < sent:
		return 0, false
	}
	return address, true
}
