package strategies

import (
	"fmt"
	"strconv"
	"strings"
	"time"

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

// operatingPlayer plays "plan": the plan of 2012 goes in.
type operatingPlayer struct{ strategy policy.Operating }

func (p *operatingPlayer) play(l line) string {
	plan := policy.Plan{
		Notice: 81 * time.Minute, Misdiagnose: 105 * time.Minute, Find: 92 * time.Minute,
		Restores: []policy.Restore{{Takes: 283 * time.Minute}, {Takes: 300 * time.Minute, Succeeds: true}},
		Merge:    175 * time.Minute, Majority: 155 * time.Minute, All: 290 * time.Minute, Watch: 95 * time.Minute,
	}
	p.strategy.Revise(&plan)
	return fmt.Sprintf("%+v", plan)
}

// gatingPlayer plays "slip": somebody asks to run a wrong change.
type gatingPlayer struct{ strategy policy.Gating }

func (p *gatingPlayer) play(line) string {
	share, delay := p.strategy.Passes()
	return fmt.Sprintf("passes with probability %.4g after %v", share, delay)
}
