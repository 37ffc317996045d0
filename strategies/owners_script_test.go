package strategies

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/sim"

	"github.com/stretchr/testify/require"
)

// healingPlayer plays one region's control plane:
//
//	record missing | record there | record older [restored] [at=5m] [fleet=N]
//	                                                 a workflow has read an LB's record
//	look errors=0.06 calls=30 alarmed=12 [lost=5m] [silent=5m] [paused]
//	                                                 the strategy's own loop comes round
//	period                                           how often does it?
type healingPlayer struct {
	strategy policy.Healing
	line     line
	orders   []string
}

func (p *healingPlayer) Now() sim.Time { return 0 }
func (p *healingPlayer) ErrorShare() (float64, int) {
	return p.line.number("errors", 0), int(p.line.number("calls", 0))
}
func (p *healingPlayer) AlarmedLBs() int          { return int(p.line.number("alarmed", 0)) }
func (p *healingPlayer) Paused() bool             { return len(p.line.words) > 0 }
func (p *healingPlayer) LostFor() time.Duration   { return p.line.duration("lost") }
func (p *healingPlayer) SilentFor() time.Duration { return p.line.duration("silent") }
func (p *healingPlayer) Pause()                   { p.orders = append(p.orders, "pause") }
func (p *healingPlayer) Resume()                  { p.orders = append(p.orders, "resume") }
func (p *healingPlayer) Reconcile(perSecond float64) {
	p.orders = append(p.orders, "reconcile "+strconv.FormatFloat(perSecond, 'g', -1, 64)+" a second")
}

func (p *healingPlayer) Register(perSecond float64) {
	p.orders = append(p.orders, fmt.Sprintf("register %g a second", perSecond))
}
func (p *healingPlayer) Reissue(perSecond float64) {
	p.orders = append(p.orders, fmt.Sprintf("reissue %g a second", perSecond))
}
func (p *healingPlayer) Withdraw() { p.orders = append(p.orders, "withdraw") }
func (p *healingPlayer) RollBack(perSecond, poisoned float64) {
	p.orders = append(p.orders, fmt.Sprintf("roll back %g a second, in vain at a share of %g", perSecond, poisoned))
}

func (p *healingPlayer) play(l line) string {
	watching, watches := p.strategy.(policy.Watching)
	switch l.verb {
	case "record":
		verdict := p.strategy.OnRecord(policy.RecordView{Now: sim.Time(0).Add(l.duration("at")), Missing: l.words[0] == "missing", Older: l.words[0] == "older", Restored: len(l.words) > 1, Fleet: int(l.number("fleet", 8000))})
		return [...]string{"no opinion", "overwrite", "refuse", "adopt"}[verdict]
	case "look":
		require.True(l.t, watches, "the strategy has no loop")
		p.line, p.orders = l, []string{}
		l.mayLookAt("errors", "calls", "alarmed", "lost", "silent")
		watching.Watch(p, p)
		if len(p.orders) == 0 {
			return "nothing"
		}
		return strings.Join(p.orders, ", ")
	case "period":
		if !watches {
			return "never"
		}
		return watching.Period().String()
	}
	require.Fail(l.t, "unknown situation", l.verb)
	return ""
}

// operatingPlayer plays "plan [draw=0.5]": what decides in the playbook of 2012 goes in.
type operatingPlayer struct{ strategy policy.Operating }

func (p *operatingPlayer) play(l line) string {
	takes := func(minutes int) distribution.Constant {
		return distribution.Constant(time.Duration(minutes) * time.Minute)
	}
	book := policy.Playbook{Steps: []policy.Step{
		{Name: "notice", Do: policy.Notice, Takes: takes(81)},
		{Name: "misdiagnose", Do: policy.Misdiagnose, Takes: takes(105)},
		{Name: "find", Do: policy.Find, Takes: takes(92)},
		{Name: "restore-1", Do: policy.Snapshot, Takes: takes(283), Fails: 1},
		{Name: "restore-2", Do: policy.Snapshot, Takes: takes(300)},
		{Name: "merge", Do: policy.Merge, Takes: takes(175)},
		{Name: "watch", Do: policy.WatchOver, Takes: takes(95)},
	}}
	book.Draw = func(string) float64 { return l.number("draw", 0.5) }
	p.strategy.Revise(&book)
	var said []string
	for _, s := range book.Steps {
		text := fmt.Sprintf("%s takes %v", s.Name, s.Takes)
		if s.ReplaySpeed > 0 {
			text = fmt.Sprintf("%s replays at %g", s.Name, s.ReplaySpeed)
		}
		if s.FromLoss {
			text += " from the loss on"
		}
		if s.Undelete.Within == math.MaxInt64 {
			text += fmt.Sprintf(" or, whenever that is, %v", s.Undelete.Takes)
		} else if s.Undelete.Within > 0 {
			text += fmt.Sprintf(" or, within %v of the loss, %v", s.Undelete.Within, s.Undelete.Takes)
		}
		if s.When.Timed {
			text += " and begins with the change"
		}
		if s.Fails > 0 {
			text += fmt.Sprintf(" and fails with probability %g", s.Fails)
		}
		said = append(said, text)
	}
	return strings.Join(said, "; ")
}

// gatingPlayer plays "operator-error [on-purpose] [on=2012-12-24T12:24]": a person asks to run a wrong change.
type gatingPlayer struct{ strategy policy.Gating }

func (p *gatingPlayer) play(l line) string {
	change := policy.Change{OnPurpose: len(l.words) > 0, At: time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC)} // a Tuesday
	if on, ok := l.said("on"); ok {
		at, err := time.Parse("2006-01-02T15:04", on)
		require.NoError(l.t, err)
		change.At = at
	}
	share, delay := p.strategy.Passes(change)
	said := fmt.Sprintf("passes with probability %.4g after %v", share, delay)
	if share > 1 {
		said = fmt.Sprintf("%.4g pass where there was one", share)
	}
	if limits, ok := p.strategy.(policy.Limiting); ok {
		switch m := limits.Limits(); {
		case m.First > 0:
			said += fmt.Sprintf("; hits %g of it at once, and the rest after %v, despite an alarm with probability %g", m.First, m.Watch, m.Lost)
		case m.Most > 0:
			said += fmt.Sprintf("; hits %g of the records at most", m.Most)
		case m.Cells > 1:
			said += fmt.Sprintf("; hits one of %d cells", m.Cells)
		}
	}
	return said
}

// duration returns a named duration, or none.
func (l line) duration(name string) time.Duration {
	text, ok := l.said(name)
	if !ok {
		return 0
	}
	d, err := time.ParseDuration(text)
	require.NoError(l.t, err)
	return d
}
