package output

import "sync"

// unfinished are the files and directories of this process that have no final name yet.
// The goroutine that commits one holds the mutex, so that a program that is told to end
// at once ends before or after, not within.
var unfinished struct {
	sync.Mutex
	undo      map[*int]func()
	committed bool // something has got its final name
}

// begun registers how to leave nothing of something unfinished, and returns its
// ticket for over.
func begun(undo func()) *int {
	unfinished.Lock()
	defer unfinished.Unlock()
	if unfinished.undo == nil {
		unfinished.undo = make(map[*int]func())
	}
	ticket := new(int)
	unfinished.undo[ticket] = undo
	return ticket
}

// over forgets something that is finished or gone; the mutex is held.
func over(ticket *int) { delete(unfinished.undo, ticket) }

// Abandon leaves nothing of what is unfinished, for a program that ends at
// once: nothing can be begun or committed after it. It reports whether anything
// was committed before.
func Abandon() (committed bool) {
	unfinished.Lock() // for good
	for _, undo := range unfinished.undo {
		undo()
	}
	return unfinished.committed
}
