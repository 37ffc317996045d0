package plots

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// Phases at any times: no label lies on another, and no leader cuts through a
// label.
func TestPhaseLabelsAndLeadersNeverCollide(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	x := scale{0, float64(26 * time.Hour), 160, 600, identity}
	for range 500 {
		var phases []Phase
		for range 1 + random.IntN(10) {
			at := time.Duration(random.Float64() * float64(26*time.Hour))
			if random.IntN(3) == 0 {
				at = time.Duration(random.IntN(4)) * time.Minute
			}
			phases = append(phases, Phase{fmt.Sprintf("%.*s", 3+random.IntN(40), "a phase with a name that is far too long for a plot"), at})
		}
		x := x
		x.to = phaseRoom(phases, scale{x.lo, x.hi, x.from, 700, identity})
		labels := layPhases(phases, x)
		for i, a := range labels {
			assert.GreaterOrEqual(t, a.label.x0, 0.0)
			assert.LessOrEqual(t, a.label.x1, pageWidth-margin+0.01)
			for j, b := range labels {
				if i == j {
					continue
				}
				assert.False(t, a.label.overlaps(b.label), "%v on %v", a, b)
				leader := box{b.x - 0.4, b.label.y1, b.x + 0.4, 0}
				assert.False(t, a.label.overlaps(leader), "the leader of %v cuts %v", b, a)
			}
		}
	}
}

func TestPhasesInOrderWhateverTheirOrder(t *testing.T) {
	x := scale{0, float64(26 * time.Hour), 160, 600, identity}
	reversed := make([]Phase, 0, len(incident))
	for i := len(incident) - 1; i >= 0; i-- {
		reversed = append(reversed, incident[i])
	}
	assert.Equal(t, layPhases(incident, x), layPhases(reversed, x))
	assert.Empty(t, layPhases(nil, x))
}
