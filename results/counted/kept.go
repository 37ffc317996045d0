package counted

import (
	"bytes"
	"encoding/gob"
	"fmt"

	"failsim/models/request"
)

// keptLine are a timeline's columns as files keep them.
type keptLine struct {
	Settled, Failed, Overdue, Tries [][]uint32
	Damage                          [][]int64
	Fleets                          []int
	Lost                            [][][request.Causes]uint32
	Calls                           [][]Called
	Near                            []Second
	Capacity                        []float64
}

// GobEncode writes the columns.
func (t *Timeline) GobEncode() ([]byte, error) {
	var b bytes.Buffer
	err := gob.NewEncoder(&b).Encode(&keptLine{t.settled, t.failed, t.overdue, t.tries, t.damage, t.fleets, t.lost, t.calls, t.near, t.capacity})
	return b.Bytes(), err
}

// GobDecode reads them; whose layout they are of, Decode says.
func (t *Timeline) GobDecode(data []byte) error {
	var k keptLine
	err := gob.NewDecoder(bytes.NewReader(data)).Decode(&k)
	*t = Timeline{settled: k.Settled, failed: k.Failed, overdue: k.Overdue, tries: k.Tries, damage: k.Damage, fleets: k.Fleets, lost: k.Lost, calls: k.Calls, near: k.Near, capacity: k.Capacity}
	return err
}

// Encode writes a run, whose Timeline must be there, so that Decode reads the same.
func Encode(r *Run) ([]byte, error) {
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(r); err != nil {
		return nil, fmt.Errorf("keeping a run: %w", err)
	}
	return b.Bytes(), nil
}

// Decode reads a run of a layout, and refuses one whose shape is another's.
func Decode(data []byte, l *Layout) (*Run, error) {
	var r Run
	if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&r); err != nil {
		return nil, fmt.Errorf("a kept run: %w", err)
	}
	filled, line := l.Filled(), r.Timeline
	if line == nil || len(line.settled) != len(filled.Populations) || len(line.damage) != len(filled.Regions) || len(line.calls) != len(filled.Regions) || len(r.Populations) != len(filled.Populations) || len(r.Data) != len(filled.Data) {
		return nil, fmt.Errorf("a kept run is not of %d populations and %d regions", len(filled.Populations), len(filled.Regions))
	}
	for _, column := range line.settled {
		if len(column) != filled.Windows() {
			return nil, fmt.Errorf("a kept run has %d windows, not %d", len(column), filled.Windows())
		}
	}
	if n := filled.seconds(); len(line.near) != n {
		return nil, fmt.Errorf("a kept run has %d seconds near events, not %d", len(line.near), n)
	}
	line.layout = &filled
	return &r, nil
}
