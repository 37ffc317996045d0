package kept

import "failsim/cmd/internal/study"

// most bounds a file that was not asked for.
const most = 1 << 30

// Later keeps runs of a study that may be stopped, without having been asked to: in a
// file that is made with the first run. It gives up where that does not work, and never
// stops the study for it.
type Later struct {
	path     string
	identity Identity
	file     *File
	size     int
	Kept     int    // runs
	Why      string // why some are not kept
}

// Lazily returns a keeper of runs at a path.
func Lazily(path string, id Identity) *Later { return &Later{path: path, identity: id} }

// Path is where the runs are.
func (l *Later) Path() string { return l.path }

// Get returns nothing: runs of an earlier try are for those who ask for them.
func (l *Later) Get(study.RunID) []byte { return nil }

// Put keeps a run.
func (l *Later) Put(id study.RunID, run []byte) error {
	if l.Why != "" {
		return nil
	}
	if l.file == nil {
		file, err := Open(l.path, l.identity)
		if err != nil {
			l.Why = err.Error()
			return nil
		}
		l.file = file
	}
	if l.size += len(run); l.size > most {
		l.Why = "the rest is too large: --resume keeps whatever it takes"
		return nil
	}
	if err := l.file.Put(id, run); err != nil {
		l.Why, l.Kept = err.Error(), 0
		_ = l.file.Remove()
		l.file = nil
		return nil
	}
	l.Kept++
	return nil
}

// Close lets the file be.
func (l *Later) Close() {
	if l.file != nil {
		_ = l.file.Close()
	}
}

// Remove removes it: what it was kept for is there, or will not be.
func (l *Later) Remove() {
	if l.file != nil {
		_ = l.file.Remove()
	}
}
