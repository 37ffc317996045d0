package robust

import (
	"slices"
	"sync"

	"failsim/cmd/internal/experiment"
	"failsim/cmd/internal/study"
	"failsim/models/file"
	"failsim/models/world/scenario"
)

// baseRuns are the runs of the scenario as it stands, which stand for those of designs
// that an edit does not reach.
type baseRuns struct {
	scenario *scenario.Scenario
	all      map[study.RunID][]byte
	lock     sync.Mutex
}

// keptFor returns what is known beforehand of the runs of the scenario with edits.
func (s *Study) keptFor(edits []file.Edit) (study.Kept, error) {
	b := &s.runs
	if len(edits) == 0 {
		if b.scenario == nil {
			var err error
			if b.scenario, err = s.Lab.Load(nil); err != nil {
				return nil, err
			}
			b.all = map[study.RunID][]byte{}
		}
		return &keptRuns{of: b, base: true}, nil
	}
	edited, err := s.Lab.Load(edits)
	if err != nil {
		return nil, err
	}
	reached := experiment.Reached(b.scenario, edited)
	if reached == nil {
		return nil, nil // all are
	}
	return &keptRuns{of: b, reached: reached}, nil
}

// keptRuns are those of one point.
type keptRuns struct {
	of      *baseRuns
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
