package experiment

import (
	"slices"
	"sync"

	"failsim/cmd/internal/study"
	"failsim/models/file"
	"failsim/models/world/scenario"
)

// BaseRuns are the runs of the scenario as it stands, which stand for those of designs
// that an edit does not reach.
type BaseRuns struct {
	load     func([]file.Edit) (*scenario.Scenario, error)
	scenario *scenario.Scenario
	all      map[study.RunID][]byte
	lock     sync.Mutex
}

// BaseRuns returns those of the lab, of which none is made yet.
func (l *Lab) BaseRuns() (*BaseRuns, error) {
	s, err := l.Load(nil)
	return &BaseRuns{load: l.Load, scenario: s, all: map[study.RunID][]byte{}}, err
}

// For returns what is known beforehand of the runs of the scenario with edits.
func (b *BaseRuns) For(edits []file.Edit) (study.Kept, error) {
	if len(edits) == 0 {
		return &keptRuns{of: b, base: true}, nil
	}
	edited, err := b.load(edits)
	if err != nil {
		return nil, err
	}
	reached := Reached(b.scenario, edited)
	if reached == nil {
		return nil, nil // all are
	}
	return &keptRuns{of: b, reached: reached}, nil
}

// keptRuns are those of one point.
type keptRuns struct {
	of      *BaseRuns
	base    bool     // it is the scenario as it stands, whose runs are taken down
	reached []string // designs whose runs are others
}

// Get implements study.Kept.
func (k *keptRuns) Get(id study.RunID) []byte {
	if !k.base && slices.Contains(k.reached, id.Design) {
		return nil
	}
	id.Point = ""
	k.of.lock.Lock()
	defer k.of.lock.Unlock()
	return k.of.all[id]
}

// Put implements study.Kept.
func (k *keptRuns) Put(id study.RunID, run []byte) error {
	if k.base {
		id.Point = ""
		k.of.lock.Lock()
		k.of.all[id] = run
		k.of.lock.Unlock()
	}
	return nil
}
