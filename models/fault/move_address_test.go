package fault_test

import (
	"fmt"
	"testing"
	"time"

	"failsim/models/balancer"
	"failsim/models/fault"
	"failsim/models/id"
	"failsim/models/record"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
)

// addresses note what becomes of them.
type addresses struct{ log []string }

func (a *addresses) say(now sim.Time, text string, lb id.LB) {
	a.log = append(a.log, fmt.Sprintf("%v: %s %d", now.Sub(0), text, lb))
}
func (a *addresses) LoseLB(now sim.Time, lb id.LB, as balancer.Death, lost bool) {
	a.say(now, map[bool]string{true: "silent", false: "answers"}[lost && as == balancer.Machine], lb)
}
func (a *addresses) MoveAddress(now sim.Time, lb id.LB) { a.say(now, "another host has", lb) }
func (a *addresses) Cut(now sim.Time, lb id.LB)         { a.say(now, "unheard through", lb) }

func TestAnAddressMovesAfterASilenceAndBackAtOnce(t *testing.T) {
	for _, c := range []struct {
		lasts time.Duration
		want  []string
	}{
		{20 * time.Second, []string{"10s: silent 3", "10s: unheard through 3", "13.3s: answers 3", "13.3s: another host has 3", "30s: unheard through 3", "30s: another host has 3"}},
		{2 * time.Second, []string{"10s: silent 3", "10s: unheard through 3", "12s: unheard through 3", "12s: answers 3", "12s: another host has 3"}},
	} {
		var k sim.Kernel
		a := &addresses{}
		f := &fault.MoveAddress{Kernel: &k, Where: a, Those: []id.LB{3}, Silent: 3300 * time.Millisecond}
		fault.Schedule(&k, []fault.Planned{{Fault: f, At: sim.Time(10 * time.Second), For: c.lasts}}, record.Nothing{})
		k.Run(sim.Time(time.Minute))
		assert.Equal(t, c.want, a.log)
	}
}
