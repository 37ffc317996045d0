package traces

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/models/request"
	"failsim/sim"
)

// TestArrivalsDoNotDependOnHowManyAreAskedForAtATime takes them by ones, by a
// number that divides nothing, and by more than sources make in one go.
func TestArrivalsDoNotDependOnHowManyAreAskedForAtATime(t *testing.T) {
	fine, err := os.ReadFile("format/testdata/clf-milliseconds.log")
	require.NoError(t, err)
	counts := []byte("epoch,requests\n0,500\n60,0\n120,1\n180,2\n240,3\n300,1000\n")
	replay := func(text []byte, w Window) func() request.Arrivals {
		s := inMemory(t, text)
		return func() request.Arrivals {
			r, err := s.Open(w)
			require.NoError(t, err)
			return r
		}
	}
	for name, open := range map[string]func() request.Arrivals{
		"of counts":                replay(counts, Window{Whole: true}),
		"of counts cut by a span":  replay(counts, Window{Clock: 30 * time.Second, Length: 5 * time.Minute}),
		"of counts day by day":     replay(counts, Window{Length: 50 * time.Hour, Repeat: true}),
		"of a log":                 replay(busyLog(1000), Window{Whole: true}),
		"of a log of milliseconds": replay(fine, Window{Whole: true}),
		"of a profile":             func() request.Arrivals { return nasa(t).Poisson(1, 0, 0.1, sim.Time(3*time.Hour)) },
	} {
		want := taken(open(), 1)
		require.NotEmpty(t, want, name)
		for _, at := range []int{7, 64, 1000} {
			require.Equal(t, want, taken(open(), at), "%s, %d at a time", name, at)
		}
	}
}

func taken(arrivals request.Arrivals, atATime int) []request.Arrival {
	var all []request.Arrival
	some := make([]request.Arrival, atATime)
	for n := arrivals.Next(some); n > 0; n = arrivals.Next(some) {
		all = append(all, some[:n]...)
		for i := range some {
			some[i] = request.Arrival{At: -1, Client: 1, Bytes: 1} // nothing of it may stay
		}
	}
	return all
}
