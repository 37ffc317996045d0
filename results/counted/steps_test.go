package counted

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"failsim/sim"
)

// With steps on the clock of the run, one that held the fault showed its harm minutes
// before it.
func TestAStepBeginsWithTheFault(t *testing.T) {
	for _, c := range []struct {
		length, onset time.Duration
		first, starts int // windows of the first step; where the fault's begins
		steps         int
	}{
		{26 * time.Hour, 24 * time.Minute, 4, 24, 313},
		{26 * time.Hour, 25 * time.Minute, 5, 25, 312},
		{26 * time.Hour, 0, 5, 0, 312},
		{4 * time.Hour, 3 * time.Minute, 3, 3, 49},
		{3 * time.Hour, 7 * time.Minute, 1, 7, 180},
	} {
		l := Layout{Length: c.length, Onset: sim.Time(c.onset), Window: time.Minute}
		steps := l.Steps()
		assert.Len(t, steps, c.steps, "%v", c)
		assert.Equal(t, c.first, steps[0].Last, "%v", c)
		found, last := false, 0
		for _, s := range steps {
			assert.Equal(t, last, s.First, "they leave nothing out")
			found, last = found || s.First == c.starts, s.Last
		}
		assert.True(t, found, "%v", c)
		assert.Equal(t, l.Windows(), last)
	}
}
