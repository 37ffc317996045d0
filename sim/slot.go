package sim

// Slot is a place beside the queue for one event that comes again and again:
// the next arrival of all, as a rule. It waits there for the cost of one
// comparison an event of the run, where the queue would move it up and down:
// on a farm of queues that is a third of the kernel's time. There should be
// few slots, as the first among them is found by looking at all.
type Slot int

// never is the instant of an empty slot.
const never = uint64(Never)

// slots are the events beside the queue. Their instants lie side by side, as
// only a tie needs more.
type slots struct {
	at       []uint64
	identity []uint64
	some     bool  // whether any holds an event
	next     entry // then, the event that comes first
	first    int   // and where it is
}

func (s *slots) find() {
	first, at := 0, s.at[0]
	for i := 1; i < len(s.at); i++ {
		if t := s.at[i]; t < at || t == at && s.identity[i] < s.identity[first] {
			first, at = i, s.at[i]
		}
	}
	s.some, s.first, s.next = at != never, first, entry{at, s.identity[first]}
}

// take removes the event that comes first.
func (s *slots) take() entry {
	e := s.next
	s.at[s.first] = never
	s.find()
	return e
}

// earlier reports whether e comes before f; it branches, where before does not.
func (e *entry) earlier(f *entry) bool {
	return e.at < f.at || e.at == f.at && e.identity < f.identity
}
