package service

import (
	"slices"
	"time"

	"failsim/sim"
)

// Push has a version go out, in waves. While pushes are frozen it waits.
func (c *Configuration) Push(now sim.Time, v Version) {
	if v.Older > 0 && c.RefusesOlder {
		c.say(now, "an older version is refused")
		return
	}
	if v.Missing && c.Keeps {
		c.say(now, "rows are missing, and instances work on with what they have")
		return
	}
	c.versions = append(c.versions, v)
	c.sendOrHold(now, len(c.versions)-1)
}

// PushAgain has the next of a row of versions go out that a machine makes: this one, or the
// right one, which they all are once people have mended what makes them.
func (c *Configuration) PushAgain(now sim.Time, v Version, bad bool) {
	number := 0
	if bad = bad && !c.mended; bad && v.Missing && c.Keeps {
		c.say(now, "rows are missing, and instances work on with what they have")
		return
	}
	if bad {
		if number = slices.Index(c.versions[1:], v) + 1; number == 0 {
			c.versions = append(c.versions, v)
			number = len(c.versions) - 1
		}
	}
	c.sendOrHold(now, number)
}

func (c *Configuration) sendOrHold(now sim.Time, version int) {
	if c.frozen {
		c.held = append(c.held, version)
		c.say(now, "%s waits, as pushes are frozen", c.describe(version))
		return
	}
	c.send(now, version)
}

// PushMended has the right version go out, in waves.
func (c *Configuration) PushMended(now sim.Time) {
	c.mended = true
	c.begin(now, 0, c.Takes, len(c.order), true)
}

// RollBack has the last good version go out, in no waves. It may be no better.
func (c *Configuration) RollBack(now sim.Time) {
	c.begin(now, c.lastGood, c.Back.Takes, len(c.order), false)
}

// Kill has a share of places, those that are reached, do without what was pushed: they
// work as before it, whatever is pushed later, until they get the mended version.
func (c *Configuration) Kill(now sim.Time, takes time.Duration, reaches float64) {
	c.roll = roll{turn: c.roll.turn + 1, most: int(float64(reaches*float64(len(c.order))) + 1e-9), takes: takes, began: now, kills: true}
	c.roll.until = c.roll.most
	c.say(now, "instances are switched to do without what is pushed")
	c.await(now)
}

// Freeze stops the push under way, and has others wait; or lets those go on.
func (c *Configuration) Freeze(now sim.Time, frozen bool) {
	if c.frozen = frozen; frozen {
		c.roll.turn++
		c.say(now, "pushes are frozen")
		return
	}
	c.say(now, "pushes go on; %d have waited", len(c.held))
	if n := len(c.held); n > 0 { // the last of them is what places get
		c.send(now, c.held[n-1])
	}
	c.held = nil
}

func (c *Configuration) send(now sim.Time, version int) {
	c.begin(now, version, c.Takes, len(c.order), true)
}

func (c *Configuration) begin(now sim.Time, version int, takes time.Duration, most int, guarded bool) {
	c.roll = roll{turn: c.roll.turn + 1, version: version, most: most, until: most, takes: takes, guarded: guarded, began: now}
	if guarded {
		c.roll.until = c.ends[0]
	}
	c.say(now, "%s goes out", c.describe(version))
	c.await(now)
}

// await schedules the next place, or the end of a wave's bake.
func (c *Configuration) await(now sim.Time) {
	r := &c.roll
	if r.reached < r.until {
		all := float64(len(c.order))
		at := r.began.Add(time.Duration(float64(r.takes) * float64(r.reached+1) / all))
		c.kernel.Schedule(max(now, at), sim.Change, c.owner, sim.Event{Kind: nextPlace, Arg: r.turn & 0xffffffff})
		return
	}
	if r.until < r.most {
		c.after(now, c.Waves[r.wave].Bake, judged, r.turn&0xffffffff)
		return
	}
	does := "have it"
	if r.kills {
		does = "do without"
	}
	c.say(now, "%d of %d instances %s", r.reached, len(c.order), does)
	if c.Back.Trusts > 0 && r.guarded {
		c.after(now, c.Back.Trusts, trusted, r.turn&0xffffffff)
	} else if c.Back.Trusts == 0 && r.version == 0 {
		c.lastGood = 0
	}
}

