package strategies

import (
	"fmt"
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
//	record missing | record there                    a workflow has read an LB's record
//	look errors=0.06 calls=30 alarmed=12 [paused]    the strategy's own loop comes round
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
func (p *healingPlayer) AlarmedLBs() int { return int(p.line.number("alarmed", 0)) }
func (p *healingPlayer) Paused() bool    { return len(p.line.words) > 0 }
func (p *healingPlayer) Pause()          { p.orders = append(p.orders, "pause") }
func (p *healingPlayer) Resume()         { p.orders = append(p.orders, "resume") }
func (p *healingPlayer) Reconcile(perSecond float64) {
	p.orders = append(p.orders, "reconcile "+strconv.FormatFloat(perSecond, 'g', -1, 64)+" a second")
}

func (p *healingPlayer) play(l line) string {
	watching, watches := p.strategy.(policy.Watching)
	switch l.verb {
	case "record":
		verdict := p.strategy.OnRecord(policy.RecordView{Missing: l.words[0] == "missing"})
		return [...]string{"no opinion", "overwrite", "refuse", "adopt"}[verdict]
	case "look":
		require.True(l.t, watches, "the strategy has no loop")
		p.line, p.orders = l, []string{}
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

// operatingPlayer plays "plan": what decides in the playbook of 2012 goes in.
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
	p.strategy.Revise(&book)
	var said []string
	for _, s := range book.Steps {
		text := fmt.Sprintf("%s takes %v", s.Name, s.Takes)
		if s.ReplaySpeed > 0 {
			text = fmt.Sprintf("%s replays at %g", s.Name, s.ReplaySpeed)
		}
		if s.Fails > 0 {
			text += fmt.Sprintf(" and fails with probability %g", s.Fails)
		}
		said = append(said, text)
	}
	return strings.Join(said, "; ")
}

// gatingPlayer plays "operator-error": somebody asks to run a wrong change.
type gatingPlayer struct{ strategy policy.Gating }

func (p *gatingPlayer) play(line) string {
	share, delay := p.strategy.Passes()
	return fmt.Sprintf("passes with probability %.4g after %v", share, delay)
}
