package experiment

import (
	"strings"

	"failsim/cmd/internal/study"
	"failsim/models/file"
)

// pointKept are the kept runs of one point: their names say what it edits.
type pointKept struct {
	study.Kept
	point string
}

func keptAt(edits []file.Edit, all study.Kept) study.Kept {
	if all == nil {
		return nil
	}
	parts := make([]string, len(edits))
	for i, e := range edits {
		parts[i] = e.Path + "=" + e.Value
	}
	return pointKept{all, strings.Join(parts, " ")}
}

// Get implements study.Kept.
func (p pointKept) Get(id study.RunID) []byte {
	id.Point = p.point
	return p.Kept.Get(id)
}

// Put implements study.Kept.
func (p pointKept) Put(id study.RunID, run []byte) error {
	id.Point = p.point
	return p.Kept.Put(id, run)
}
