package client

import (
	"testing"
	"time"

	"failsim/models/balancer"
	"failsim/models/distribution"
	"failsim/models/request"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
)

// steps are arrivals, so many in each of some instants.
type steps struct {
	at, step  sim.Time
	each, all int
	made      int
}

func (s *steps) Next(a []request.Arrival) int {
	n := 0
	for ; n < len(a) && s.made < s.all; n++ {
		a[n] = request.Arrival{At: s.at + sim.Time(s.made/s.each)*s.step}
		s.made++
	}
	return n
}

func (*steps) Err() error { return nil }

// A tape in blocks of any size holds who asks according to the streams themselves,
// one after the other, and each block all who ask by its end: also where many ask in
// one instant, more than a block has room for, and where one or all of the streams
// are at their end.
func TestATapeHoldsWhatItsStreamsSay(t *testing.T) {
	dist, err := distribution.NewLognormal(50*time.Millisecond, 0.8)
	assert.NoError(t, err)
	service := balancer.Service{Distribution: dist, Time: sim.NewKey(7, 0), Picks: sim.NewKey(8, 0)}
	populations := []Population{{Name: "tv", Users: 100, Names: 3}, {Name: "web", Users: 1000, FirstName: 3, Names: 5}}
	for _, c := range []struct {
		name string
		from []steps
	}{
		{"nobody ever asks", []steps{{all: 0, each: 1}}},
		{"one stream", []steps{{step: 10, each: 1, all: 1000}}},
		{"streams of several speeds", []steps{{step: 10, each: 1, all: 1000}, {at: 5, step: 3, each: 1, all: 700}, {at: 700, step: 1000, each: 1, all: 3}}},
		{"ties", []steps{{step: 10, each: 7, all: 500}, {step: 5, each: 3, all: 500}}},
		{"all at once", []steps{{at: 3, each: 300, all: 300}, {at: 3, each: 200, all: 200}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			streams := func() (list []Stream) {
				for i, s := range c.from {
					list = append(list, Stream{Key: sim.NewKey(uint64(i), 0), Arrivals: &s, Populations: []int{0, 1}, Shares: []float64{0.4, 0.6}})
				}
				return list
			}
			var wanted []identity // a request at a time, each of the stream whose next comes first
			all := newMerged(streams(), populationsOf(1, populations), service).streams
			for {
				var first *stream
				for _, s := range all {
					if first == nil || s.next().arrived < first.next().arrived {
						first = s
					}
				}
				if first.next().arrived == sim.Never {
					break
				}
				wanted = append(wanted, *first.next())
				first.pass()
			}
			for _, size := range []int{2, 3, 64, 100, 1 << 16} {
				var got []identity
				tape := newTape(1, populations, streams(), service, size)
				for {
					block, behind := tape.block[:tape.whole], tape.block[tape.whole:]
					assert.EqualValues(t, len(got), tape.before)
					for _, w := range block {
						assert.LessOrEqual(t, w.arrived, tape.Until())
					}
					assert.Greater(t, behind[0].arrived, tape.Until(), "somebody comes later, or nobody")
					got = append(got, block...)
					if behind[0].arrived == sim.Never {
						break
					}
					tape.Advance()
				}
				assert.Equal(t, wanted, got, "blocks of %d", size)
			}
		})
	}
}
