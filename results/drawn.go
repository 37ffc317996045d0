package results

import "math"

var nan = math.NaN()

// Cell is a class of draws of the world whose probability is known before the
// first run: what providers share fails too, or it does not.
type Cell struct {
	Name        string  // of its branch; cells of one name are one branch, cut for precision only
	Class       string  // which part of it
	Probability float64 // of all cells together: 1
	// Stopped: the design's gates stop the operator error that begins the incident, so
	// nothing happens. Such runs are of replications that are run without it too.
	Stopped bool
}

// Drawn says how the runs of an incident were chosen: so many replications of
// each cell, whatever its probability, so that a rare cell is seen too. Means
// weigh each run by the probability of its cell, divided by the runs of it.
type Drawn struct {
	Cells []Cell
	Runs  []DrawnRun // in the order in which they are made
}

// DrawnRun is one replication, which every design goes through.
type DrawnRun struct{ Replication, Cell int }

// plainly draws n replications as they come.
func plainly(n int) *Drawn {
	d := &Drawn{Cells: []Cell{{Probability: 1}}}
	for k := range n {
		d.Runs = append(d.Runs, DrawnRun{Replication: k})
	}
	return d
}
