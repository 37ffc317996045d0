package data_test

import (
	"fmt"
	"time"

	"failsim/models/data"
	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/sim"
)

// rig is some data in a world of its own.
type rig struct {
	kernel sim.Kernel
	all    *data.All
	lines  []string
	lost   []data.Loss
	lostAt []sim.Time
	faces  data.Faces
	waits  distribution.Distribution
	course []change // of what users find
}

type change struct {
	at    time.Duration
	faces data.Faces
}

func newRig(s data.Spec, seed int) *rig {
	r := &rig{}
	r.all = data.New(&r.kernel, r)
	s.Key = sim.NewKey(1, seed)
	r.all.Add(s)
	return r
}

func (r *rig) DataChanged(now sim.Time, _ int, f data.Faces) {
	r.faces = f
	r.course = append(r.course, change{time.Duration(now), f})
}

func (r *rig) DataWaits(_ sim.Time, _ int, d distribution.Distribution) { r.waits = d }

func (r *rig) DataLost(now sim.Time, _ int, l data.Loss) {
	r.lost, r.lostAt = append(r.lost, l), append(r.lostAt, now)
}

func (r *rig) DataEvent(now sim.Time, _ int, format string, args ...any) {
	r.lines = append(r.lines, fmt.Sprintf("%v "+format, append([]any{time.Duration(now)}, args...)...))
}

// at runs to an instant and has something happen there.
func (r *rig) at(d time.Duration, do func(now sim.Time)) {
	r.kernel.Run(sim.Time(d))
	if do != nil {
		do(sim.Time(d))
	}
}

func (r *rig) fare(d time.Duration, replica int, h data.Health) {
	r.at(d, func(now sim.Time) { r.all.Fare(now, 0, replica, h) })
}

func (r *rig) cut(d time.Duration, replica int, cut bool) {
	r.at(d, func(now sim.Time) { r.all.Cut(now, 0, replica, cut) })
}

func (r *rig) figures(d time.Duration) data.Figures {
	r.at(d, nil)
	return r.all.Figures(sim.Time(d), 0)
}

// healed returns when users could all write again, after an instant.
func (r *rig) healed(from time.Duration) time.Duration {
	for _, c := range r.course {
		if c.at > from && c.faces.WritesFail == 0 {
			return c.at - from
		}
	}
	return -1
}

func uniform(from, to time.Duration) distribution.Distribution {
	d, err := distribution.NewUniform(from, to)
	if err != nil {
		panic(err)
	}
	return d
}

func constant(d time.Duration) distribution.Distribution { return distribution.Constant(d) }

// three replicas of which the first has a client of its own, if it is cut off.
func three(writers float64) []data.Replica {
	return []data.Replica{{Name: "a", Writers: writers}, {Name: "b"}, {Name: "c"}}
}

// sentinel is how Redis Sentinel 7.0 promotes (facts measured on 29 November 2026).
func sentinel() *policy.Promotion {
	return &policy.Promotion{Detect: constant(time.Second), Silent: uniform(0, time.Second), Elect: uniform(330*time.Millisecond, 490*time.Millisecond),
		Follow: constant(900 * time.Millisecond), Again: 6 * time.Minute, Demote: uniform(10*time.Second, 11*time.Second)}
}
