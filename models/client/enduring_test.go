package client_test

import (
	"testing"
	"time"

	"failsim/models/balancer"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
)

// enduring is pinned, and says what becomes of connections that are silent, or gone.
type enduring struct {
	pinned
	silence time.Duration
	resends bool
}

func (e enduring) Silence() time.Duration { return e.silence }
func (e enduring) Resends() bool          { return e.resends }

// failures returns when requests were sent that failed, in whole seconds, and how long each
// took.
func (r *rig) failures() (sent []int, took map[time.Duration]int) {
	r.finish()
	took = map[time.Duration]int{}
	for _, s := range r.tape.settled {
		if !s.Good() {
			sent = append(sent, int(s.Arrived/seconds(1)))
			took[s.Ended.Sub(s.Arrived)]++
		}
	}
	return sent, took
}

// Measured with grpc-go: over a connection whose other end is silent calls run out of time
// until the kernel gives it up, 940 s, or TCP_USER_TIMEOUT, 5 s, and DNS is asked only then.
// The first that goes over it is sent at 100 s.
func TestAConnectionThatIsSilentEndsWhenTheKernelGivesItUp(t *testing.T) {
	for _, c := range []struct{ silence, last int }{{5, 104}, {60, 159}} {
		r := moving(time.Second, enduring{pinned{90 * time.Second, 0}, time.Duration(c.silence) * time.Second, false})
		r.at(seconds(99.5), func(now sim.Time) { r.plane.LoseRegion(now, 0, request.RegionDown, balancer.Machine, true) })
		sent, _ := r.failures()
		assert.Equal(t, 99, sent[0], "which a server was working on")
		assert.Equal(t, c.last, sent[len(sent)-1])
		assert.Len(t, sent, c.silence+1)
	}
}

// If the other end is back before, the connection is there as it was: nobody asks for the
// name, which has moved.
func TestAConnectionOutlastsAShorterSilence(t *testing.T) {
	r := moving(time.Second, enduring{pinned{90 * time.Second, 0}, time.Minute, false})
	r.at(seconds(99.5), func(now sim.Time) { r.plane.LoseRegion(now, 0, request.RegionDown, balancer.Machine, true) })
	r.at(seconds(129.5), func(now sim.Time) { r.plane.LoseRegion(now, 0, request.RegionDown, balancer.Machine, false) })
	assert.Equal(t, sim.Never, r.firstAway())
	sent, _ := r.failures()
	assert.Len(t, sent, 31, "from 99 s to 129 s")
}

// A connection that is opened to who is silent never was one: its time-out ends it.
func TestOnlyWhatWasEstablishedIsLeftToTheKernel(t *testing.T) {
	r := moving(20*time.Second, enduring{pinned{10 * time.Second, 0}, time.Hour, false}) // each request opens one
	r.at(seconds(39.5), func(now sim.Time) { r.plane.LoseRegion(now, 0, request.RegionDown, balancer.Machine, true) })
	sent, _ := r.failures()
	assert.Equal(t, []int{40, 60}, sent, "of 60 s, as the TTL is over at 65 s at the latest")
}

// Measured with keepalived: a request that is under way when an address moves costs its
// whole time-out, and each connection that was idle costs one that is reset at once, as
// again when it moves back. Go's Transport sends a GET again that meets this.
func TestAnAddressThatMovesCostsWhatIsUnderWayAndEachConnection(t *testing.T) {
	for _, resends := range []bool{false, true} {
		p := simple()
		p.populations[0].Users = 1
		p.rules.Connecting = enduring{pinned{90 * time.Second, 0}, 0, resends}
		p.arrivals = every(10*time.Second, 12, 1) // each takes a second, and 30 ms
		r := build(p)
		move := func(now sim.Time) {
			r.plane.MoveLB(now, 0)
			r.clients.Cut(now, 0)
		}
		r.at(seconds(30.5), move) // one is under way
		r.at(seconds(75), move)   // none is
		sent, took := r.failures()
		if resends {
			assert.Equal(t, []int{30}, sent)
			assert.Equal(t, map[time.Duration]int{8 * time.Second: 1}, took)
			continue
		}
		assert.Equal(t, []int{30, 80}, sent, "that of 30 s has closed its connection")
		assert.Equal(t, map[time.Duration]int{8 * time.Second: 1, 30 * time.Millisecond: 1}, took)
	}
}

var _ policy.Enduring = enduring{}

func TestEnduringConnectionsAreTheSameWhetherOrNotEachAttemptIsAnEvent(t *testing.T) {
	for world := range uint64(60) {
		p, losses := randomWorld(sim.NewKey(17, 0).At(world))
		p.rules.Connecting = enduring{pinned{time.Second, time.Second}, 2 * time.Second, world%2 == 0}
		closed, events := playWith(p, losses, false), playWith(p, losses, true)
		assert.Equal(t, closed.settled, events.settled, "world %d", world)
	}
}
