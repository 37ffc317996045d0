package study

import (
	"fmt"
	"runtime/debug"

	"failsim/models/world"
	"failsim/results/counted"
	"failsim/sim"
)

// lane is a run in the making.
type lane struct {
	choice world.Choice
	layout counted.Layout
	tally  *counted.Tally
	world  *world.World
	loads  bool // the tally is told of capacity
}

// abreast makes runs that meet the same requests (world.Demand) and checks their
// invariants. Several go on side by side over one tape: each in turn goes through
// its next block. One alone finds its requests by itself.
func (w *Workload) abreast(runs []*lane) (err error) {
	now := runs[0]
	defer func() {
		if p := recover(); p != nil {
			err = now.broken(p, debug.Stack())
		}
	}()
	in, closeInput, err := w.input(world.Root(now.choice.Seed, now.choice.Replication))
	if err != nil {
		return err
	}
	defer func() {
		if e := closeInput(); err == nil {
			err = e
		}
	}()
	if len(runs) > 1 {
		in.Tape = world.NewTape(w.Scenario, w.Fixed, now.choice, in)
	}
	for _, now = range runs {
		if err := now.build(w, in); err != nil {
			return err
		}
	}
	for more := in.Tape != nil; more; {
		more = false
		for _, now = range runs {
			if err := now.step(in.Tape.Until()); err != nil {
				return err
			}
			more = more || in.Tape.Until() < now.world.End()
		}
		if err := in.Tape.Err(); err != nil {
			return err
		}
		if more {
			in.Tape.Advance()
		}
	}
	for _, now = range runs {
		if err := now.end(); err != nil {
			return err
		}
	}
	return nil
}

func (r *lane) build(w *Workload, in world.Input) (err error) {
	r.layout.ServedFrom = w.servedFrom(r.choice.Design)
	r.tally.Reset(r.layout)
	r.world, err = world.New(w.Scenario, w.Fixed, r.choice, in, r.tally)
	return err
}

// step runs on to an instant, at most the end, and has the tally told of the capacity
// that there is as windows begin.
func (r *lane) step(until sim.Time) error {
	until = min(until, r.world.End())
	for r.loads {
		at, more := r.tally.CapacityAt()
		if !more || at > until {
			break
		}
		if err := r.world.Step(at); err != nil {
			return err
		}
		r.tally.Capacity(r.world.Capacity())
	}
	return r.world.Step(until)
}

// end brings the run to its end, and has its figures checked.
func (r *lane) end() error {
	if err := r.step(r.world.End()); err != nil {
		return err
	}
	if err := r.world.Run(); err != nil {
		return err
	}
	if err := r.tally.Check(); err != nil {
		return r.broken(err, nil)
	}
	if reported, arrived := r.tally.Recorded(), r.world.Arrived(); reported != arrived {
		return r.broken(fmt.Errorf("%d requests arrived, but the results counted %d", arrived, reported), nil)
	}
	return nil
}

func (r *lane) broken(what any, stack []byte) error {
	c := &r.choice
	return &Broken{c.Design.Name, c.Incident.Name, c.Seed, c.Replication, what, stack}
}

// Broken is an invariant that did not hold: an error in failsim, with what is
// needed to see it again.
type Broken struct {
	Design, Incident string
	Seed             uint64
	Replication      int
	What             any
	Stack            []byte
}

// Error implements error.
func (b *Broken) Error() string {
	return fmt.Sprintf("broken invariant in design %s, incident %s, seed %d, replication %d: %v", b.Design, b.Incident, b.Seed,
		b.Replication, b.What)
}
