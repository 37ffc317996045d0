package cache

import (
	"time"

	"failsim/sim"
)

// Unlimited is a number of objects that is never reached.
const Unlimited = 1 << 30

// Store is the objects that a cache holds. They are linked, the last asked for at
// the front.
type Store struct {
	keeps  int
	ttl    time.Duration // from when one was put; 0: for ever
	next   []int32       // by object; absent if it is not held
	prev   []int32
	until  []sim.Time // by object: fresh before; nil without a TTL
	front  int32
	back   int32
	number int
}

const (
	none   = -1
	absent = -2
)

// NewStore returns an empty store for objects 0 to n-1, of which it keeps some; the
// least recently used one makes room.
func NewStore(n, keeps int, ttl time.Duration) *Store {
	s := &Store{keeps: keeps, ttl: ttl, next: make([]int32, n), prev: make([]int32, n), front: none, back: none}
	for i := range s.next {
		s.next[i] = absent
	}
	if ttl > 0 {
		s.until = make([]sim.Time, n)
	}
	return s
}

// Grow makes room for objects 0 to n-1, of which those that are new are not held.
func (s *Store) Grow(n int) {
	for len(s.next) < n {
		s.next, s.prev = append(s.next, absent), append(s.prev, 0)
		if s.ttl > 0 {
			s.until = append(s.until, 0)
		}
	}
}

// Has asks for an object, and reports whether it is there and fresh.
func (s *Store) Has(now sim.Time, object int32) bool {
	if s.next[object] == absent {
		return false
	}
	if s.front != object {
		s.drop(object)
		s.push(object)
	}
	return s.until == nil || now < s.until[object]
}

// Stale reports whether an object is there that has been fresh until a while ago, at
// most so long.
func (s *Store) Stale(now sim.Time, object int32, by time.Duration) bool {
	return s.Holds(object) && (s.until == nil || now < s.until[object].Add(by))
}

// Fresh reports whether an object is there and fresh, and asks for nothing.
func (s *Store) Fresh(now sim.Time, object int32) bool { return s.Stale(now, object, 0) }

// Holds reports whether an object is there, fresh or not, and asks for nothing.
func (s *Store) Holds(object int32) bool { return s.next[object] != absent }

// Len returns how many are held.
func (s *Store) Len() int { return s.number }

// Put keeps an object that the origin has answered.
func (s *Store) Put(now sim.Time, object int32) {
	if s.until != nil {
		s.until[object] = now.Add(s.ttl)
	}
	if s.next[object] != absent {
		return
	}
	if s.number == s.keeps {
		s.drop(s.back)
	}
	s.push(object)
}

// Forget has an object not be held any more.
func (s *Store) Forget(object int32) {
	if s.Holds(object) {
		s.drop(object)
	}
}

// Clear forgets all.
func (s *Store) Clear() {
	for s.number > 0 {
		s.drop(s.back)
	}
}

func (s *Store) push(object int32) {
	s.next[object], s.prev[object] = s.front, none
	if s.front == none {
		s.back = object
	} else {
		s.prev[s.front] = object
	}
	s.front = object
	s.number++
}

func (s *Store) drop(object int32) {
	next, prev := s.next[object], s.prev[object]
	if prev == none {
		s.front = next
	} else {
		s.next[prev] = next
	}
	if next == none {
		s.back = prev
	} else {
		s.prev[next] = prev
	}
	s.next[object] = absent
	s.number--
}
