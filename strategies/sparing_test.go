package strategies

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

// TestWhoIsSparedWouldHaveChangedNothing has every filter that may be spared meet
// endings good and bad, and health that comes and goes: whenever it says that it would
// change nothing, Filter changes nothing; and it says both. Where it says that this
// lasts, Filter changes nothing either at any later instant until there is news.
func TestWhoIsSparedWouldHaveChangedNothing(t *testing.T) {
	filters := 0
	for _, s := range All() {
		if s.Socket != policy.FilteringSocket {
			continue
		}
		f := s.New(defaults(t, s))
		spares, ok := f.(policy.Sparing)
		if !ok {
			continue
		}
		filters++
		k := sim.NewKey(5, filters)
		v := policy.Targets{Members: 6, InFlight: make([]int32, 6), Since: make([]sim.Time, 6)}
		if r, ok := f.(policy.Remembering); ok {
			v.Memory = r.Fresh(&v, k.Named("memory"))
		}
		spared, asked, lasted, lasts, before := 0, 0, 0, false, []id.Member(nil)
		for i := range uint64(20_000) {
			v.Now += sim.Time(k.IntN(8*i, int(200*time.Millisecond)))
			if i%500 == 0 {
				v.Now = v.Now.Add(time.Hour)
			}
			news := false
			if l, ok := f.(policy.Learning); ok {
				bad := k.IntN(8*i+1, 3) // the first two fail most of the time, at times
				e := policy.Ending{Backend: id.Member(k.IntN(8*i+2, 6)), Sent: v.Now, Ended: v.Now}
				if int(e.Backend) < 2 && i/1000%2 == 0 && bad > 0 {
					e.Outcome, news = policy.Failed, true
				}
				l.Learn(&v, &e)
			}
			v.Healthy, v.Weights = nil, slices.Repeat([]float64{1}, 6)
			for b := range id.Member(6) {
				if i/3000%2 == 0 || k.IntN(8*i+3+uint64(b)%4, 3) == 0 {
					v.Healthy = append(v.Healthy, b)
				}
			}
			healthy, weights := slices.Clone(v.Healthy), slices.Clone(v.Weights)
			lasts = lasts && !news && slices.Equal(before, v.Healthy)
			if before = healthy; lasts {
				lasted++
			} else {
				asked++
				var now bool
				if now, lasts = spares.Spares(&v); !now {
					lasts = false
					continue
				}
				spared++
			}
			f.(policy.Filtering).Filter(&v)
			require.Equal(t, healthy, v.Healthy, "%s, step %d", s.Name, i)
			require.Equal(t, weights, v.Weights, s.Name)
		}
		assert.Positive(t, spared, s.Name)
		if s.Name != "grpc-outlier-detection" { // by default it ejects nobody, and its intervals end without news
			assert.Less(t, spared, asked, s.Name)
			assert.Positive(t, lasted, s.Name)
		}
	}
	assert.GreaterOrEqual(t, filters, 3)
}
