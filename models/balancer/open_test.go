package balancer

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// list is the naive way: every open attempt, looked at every time.
type list []ending

func (l *list) counts(now sim.Time, backends int) []int32 {
	*l = slices.DeleteFunc(*l, func(a ending) bool { return a.until <= now })
	counts := make([]int32, backends)
	for _, a := range *l {
		counts[a.place]++
	}
	return counts
}

func TestOpenAttemptsAreCountedAsAListWould(t *testing.T) {
	const backends = 5
	for world := range uint64(60) {
		key := sim.NewKey(7, 0).At(world)
		gap := 1 << key.IntN(0, 40)  // between looks, from nanoseconds to minutes
		span := 1 << key.IntN(1, 45) // of attempts, up to hours
		o, l, now := newOpenAttempts(backends), list{}, sim.Time(0)
		for i := range uint64(1500) {
			k := key.At(i)
			now += sim.Time(k.IntN(0, gap+1)) // often the same instant, where gaps are short
			if k.IntN(1, 200) == 0 {
				now += sim.Time(k.IntN(2, 3)) << 50 // nobody looks for days
			}
			o.look(now)
			require.Equal(t, l.counts(now, backends), o.counts, "look %d of world %d", i, world)
			for j := range uint64(k.IntN(3, 4)) {
				a := ending{until: now + sim.Time(k.IntN(10+j, 2*span))>>k.IntN(20+j, 20), place: int32(k.IntN(30+j, backends))}
				switch k.IntN(40+j, 50) {
				case 0:
					a.until = sim.Never
				case 1:
					a.until = now.Add(365 * 24 * time.Hour)
				case 2:
					a.until = now
				}
				l = append(l, a)
				o.open(a.place, a.until)
			}
			if k.IntN(6, 300) == 0 { // many that end together
				for range 150 {
					l = append(l, ending{until: now + sim.Time(span), place: 0})
					o.open(0, now+sim.Time(span))
				}
			}
			if n := len(l); n > 0 && k.IntN(4, 3) == 0 {
				lost := k.IntN(5, n)
				require.True(t, o.close(l[lost].place, l[lost].until), "close at %d of world %d", i, world)
				l = slices.Delete(l, lost, lost+1)
			}
		}
	}
}

func TestOnlyOpenAttemptsAreClosed(t *testing.T) {
	o := newOpenAttempts(2)
	o.open(1, 500)
	assert.False(t, o.close(0, 500), "another backend's")
	assert.False(t, o.close(1, 501), "another instant's")
	assert.True(t, o.close(1, 500))
	assert.False(t, o.close(1, 500), "twice")
	assert.Equal(t, []int32{0, 0}, o.counts)
}

func TestOpenAttemptsReuseTheirPlaces(t *testing.T) {
	o, now := newOpenAttempts(3), sim.Time(0)
	step := func() {
		now += 1e6
		o.look(now)
		o.open(int32(now/1e6)%3, now+300e6)
	}
	for range 1000 {
		step()
	}
	assert.Zero(t, testing.AllocsPerRun(10_000, step))
	assert.Len(t, o.bulk.pages, 32, "each for 16 attempts, the power of two above the 300 that are open")
	for range 5 {
		now += 1e9
		o.look(now)
	}
	assert.False(t, o.inBulk, "once all are closed")
}

// BenchmarkOpenAttempts keeps so many attempts open, each for about 0.3 s as a
// request in the embedded scenarios, whose distribution has a long tail.
func BenchmarkOpenAttempts(b *testing.B) {
	for _, n := range []int{1, 10, 1000, 20_000} {
		b.Run(fmt.Sprint(n, "-open"), func(b *testing.B) {
			const span = 300e6
			o, now := newOpenAttempts(3), sim.Time(0)
			var spans [4096]sim.Time
			for i := range spans {
				spans[i] = sim.Time(sim.NewKey(1, 0).IntN(uint64(i), 2*span))
			}
			b.ReportAllocs()
			for i := range b.N {
				now += sim.Time(span / n)
				o.look(now)
				o.open(int32(i%3), now+spans[i%len(spans)])
			}
		})
	}
}
