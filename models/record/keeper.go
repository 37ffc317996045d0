package record

import "failsim/sim"

// Data is what has become of some data of the tenant's in a run.
type Data struct {
	WritesLost float64 // that were acknowledged
	LostSpan   float64 // seconds from the first to the last of them, of the loss that spans most
	InDoubt    float64 // writes that clients took for failed and that were applied, or may have been
	Unwritable float64 // seconds, each times the share of writers who could not write
	ReadOnly   float64 // seconds in which no client could write and some could read
	Split      float64 // seconds in which two leaders acknowledged writes
	Stale      float64 // seconds in which some reads were served by a replica that does not follow
	Promotions float64
}

// Keeper is what a Sink may also be: it is notified of the tenant's data.
type Keeper interface {
	// DataLost reports acknowledged writes that are lost, when that is settled.
	DataLost(at sim.Time, which int, writes float64)
	// DataKept reports each data what has become of it by the end of the run.
	DataKept(at sim.Time, which int, d Data)
}
