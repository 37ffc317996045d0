package client

import (
	"failsim/models/balancer"
	"failsim/sim"
)

// Tape is what the requests of a replication have in common under every design:
// who asks, when, in which order, and how long a server works on a first attempt.
// All of it follows from the workload, so worlds that go on side by side need not
// find it each for itself: it is made once, block by block, and each reads it.
//
// Arrivals, their order and identities are 300 of the 1,100 instructions that a
// request takes in a world by itself (make instructions), and the draw of the work
// another 70. With streams of its own a world comes to the same, request by request:
// that is what the tests hold the tape against.
type Tape struct {
	merged
	block  []identity // in order of arrival; behind those of its time at least one that comes later, or none
	whole  int        // so many come in the block's time
	before uint64     // how many came before the block's first
	until  sim.Time   // the end of the block's time
	size   int        // of a block
}

// blockSize is how many requests are made in one go, which takes 2 MB. Each world has
// to fetch anew what it knows whenever its turn comes: with blocks of 1,024 a study
// took a sixth longer than with 65,536 (three turns in one run on a busy machine).
const blockSize = 1 << 15

// NewTape makes the tape of streams and its first block. Key, populations and
// streams are those that Clients are made of, and the service is that of their data
// plane.
func NewTape(key sim.Key, populations []Population, streams []Stream, service balancer.Service) *Tape {
	return newTape(key, populations, streams, service, blockSize)
}

func newTape(key sim.Key, populations []Population, streams []Stream, service balancer.Service, size int) *Tape {
	t := &Tape{merged: newMerged(streams, populationsOf(key, populations), service), block: make([]identity, 0, size), size: size}
	t.begin()
	t.Advance()
	return t
}

// Until returns the end of the block's time: the block holds every request by then.
func (t *Tape) Until() sim.Time { return t.until }

// Advance makes the next block. All who read the tape have read the last one.
func (t *Tape) Advance() {
	t.before += uint64(t.whole)
	t.block = append(t.block[:0], t.block[t.whole:]...)
	for size := t.size; ; size *= 2 {
		t.fill(size)
		last := t.block[len(t.block)-1].arrived
		for t.whole = len(t.block) - 1; t.whole > 0 && t.block[t.whole-1].arrived == last; {
			t.whole--
		}
		if t.until = last - 1; last == sim.Never || t.whole > 0 {
			return
		}
	}
}

// fill has the block hold so many, of whom the last is none, who never comes, if
// there are no more.
func (t *Tape) fill(size int) {
	for len(t.block) < size {
		if len(t.streams) == 0 || t.turns[t.turn] == sim.Never {
			t.block = append(t.block, identity{arrived: sim.Never})
			return
		}
		s := t.streams[t.turn]
		t.block = append(t.block, *s.next())
		t.turns[t.turn] = s.pass()
		t.turn, _ = t.turns.first()
	}
}
