package strategies

import (
	"fmt"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/models/data"
	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/sim"
)

// replicatingPlayer plays three replicas, a leading, that take 100 writes a second for
// an hour of their own (or so many with replicas=9; run=3 is another run):
//
//	lose | kill | freeze | cut WHO for=2m writers=0.5 lag=1s then=kill:b
//
// WHO is hit at minute 10 for a time, or to the end; of writers a share stands with a.
// With then, something hits another half a minute later, for good. The strategy is
// asked for all of its sides; without promotion people do it, after 5 minutes.
type replicatingPlayer struct{ strategy any }

type reported struct{ lines []string }

func (t *reported) DataChanged(sim.Time, int, data.Faces)              {}
func (t *reported) DataWaits(sim.Time, int, distribution.Distribution) {}
func (t *reported) DataLost(sim.Time, int, data.Loss)                  {}
func (t *reported) DataEvent(now sim.Time, _ int, f string, a ...any) {
	t.lines = append(t.lines, fmt.Sprintf("%s %s", (time.Duration(now)-10*time.Minute).Round(100*time.Millisecond), fmt.Sprintf(f, a...)))
}

func (p *replicatingPlayer) play(l line) string {
	lag := time.Duration(l.number("lag-ms", 0) * float64(time.Millisecond))
	s := data.Spec{Key: sim.NewKey(1, int(l.number("run", 0))), PerSecond: 100, Copy: time.Minute,
		Replicas: []data.Replica{{Name: "a", Writers: l.number("writers", 0)}, {Name: "b", Lag: lag}, {Name: "c", Lag: 2 * lag}}}
	for len(s.Replicas) < int(l.number("replicas", 3)) {
		s.Replicas = append(s.Replicas, data.Replica{Name: string(rune('a' + len(s.Replicas)))})
	}
	if a, ok := p.strategy.(policy.Acknowledging); ok {
		s.Acks = a.Acks(len(s.Replicas))
	}
	if c, ok := p.strategy.(policy.StoreClient); ok {
		s.Clients = c.StoreClients()
		s.Promotion = &policy.Promotion{Detect: distribution.Constant(5 * time.Minute), Demote: distribution.Constant(10 * time.Second)} // people
	}
	var kernel sim.Kernel
	if promotes, ok := p.strategy.(policy.Promoting); ok {
		rules := promotes.Promotion(len(s.Replicas))
		s.Promotion = &rules
	}
	t := &reported{}
	all := data.New(&kernel, t)
	all.Add(s)
	at := func(d time.Duration, do func(now sim.Time)) {
		kernel.Run(sim.Time(d))
		do(sim.Time(d))
	}
	onset := 10 * time.Minute
	hit := func(what, who string) (begin, end func(now sim.Time)) {
		i := strings.Index("abc", who)
		require.GreaterOrEqual(l.t, i, 0, who)
		if what == "cut" {
			return func(now sim.Time) { all.Cut(now, 0, i, true) }, func(now sim.Time) { all.Cut(now, 0, i, false) }
		}
		how, ok := map[string]data.Health{"lose": data.Lost, "kill": data.Dead, "freeze": data.Frozen}[what]
		require.True(l.t, ok, what)
		return func(now sim.Time) { all.Fare(now, 0, i, how) }, func(now sim.Time) { all.Fare(now, 0, i, data.Well) }
	}
	require.Len(l.t, l.words, 1, "who?")
	begin, end := hit(l.verb, l.words[0])
	at(onset, begin)
	lasts := time.Duration(l.number("minutes", 0) * float64(time.Minute))
	if then, ok := l.said("then"); ok {
		what, who, _ := strings.Cut(then, ":")
		again, _ := hit(what, who)
		at(onset+30*time.Second, again)
	}
	if s.Promotion == nil && (l.words[0] == "a" || strings.HasSuffix(l.text("then"), ":a")) {
		at(onset+5*time.Minute, func(now sim.Time) { all.Promote(now, 0, -1) })
	}
	if lasts > 0 {
		at(onset+lasts, end)
	}
	kernel.Run(sim.Time(time.Hour))
	f := all.Figures(sim.Time(time.Hour), 0)
	text := fmt.Sprintf("%.0f writes lost over %.3gs, %.0f in doubt, no writing for %.4gs, split for %.4gs", f.WritesLost, f.LostSpan, f.InDoubt, f.Unwritable, f.Split)
	return text + " (" + strings.Join(t.lines, "; ") + ")"
}
