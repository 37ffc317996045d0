package fault

import (
	"fmt"
	"time"

	"failsim/models/id"
	"failsim/sim"
)

// RegularPusher has a version go out again and again, each time the right one or not.
type RegularPusher interface {
	PushAgain(now sim.Time, configuration string, v Version, bad bool)
}

// Odds are the probability that a version is bad, which rises, or falls, in a straight line.
type Odds struct {
	From, To float64
	Over     time.Duration // 0: it is From
}

// At is the probability so long after the first version.
func (o Odds) At(since time.Duration) float64 {
	if o.Over <= 0 {
		return o.From
	}
	done := min(1, since.Seconds()/o.Over.Seconds())
	return o.From + float64((o.To-o.From)*done)
}

// Pushes are versions that a machine makes and pushes again and again, some of them bad: the
// next one is instead of what people have brought back, until they mend what makes them, or
// stop it.
type Pushes struct {
	Kernel        *sim.Kernel
	Where         RegularPusher
	Key           sim.Key
	Configuration string
	Version
	Every time.Duration
	Bad   Odds

	owner sim.Owner
	began sim.Time
	over  bool
	count uint64
}

// Begin implements Fault.
func (f *Pushes) Begin(now sim.Time) {
	f.owner, f.began = f.Kernel.Register(f), now
	f.push(now)
}

// Handle implements sim.Handler.
func (f *Pushes) Handle(now sim.Time, _ sim.Event) {
	if !f.over {
		f.push(now)
	}
}

func (f *Pushes) push(now sim.Time) {
	bad := f.Key.Float64(f.count) < f.Bad.At(now.Sub(f.began))
	f.count++
	f.Where.PushAgain(now, f.Configuration, f.Version, bad)
	f.Kernel.Schedule(now.Add(f.Every), sim.Change, f.owner, sim.Event{})
}

// End implements Fault: no more go out, and what the last one did stays.
func (f *Pushes) End(sim.Time) { f.over = true }

// Region implements Fault.
func (*Pushes) Region() id.Region { return id.NoRegion }

// String implements Fault.
func (f *Pushes) String() string {
	return fmt.Sprintf("%s is made and pushed every %v, bad in %.3g %% of cases%s", f.Configuration, f.Every, 100*f.Bad.From, f.rising())
}

func (f *Pushes) rising() string {
	if f.Bad.Over <= 0 || f.Bad.To == f.Bad.From {
		return ""
	}
	return fmt.Sprintf(" at first and %.3g %% after %v", 100*f.Bad.To, f.Bad.Over)
}
