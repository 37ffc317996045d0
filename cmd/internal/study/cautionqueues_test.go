package study

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/models/world/scenario"
)

// noted is what a caution says.
func noted(say func(note func(format string, args ...any))) string {
	var list []string
	say(func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) })
	return strings.Join(list, "\n")
}

func outage(faults []scenario.Fault, steps ...policy.Step) []*scenario.Incident {
	return []*scenario.Incident{{Name: "outage", Faults: faults, People: scenario.People{Playbook: steps}}}
}

// By hand, in the words of a reader: what a queue, a stock and a step come to.
func TestQueuesAndStocksThatHelpNothing(t *testing.T) {
	queue := scenario.WorkQueue{Name: "logins", Workers: 10, Work: distribution.Constant(time.Second), Deadline: 30 * time.Second, Late: 2}
	all := []scenario.Fault{{Herd: "phones"}}
	for name, c := range map[string]struct {
		edit     func(q *scenario.WorkQueue, h *scenario.Herd)
		incident []*scenario.Incident
		units    int
		says     string
	}{
		"a thousand at once":    {nil, outage(all), 2000, "logins: if all 1000 members that may lose what they hold ask there, its workers have 300 done by the deadline of 30s"},
		"what back-off it asks": {nil, outage(all), 2000, "Back-off helps if it keeps more than about 40s between two tries on average, and it has none"},
		"half a thousand":       {nil, outage([]scenario.Fault{{Herd: "phones", Share: 0.5}}), 2000, ""},
		"late work is dropped":  {func(q *scenario.WorkQueue, _ *scenario.Herd) { q.Late = 1 }, outage(all), 2000, ""},
		"a patience":            {func(q *scenario.WorkQueue, _ *scenario.Herd) { q.Patience = 20 * time.Second }, outage(all), 2000, ""},
		"more workers come":     {nil, outage(all, policy.Step{Name: "hire", Do: policy.Add, On: "logins", Workers: 90}), 2000, ""},
		"too few of them":       {nil, outage(all, policy.Step{Name: "hire", Do: policy.Add, On: "logins", Workers: 4}), 2000, "have 420 done by the deadline of 30s"},
		"enough back-off": {func(q *scenario.WorkQueue, _ *scenario.Herd) {
			q.Base, q.Cap, q.Jitter = time.Second, 2*time.Minute, true
		}, outage(all), 2000, ""},
		"jitter of two minutes": {func(_ *scenario.WorkQueue, h *scenario.Herd) { h.Jitter = 2 * time.Minute }, outage(all), 2000, ""},
		"a stock too small":     {func(q *scenario.WorkQueue, _ *scenario.Herd) { q.Late = 1 }, outage(all), 400, "stock spares has 400 units, and keeps none that a job has taken: of the 1000 members that lose what they hold and need one each, at most 400 ever get it back"},
		"more units come":       {func(q *scenario.WorkQueue, _ *scenario.Herd) { q.Late = 1 }, outage(all, policy.Step{Name: "buy", Do: policy.Add, On: "spares", Units: 600}), 400, ""},
		"a queue of no herd":    {func(_ *scenario.WorkQueue, h *scenario.Herd) { h.Queue = "" }, outage(all, policy.Step{Name: "calm", Do: policy.Throttle, On: "logins"}), 2000, "step calm does nothing: no herd, order or checker asks queue logins for anything"},
	} {
		q, h := queue, scenario.Herd{Name: "phones", Members: 1000, Queue: "logins", Stock: "spares"}
		if c.edit != nil {
			c.edit(&q, &h)
		}
		s := &scenario.Scenario{}
		s.World.Stocks = []scenario.Stock{{Name: "spares", Units: c.units}}
		said := noted(func(note func(string, ...any)) {
			cautionQueues(s, &scenario.Design{Queues: []scenario.WorkQueue{q}, Herds: []scenario.Herd{h}}, c.incident, note)
		})
		if c.says == "" {
			assert.Empty(t, said, name)
		} else {
			assert.Contains(t, said, c.says, name)
		}
	}
}

