package policy

import (
	"time"

	"failsim/models/distribution"
)

// Acknowledging is what a strategy of the replicating socket may be: it says what a
// leader of the tenant's data waits for before it reports to a client that a write is done.
// It is asked once, when the world is built.
type Acknowledging interface {
	Acks(replicas int) Acks
}

// Acks are a leader's rules for writes.
type Acks struct {
	// Followers must have a write before it is acknowledged; 0: none.
	Followers int
	// Ordered: those are the first of its list that count as there, rather than any; one that
	// is silent does for as long as Silent.
	Ordered bool
	Silent  time.Duration
	// GivesUp is how long a leader waits for followers that are gone before it
	// acknowledges without them until they are back; 0: it waits for ever, and so do
	// writes.
	GivesUp time.Duration
	// Heard is of how many followers a leader must have heard lately to take writes at
	// all; 0: of none. It refuses writes Silence after it heard of too few.
	Heard   int
	Silence distribution.Distribution
	// Buffered is how many writes a leader that was frozen, and replaced, acknowledges as it
	// thaws, in the share BufferedIn of thaws, before it notices that it hears of too few.
	Buffered, BufferedIn float64
	// Rejoin is how long a new leader waits for followers that it must hear of.
	Rejoin time.Duration
	// Majority: no write is acknowledged that another leader may lack, and whichever is
	// cut off from a majority leads nothing.
	Majority bool
	// Extends is how much longer than their whole time leases of clients last from when a
	// new leader begins; Looks is how much later than that they are looked at.
	Extends time.Duration
	Looks   distribution.Distribution
}

// StoreClient is what a strategy of the replicating socket may be: it says what clients
// of the tenant's data do while nobody answers.
type StoreClient interface {
	StoreClients() StoreClients
}

// StoreClients are clients of the tenant's data.
type StoreClients struct {
	Waits bool // what nobody takes they hold back until somebody does, rather than fail it
	// Stays: with a leader that is silent they stay until it refuses, or steps down.
	Stays  bool
	Notice time.Duration // or until so long after it was replaced; 0: never
	// Each: they ask all replicas in turn, each of which asks the leader. On a connection to
	// one that is silent all calls hang until Notice after it fell silent; 0: for ever.
	Each bool
}

// Promoting is what a strategy of the replicating socket may be: it says how a leader
// that is gone is replaced. Without, people alone promote.
type Promoting interface {
	Promotion(replicas int) Promotion
}

// Promotion is how a follower becomes the leader without people.
type Promotion struct {
	// Detect is from the leader's end until those who watch it are sure. Silent is on
	// top of it where the leader does not answer, rather than refuse: frozen, or cut off.
	Detect, Silent distribution.Distribution
	Elect          distribution.Distribution // from there until a follower leads
	Follow         distribution.Distribution // from there until clients know
	// Tied is the probability that an election is undecided and held again, after
	// another Detect.
	Tied float64
	// Fails is the probability that an attempt comes to nothing. Whether it does or
	// not, the next begins no earlier than Again after its start.
	Fails float64
	Again time.Duration
	// Demote is how long a leader that was replaced goes on acknowledging writes once it
	// is back, or the network is.
	Demote distribution.Distribution
	// Lease, if above 0: a leader that hears no other stops so long after, and no other
	// leads before.
	Lease time.Duration
	// Renewed is how long ago it has renewed the lease by then; nil: just then.
	Renewed distribution.Distribution
	// Majority: no follower is promoted where fewer than half of the replicas are.
	Majority bool
	// FailBack: the usual leader leads again once it has copied what it missed.
	FailBack bool
}
