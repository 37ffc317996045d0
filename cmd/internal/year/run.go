package year

import (
	"fmt"
	"runtime/debug"
	"time"

	"failsim/cmd/internal/study"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/results/year"
	"failsim/sim"
)

// margin is how long all must have been steady before a run of an episode ends:
// no fault, no LB misconfigured, no record missing or wrong, not one request lost.
const margin = time.Hour

// episodeRun is a run of an episode under a design.
type episodeRun struct {
	year.EpisodeRun
	untouched bool          // nothing of it reaches the design: there was nothing to simulate
	lasted    time.Duration // until the end of the run, the margin included
	outlived  bool          // not steady when the world should have forgotten it
}

// runner makes runs of episodes, one after the other.
type runner struct {
	demand  *study.Demand
	seed    uint64
	sampled bool
	tally   year.Tally
}

// happens returns what of an episode happens to a design: operator errors that its gates
// stop do not, and what cannot reach it makes no difference.
func (r *runner) happens(e *episode, d *scenario.Design) (list []world.Occurrence, touched bool) {
	s, m := r.demand.Scenario, r.demand.Fixed
	list = []world.Occurrence{}
	for _, o := range e.happens {
		if !o.ErrorStopped(s, m, d, e.start, r.seed, e.id) {
			list = append(list, o)
			touched = touched || o.Touches(s, m, d, r.seed, e.id)
		}
	}
	return list, touched
}

// run simulates an episode until all is steady. If that takes longer than the
// world's memory, the run ends there and says so.
func (r *runner) run(e *episode, d *scenario.Design) (episodeRun, error) {
	list, touched := r.happens(e, d)
	if !touched {
		return episodeRun{untouched: true}, nil
	}
	most := e.until + max(r.demand.Scenario.Year.Memory, 2*margin)
	run := episodeRun{lasted: e.until + margin}
	err := r.simulate(e, d, list, most, func(w *world.World) error {
		for ; ; run.lasted += margin {
			if err := w.RunTo(sim.Time(run.lasted)); err != nil || r.tally.Steady(sim.Time(run.lasted-margin)) {
				return err
			}
			if run.lasted >= most {
				run.outlived = true
				return nil
			}
		}
	})
	run.EpisodeRun = r.tally.Run()
	return run, err
}

// quiet simulates the same users as long as another run, without any incident.
func (r *runner) quiet(e *episode, d *scenario.Design, length time.Duration) (year.EpisodeRun, error) {
	err := r.simulate(e, d, []world.Occurrence{}, length, func(w *world.World) error { return w.RunTo(sim.Time(length)) })
	return r.tally.Run(), err
}

// simulate builds a run of at most a length and has it driven. A panic below is a
// broken invariant.
func (r *runner) simulate(e *episode, d *scenario.Design, list []world.Occurrence, most time.Duration, drive func(*world.World) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &study.Broken{Design: d.Name, Incident: e.name(), Seed: r.seed, Replication: e.id, What: p, Stack: debug.Stack()}
		}
	}()
	w := r.demand
	layout := w.Layout(&scenario.Incident{Length: most})
	layout.Length = most
	r.tally.Reset(layout)
	choice := world.Choice{Design: d, Sampled: r.sampled, Seed: r.seed, Replication: e.id, Calendar: list,
		Steady: w.Scenario.Year.Memory}
	run, err := world.New(w.Scenario, w.Fixed, choice, w.Input(world.Root(r.seed, e.id), e.start, sim.Time(most)), &r.tally)
	if err != nil {
		return err
	}
	if err := drive(run); err != nil {
		return err
	}
	if reported, arrived := r.tally.Recorded(), run.Arrived(); reported != arrived {
		panic(fmt.Sprintf("%d requests arrived, but the results counted %d", arrived, reported))
	}
	if late := r.tally.Late(); late > 0 {
		panic(fmt.Sprintf("%d outcomes came later than the patience of users allows, so user-minutes are not exact", late))
	}
	return nil
}

// name lists the incidents of an episode.
func (e *episode) name() string {
	text := ""
	for i, o := range e.happens {
		if i > 0 {
			text += " + "
		}
		text += o.Incident.Name
	}
	return text
}