// A guard that nothing meets, or that looks too early, is named; one that acts is not.
func TestGuardsThatHelpNothing(t *testing.T) {
	waves := []scenario.Wave{{Share: 0.01, Bake: 10 * time.Minute}}
	push := func(f scenario.Fault) []scenario.Fault {
		f.Configuration, f.Kind = "routes", scenario.Push
		if f.Share == 0 {
			f.Share = 1
		}
		return []scenario.Fault{f}
	}
	old := []scenario.Fault{{Configuration: "routes", Kind: scenario.Revert, By: time.Hour}}
	step := func(do policy.Action) policy.Step { return policy.Step{Name: "act", Do: do, On: "routes"} }
	for name, c := range map[string]struct {
		is     scenario.Configuration
		faults []scenario.Fault
		steps  []policy.Step
		says   string
	}{
		"blind":                   {scenario.Configuration{Waves: waves, Verdict: scenario.Verdict{Requests: 10, Alarm: 1}}, push(scenario.Fault{Begins: 15 * time.Minute}), nil, "routes: its verdict is blind: a wave is watched for 10m at most, and an instance begins to fail 15m after it has the version"},
		"it sees":                 {scenario.Configuration{Waves: waves, Verdict: scenario.Verdict{Requests: 10, Alarm: 1}}, push(scenario.Fault{Begins: 5 * time.Minute}), nil, ""},
		"an alarm too high":       {scenario.Configuration{RollBack: scenario.RollBack{Alarm: 0.2}}, push(scenario.Fault{Share: 0.1}), nil, "routes: its roll-back never begins: the alarm is 20% of requests, and the worst version fails 10%"},
		"an older one fails more": {scenario.Configuration{RollBack: scenario.RollBack{Alarm: 0.2}}, old, nil, ""},
		"poisoned":                {scenario.Configuration{RollBack: scenario.RollBack{Alarm: 0.2, TrustsAfter: time.Minute}}, push(scenario.Fault{Begins: 2 * time.Minute}), nil, "routes: its roll-back changes nothing: a version is the last good one after 1m, and begins to fail after 2m"},
		"nothing is older":        {scenario.Configuration{RefusesOlder: true}, push(scenario.Fault{}), nil, "routes: refuse-older has nothing to refuse"},
		"something is":            {scenario.Configuration{RefusesOlder: true}, old, nil, ""},
		"no row is missing":       {scenario.Configuration{Keeps: true}, push(scenario.Fault{}), nil, "routes: if-missing: keeps has nothing to act on"},
		"another's":               {scenario.Configuration{}, nil, []policy.Step{step(policy.RollBack)}, "outage: step act does nothing: no fault of this incident changes routes"},
		"nothing is frozen":       {scenario.Configuration{}, push(scenario.Fault{}), []policy.Step{step(policy.Thaw)}, "outage: step act does nothing: no step freezes the pushes of routes"},
		"undone":                  {scenario.Configuration{}, push(scenario.Fault{Every: 5 * time.Minute}), []policy.Step{step(policy.RollBack)}, "outage: step act lasts for 5m at most: another version of routes is pushed every 5m until people freeze that, or mend what makes them (push-mended)"},
		"frozen first":            {scenario.Configuration{}, push(scenario.Fault{Every: 5 * time.Minute}), []policy.Step{step(policy.Freeze), step(policy.RollBack)}, ""},
		"watched for too long":    {scenario.Configuration{Waves: waves}, push(scenario.Fault{Every: 5 * time.Minute}), nil, "outage: a push of routes never gets past a wave that is watched for 10m, as the next one begins 5m after it"},
	} {
		c.is.Name = "routes"
		said := noted(func(note func(string, ...any)) {
			cautionVersions(&scenario.Design{Configurations: []scenario.Configuration{c.is}}, outage(c.faults, c.steps...), note)
		})
		if c.says == "" {
			assert.Empty(t, said, name)
		} else {
			assert.Contains(t, said, c.says, name)
		}
	}
}
