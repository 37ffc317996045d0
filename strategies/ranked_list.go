package strategies

import "failsim/models/policy"

var rankedListEntry = policy.Strategy{
	Name:   "ranked-list",
	Socket: policy.SendingSocket,
	About:  "clients hold a ranked list of endpoints, leave one that fails, stay where they are well, and probe their way back",
	Hazard: "needs software on every device; all clients of a sick endpoint move to the next one within seconds, even if that is full or cold",
	Used:   "clients with several hosts in their URL (libpq, JDBC), mail by MX records, players that know several CDNs",
	Params: append([]policy.Param{
		{Name: "supported", Kind: policy.ShareKind, Default: "80%",
			About: "share of clients whose software holds the list, the others use DNS; assumption: old devices never get it"},
		{Name: "second-first", Kind: policy.ShareKind, Default: "50%",
			About: "share of the clients with a list that rank its second endpoint first, so that both carry load; assumption"},
	}, awayParams...),
	New: func(v policy.Values) any {
		return &rankedList{parts(v.Share("supported")), parts(v.Share("second-first")), newAway(v)}
	},
}

// rankedList walks a client's list: its favourite first, then the others in
// their order, then round again. Memory: Flag is not 0 while the client is away
// from its favourite, at Endpoint, but the number of its next probe there, which
// comes at Until.
type rankedList struct {
	supported, secondFirst uint64 // of 2^53
	away
}

var _ policy.Sending = (*rankedList)(nil)

func (r *rankedList) listed(c *policy.Choice) bool {
	return c.Endpoints > 1 && drawn(c.Client, purposeSupported, r.supported)
}

func (r *rankedList) favourite(c *policy.Choice) int {
	if drawn(c.Client, purposeSecondFirst, r.secondFirst) {
		return 1
	}
	return 0
}

func (r *rankedList) Choose(c *policy.Choice, p policy.Prober) int {
	if !r.listed(c) {
		return policy.ByName
	}
	m, favourite := c.Memory, r.favourite(c)
	if m.Flag == 0 || int(m.Endpoint) >= c.Endpoints {
		return favourite
	}
	if c.Attempt == 0 && c.Now >= m.Until {
		if p.Probe(favourite) {
			*m = policy.Memory{}
			return favourite
		}
		m.Flag = uint8(min(int(m.Flag)+1, 255))
		m.Until = c.Now.Add(r.wait(c, m.Flag))
	}
	return int(m.Endpoint)
}

// Failed leaves the endpoint that failed, unless the client has left it since.
func (r *rankedList) Failed(c *policy.Choice, endpoint int) {
	if !r.listed(c) {
		return
	}
	m, favourite := c.Memory, r.favourite(c)
	at := favourite
	if m.Flag != 0 {
		at = int(m.Endpoint)
	}
	switch next := after(at, favourite, c.Endpoints); {
	case endpoint != at:
	case next == favourite:
		*m = policy.Memory{}
	default:
		*m = policy.Memory{Endpoint: uint8(next), Flag: 1, Until: c.Now.Add(r.wait(c, 1))}
	}
}

// after returns what follows at on a list of n that begins with the favourite.
func after(at, favourite, n int) int {
	next := 0
	if at != favourite {
		next = at + 1
	}
	if next == favourite {
		next++
	}
	if next >= n {
		return favourite
	}
	return next
}

func (*rankedList) HoldsList() bool { return true }
