package maker

import "failsim/traces/format"

// sessioniser divides the requests of clients into sessions: a pause of at least
// the gap ends one. It holds the clients whose session is not over, in the order
// of their last requests.
type sessioniser struct {
	gap      int64
	open     map[uint64]*openSession
	oldest   *openSession
	newest   *openSession
	sessions func(client uint64, requests int, span int64)
	pauses   func(ns int64)
}

type openSession struct {
	client         uint64
	first, last    int64
	requests       int
	earlier, later *openSession
}

func (s *sessioniser) add(r *format.Record) {
	for s.oldest != nil && r.At-s.oldest.last >= s.gap {
		s.end(s.oldest)
	}
	o, ok := s.open[r.Client]
	if ok {
		s.pauses(r.At - o.last)
		s.unlink(o)
	} else {
		o = &openSession{client: r.Client, first: r.At}
		s.open[r.Client] = o
	}
	o.last = r.At
	o.requests++
	o.earlier, o.later = s.newest, nil
	if s.newest != nil {
		s.newest.later = o
	} else {
		s.oldest = o
	}
	s.newest = o
}

func (s *sessioniser) unlink(o *openSession) {
	if o.earlier != nil {
		o.earlier.later = o.later
	} else {
		s.oldest = o.later
	}
	if o.later != nil {
		o.later.earlier = o.earlier
	} else {
		s.newest = o.earlier
	}
}

func (s *sessioniser) end(o *openSession) {
	s.unlink(o)
	delete(s.open, o.client)
	s.sessions(o.client, o.requests, o.last-o.first)
}

// close ends all sessions.
func (s *sessioniser) close() {
	for s.oldest != nil {
		s.end(s.oldest)
	}
}
