package year

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"time"

	"failsim/cmd/internal/study"
	"failsim/results/year"
)

// keptResult is what a file keeps of a run and its twin.
type keptResult struct {
	Run      year.EpisodeRun
	Lasted   time.Duration
	Outlived bool
	Quiet    *year.EpisodeRun
}

// idOf names the runs of a task.
func (p *yearPlan) idOf(t yearTask) study.RunID {
	e := &p.strata[t.stratum].drawn[t.drawn]
	return study.RunID{Incident: e.name(), Design: p.designs[t.design].Name, Replication: e.id}
}

// take returns what is kept of a task; ok is false if it is to be made.
func (p *yearPlan) take(t yearTask) (r yearResult, ok bool, err error) {
	if p.options.Kept == nil {
		return r, false, nil
	}
	data := p.options.Kept.Get(p.idOf(t))
	if data == nil {
		return r, false, nil
	}
	var k keptResult
	if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&k); err != nil {
		return r, false, fmt.Errorf("a kept run: %w", err)
	}
	r.run = episodeRun{EpisodeRun: k.Run, lasted: k.Lasted, outlived: k.Outlived}
	if t.twin {
		r.quiet = k.Quiet
	}
	return r, !t.twin || k.Quiet != nil, nil
}

// keep hands a result to who keeps runs. One of a design that nothing touches took
// no time, and is made again.
func (p *yearPlan) keep(t yearTask, r *yearResult) error {
	if p.options.Kept == nil || r.run.untouched {
		return nil
	}
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(&keptResult{r.run.EpisodeRun, r.run.lasted, r.run.outlived, r.quiet}); err != nil {
		return fmt.Errorf("keeping a run: %w", err)
	}
	return p.options.Kept.Put(p.idOf(t), b.Bytes())
}
