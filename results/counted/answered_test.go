package counted

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/record"
	"failsim/models/request"
	"failsim/sim"
)

// answers draws requests of two populations in order of arrival, in batches, up
// to ten minutes beyond the end of an hour. Gaps between them are of all sizes.
func answers(key sim.Key) (batches [][]record.Answered) {
	at := sim.Time(0)
	for i := uint64(0); at < sim.Time(70*time.Minute); i++ {
		draw := key.At(i)
		at += sim.Time(draw.IntN(0, 1+int(time.Minute)>>draw.IntN(1, 10)))
		if draw.IntN(2, 30) == 0 || i == 0 {
			batches = append(batches, nil)
		}
		last := &batches[len(batches)-1]
		*last = append(*last, record.Answered{
			Arrived: at, Learns: at + sim.Time(draw.IntN(3, int(time.Minute)>>draw.IntN(4, 20))), Work: int64(draw.IntN(5, 1000)),
			User: request.User(draw.IntN(6, 300)), Bytes: uint32(draw.IntN(7, 1000)), Population: request.Population(draw.IntN(8, 2)),
			FailedOver: draw.IntN(9, 4) == 0,
		})
	}
	return batches
}

// apart reports answered requests one by one, as of others.
func apart(s record.Sink, batch []record.Answered) {
	for i := range batch {
		settled := batch[i].Settlement()
		s.Arrived(settled.Population, settled.User, settled.Arrived)
		s.Settled(&settled)
	}
}

func twoGroups() Layout {
	l := oneHour()
	l.Populations, l.UsersPerPopulation, l.Latency = []string{"tv", "web"}, []int{300, 10}, time.Second
	return l
}

// failures reports requests that fail among those that are answered, and of one
// that arrives and has no outcome.
func failures(s record.Sink, i int, batch []record.Answered) {
	first := batch[0]
	s.Arrived(first.Population, first.User, first.Arrived)
	if i%7 > 0 {
		s.Settled(&record.Settlement{Population: first.Population, User: first.User, Arrived: first.Arrived, Ended: first.Learns,
			Attempts: 3, Cause: request.Cause(i % int(request.Causes)), Taken: 2, Served: 1})
	}
}

func TestAnsweredSaysWhatArrivedAndSettledSay(t *testing.T) {
	for i, change := range map[string]func(*Layout){
		"as it is":                       func(*Layout) {},
		"no objective of latency":        func(l *Layout) { l.Latency = 0 },
		"windows that are no minutes":    func(l *Layout) { l.Window = 7 * time.Second },
		"windows of more than one":       func(l *Layout) { l.Window = 5 * time.Minute },
		"a length that is no whole hour": func(l *Layout) { l.Length -= 29 * time.Second },
	} {
		l := twoGroups()
		change(&l)
		together, oneByOne := report(l), report(l)
		reported := int64(0)
		for k, batch := range answers(testKey.Named(i)) {
			failures(&together.t, k, batch)
			failures(&oneByOne.t, k, batch)
			together.t.Answered(batch)
			apart(&oneByOne.t, batch)
			reported += int64(len(batch)) + 1
		}
		require.NoError(t, together.t.Check(), i)
		require.NoError(t, oneByOne.t.Check(), i)
		assert.Equal(t, reported, together.t.Recorded(), i)
		assert.Equal(t, reported, oneByOne.t.Recorded(), i)
		a, b := together.t.Run(), oneByOne.t.Run()
		assert.Positive(t, a.Requests.InFlight, i)
		assert.Equal(t, *a.Timeline, *b.Timeline, i)
		a.Timeline, b.Timeline = nil, nil
		assert.Equal(t, fmt.Sprintf("%+v", b), fmt.Sprintf("%+v", a), "%s, as text, since NaN is not equal to itself", i)
	}
}