// reach has all places take the version whose time has come.
func (c *Configuration) reach(now sim.Time) {
	r := &c.roll
	all := float64(len(c.order))
	for r.reached < r.until && r.began.Add(time.Duration(float64(r.takes)*float64(r.reached+1)/all)) <= now {
		i := c.order[r.reached]
		r.reached++
		p := &c.places[i]
		if r.kills || c.mended && r.version == 0 {
			p.killed = r.kills
		}
		if p.holds == r.version {
			continue
		}
		p.holds = r.version
		p.turn++
		if wait := c.versions[r.version].Begins; wait > 0 {
			c.after(now, wait, begins, uint64(i)<<32|p.turn&0xffffffff)
		} else {
			c.fail(now, p)
		}
	}
	c.watch(now)
	c.await(now)
}

// judge ends the bake of a wave: the push goes on, or stops.
func (c *Configuration) judge(now sim.Time) {
	r := &c.roll
	fails := c.failing(r.reached)
	u := c.draws.Float64(c.verdicts)
	c.verdicts++
	if u < c.Verdict.Catches(fails) {
		c.say(now, "stopped after wave %d, where %.3g %% fail", r.wave+1, 100*fails)
		r.turn++
		if c.Back.Verdict {
			c.RollBack(now)
		}
		return
	}
	r.wave++
	all := float64(len(c.order))
	r.began = now.Add(-time.Duration(float64(r.takes) * float64(r.reached) / all))
	if r.until = r.most; r.wave < len(c.Waves) {
		r.until = c.ends[r.wave]
	}
	c.await(now)
}

// watch begins or ends an alarm.
func (c *Configuration) watch(now sim.Time) {
	if c.Back.Alarm == 0 {
		return
	}
	if alarming := c.Failing() >= c.Back.Alarm-1e-9; alarming != c.alarming {
		c.alarming = alarming
		if c.spell++; alarming {
			c.after(now, c.Back.For, alarmed, c.spell&0xffffffff)
		}
	}
}

// Handle implements sim.Handler.
func (c *Configuration) Handle(now sim.Time, e sim.Event) {
	turn := e.Arg & 0xffffffff
	switch e.Kind {
	case begins:
		if p := &c.places[e.Arg>>32]; p.turn&0xffffffff == turn {
			c.fail(now, p)
			c.watch(now)
		}
		return
	case alarmed:
		if c.alarming && c.spell&0xffffffff == turn {
			c.RollBack(now)
		}
		return
	}
	if c.roll.turn&0xffffffff != turn {
		return
	}
	switch e.Kind {
	case nextPlace:
		c.reach(now)
	case judged:
		c.judge(now)
	case trusted:
		c.lastGood = c.roll.version
	case backs:
		c.RollBack(now)
	}
}

// fail has a place do what its version makes it do.
func (c *Configuration) fail(now sim.Time, p *place) {
	v := c.versions[p.holds]
	is := Ail{}
	switch {
	case p.killed:
	case v.Older > 0 && p.age < v.Older, v.Missing:
		is = Ail{Errors: 1, Slow: 1, After: v.After}
	case v.Fails > 0:
		is = Ail{Errors: v.Fails, Slow: 1, After: v.After}
	}
	if is != p.is {
		was := p.is
		p.is = is
		c.report(now, p, was)
	}
}

// tell has a place's service be what its places make of it.
func (c *Configuration) report(now sim.Time, p *place, was Ail) {
	at := &c.Sites[p.site]
	if at.Each != nil {
		at.Each(now, p.number, was, p.is)
		return
	}
	sum, is := 0.0, Ail{Slow: 1}
	for i := range c.places { // in order: sums are the same in every run
		if o := &c.places[i]; o.site == p.site && o.is.Errors > 0 {
			sum, is.After = sum+o.is.Errors, max(is.After, o.is.After)
		}
	}
	if is.Errors = sum / float64(at.Instances); sum == 0 {
		is = Ail{}
	}
	from := c.sites[p.site]
	c.sites[p.site] = is
	c.graph.Change(now, at.Service, from, is)
}
