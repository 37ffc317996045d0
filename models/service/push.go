package service

import (
	"time"

	"failsim/models/id"
	"failsim/sim"
	"failsim/sim/portable"
)

// Wave is a part of all places that gets a version before the others, and how long
// they are watched.
type Wave struct {
	To    id.Service // all places of a service; below 0: Share
	Share float64    // of all places, with those of the waves before
	Bake  time.Duration
}

// Verdict is whether a wave looks good at the end of its bake: of so many requests that
// are looked at fewer than an alarm fail.
type Verdict struct {
	Requests int // 0: nobody looks
	Alarm    int
	Lost     float64 // probability that a bad verdict does not get through
}

// Catches is the probability that a verdict stops a version with which a share of
// requests fails: exact binomial.
func (v Verdict) Catches(fails float64) float64 {
	if v.Requests == 0 {
		return 0
	}
	return (1 - v.Lost) * (1 - portable.BinomialCDF(float64(v.Requests), fails, float64(v.Alarm-1)))
}

// Guards are what stands between a bad version and all places.
type Guards struct {
	Waves   []Wave
	Verdict Verdict
	Back    Back
	// RefusesOlder: places take no version that is older than theirs.
	RefusesOlder bool
	// Keeps: a place that finds its row missing works on with what it has.
	Keeps bool
}

// Back is a roll-back by itself: when a verdict is bad, and when a share of all
// requests has failed for a while.
type Back struct {
	Alarm float64 // 0: no such alarm
	For   time.Duration
	Takes time.Duration // at all places
	// Trusts is how long after a push a version is the last good one, to which is rolled
	// back; 0: what was before the fault always is. One that fails later than that has
	// poisoned it.
	Trusts  time.Duration
	Verdict bool // a bad verdict has it begin
}

// roll is a version on its way.
type roll struct {
	turn    uint64
	version int
	wave    int
	reached int // places, in order
	until   int // of the wave
	most    int // places at all
	takes   time.Duration
	guarded bool // by waves
	began   sim.Time
}

// Push has a version go out, in waves. While pushes are frozen it waits.
func (c *Configuration) Push(now sim.Time, v Version) {
	if v.Older > 0 && c.RefusesOlder {
		c.say(now, "an older version is refused")
		return
	}
	if v.Missing && c.Keeps {
		c.say(now, "rows are missing, and places work on with what they have")
		return
	}
	c.versions = append(c.versions, v)
	if c.frozen {
		c.held = append(c.held, len(c.versions)-1)
		return
	}
	c.send(now, len(c.versions)-1)
}

// PushMended has the right version go out, in waves.
func (c *Configuration) PushMended(now sim.Time) { c.begin(now, 0, c.Takes, len(c.order), true) }

// RollBack has the last good version go out, in no waves. It may be no better.
func (c *Configuration) RollBack(now sim.Time) {
	c.begin(now, c.lastGood, c.Back.Takes, len(c.order), false)
}

// Kill has a share of places, those that are reached, do without what was pushed: they
// work as before it.
func (c *Configuration) Kill(now sim.Time, takes time.Duration, reaches float64) {
	c.begin(now, 0, takes, int(reaches*float64(len(c.order))+1e-9), false)
}

// Freeze stops the push under way, and has others wait; or lets those go on.
func (c *Configuration) Freeze(now sim.Time, frozen bool) {
	if c.frozen = frozen; frozen {
		c.roll.turn++
		c.say(now, "pushes are frozen")
		return
	}
	c.say(now, "pushes go on; %d have waited", len(c.held))
	for _, v := range c.held { // the last of them is what places get
		c.send(now, v)
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
	c.say(now, "a version goes out")
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
	c.say(now, "%d of %d places have it", r.reached, len(c.order))
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
	u := c.luck.Float64(c.verdicts)
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
