package health_test

import (
	"math"
	"testing"
	"time"

	"failsim/models/caller"
	"failsim/models/health"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// belief is a change of what is believed of a target.
type belief struct {
	at      sim.Time
	healthy bool
}

type change struct {
	at        sim.Time
	condition health.Condition
}

// run plays changes of one target against checks.
type run struct {
	kernel  sim.Kernel
	checks  *health.Checks
	changes []change
	heard   []belief
}

func (r *run) Handle(now sim.Time, e sim.Event) { r.checks.Changed(now, 0, r.changes[e.Arg].condition) }

func (r *run) Believed(now sim.Time, _ int, healthy bool) {
	r.heard = append(r.heard, belief{now, healthy})
}

func play(timing policy.ProbeTiming, key sim.Key, changes []change, until sim.Time) *run {
	return playWith(timing, key, changes, until, nil)
}

func playWith(timing policy.ProbeTiming, key sim.Key, changes []change, until sim.Time, prober caller.Probed) *run {
	r := &run{changes: changes}
	owner := r.kernel.Register(r)
	r.checks = health.New(&r.kernel, timing, []sim.Key{key}, r)
	if prober != nil {
		r.checks.Ask([]caller.Probed{prober})
	}
	for i, c := range changes {
		r.kernel.Schedule(c.at, sim.Change, owner, sim.Event{Arg: uint64(i)})
	}
	r.kernel.Run(until)
	return r
}

// server answers probes with an error, late or well, and is busy for a while.
type server struct{ interval time.Duration }

func (s server) Probe(now sim.Time, p *caller.Probe) (a caller.Answer) {
	k := p.Key.At(uint64(now))
	if k.Float64(0) < 0.3 {
		a.Cause = request.ServerError
	}
	p.Steady = k.Float64(3) < 0.1
	a.At = now.Add(time.Duration(k.Float64(1) * k.Float64(2) * 2 * float64(s.interval)))
	return a
}

func phaseOf(key sim.Key, timing policy.ProbeTiming) sim.Time {
	return sim.Time(key.Named("phase").Float64(0) * float64(timing.Interval))
}

// result is what a probe said, when that is known.
type result struct {
	at     sim.Time
	passed bool
}

// naive probes one time after the other, and counts answers as they come.
func naive(timing policy.ProbeTiming, key sim.Key, changes []change, until sim.Time) []belief {
	var now health.Condition
	var results []result
	for at := phaseOf(key, timing); at <= until; {
		for len(changes) > 0 && changes[0].at <= at {
			now, changes = changes[0].condition, changes[1:]
		}
		passed, takes := !now.Fails, time.Duration(0)
		switch {
		case now.Fails && now.Silent:
			takes = timing.Timeout
		case !now.Fails && (now.Gray > 0 || now.Busy):
			p := caller.Probe{Key: key}
			seen := server{timing.Interval}.Probe(at, &p)
			takes = min(seen.At.Sub(at), timing.Timeout)
			passed = seen.Cause == request.None && seen.At.Sub(at) <= timing.Timeout
			if p.Steady && now.Gray == 0 {
				now = health.Condition{}
			}
		}
		if passed {
			takes = 0
		}
		results = append(results, result{at.Add(takes), passed})
		if at = at.Add(timing.Interval); timing.FromEnd {
			at = at.Add(takes)
		}
	}
	return count(timing, results, until)
}

// count returns the beliefs that follow from results.
func count(timing policy.ProbeTiming, results []result, until sim.Time) (heard []belief) {
	believed, contradicting := true, 0
	for _, r := range results {
		if r.passed == believed {
			contradicting = 0
			continue
		}
		contradicting++
		needed := timing.Unhealthy
		if r.passed {
			needed = timing.Healthy
		}
		if contradicting >= needed && r.at <= until {
			believed, contradicting = r.passed, 0
			heard = append(heard, belief{r.at, r.passed})
		}
	}
	return heard
}

// randomCase draws a timing and a pattern of changes, some of them in the very
// instant of a probe.
func randomCase(key sim.Key) (policy.ProbeTiming, []change) {
	interval := time.Duration(1+key.IntN(0, 30)) * time.Second
	timing := policy.ProbeTiming{Interval: interval, Timeout: time.Duration(1 + key.Float64(1)*float64(interval)),
		Unhealthy: 1 + key.IntN(2, 4), Healthy: 1 + key.IntN(3, 5), FromEnd: key.Float64(5) < 0.5}
	if key.Float64(4) < 0.1 {
		timing.Timeout = interval
	}
	var changes []change
	at, phase := sim.Time(0), phaseOf(key, timing)
	for i := range uint64(20) {
		k := key.At(i)
		at = at.Add(time.Duration(k.Float64(0) * k.Float64(1) * 8 * float64(interval)))
		if k.Float64(2) < 0.1 {
			at = timing.FirstTick(at, time.Duration(phase))
		}
		conditions := []health.Condition{{}, {}, {Fails: true}, {Fails: true, Silent: true}, {Fails: true, Silent: true},
			{Gray: 0.3}, {Gray: 0.9}, {Fails: true, Gray: 0.5}, {Busy: true}, {Busy: true}, {Busy: true, Gray: 0.2}, {Fails: true, Busy: true}}
		changes = append(changes, change{at, conditions[k.IntN(3, len(conditions))]})
	}
	return timing, changes
}

func TestVerdictsAreThoseOfProbesSentOneByOne(t *testing.T) {
	flips := 0
	for i := range uint64(5000) {
		key := sim.NewKey(1, 0).At(i)
		timing, changes := randomCase(key)
		until := changes[len(changes)-1].at.Add(20 * timing.Interval)
		want := naive(timing, key, changes, until)
		got := playWith(timing, key, changes, until, server{timing.Interval})
		require.Equal(t, want, got.heard, "case %d: timing %+v, changes %+v, phase %d", i, timing, changes, phaseOf(key, timing))
		flips += len(want)
	}
	assert.Greater(t, flips, 10_000, "the cases change many minds")
}

// The mistake would be to take late answers for answers, or not to wait for the
// time-out.
func TestALongerTimeoutNeverSeesEarlier(t *testing.T) {
	sooner := 0
	for i := range uint64(2000) {
		key := sim.NewKey(5, 0).At(i)
		timing, changes := randomCase(key)
		timing.FromEnd = false // or other probes are sent
		hasty, until := timing, changes[len(changes)-1].at.Add(20*timing.Interval)
		hasty.Timeout = time.Duration(1 + key.Float64(6)*float64(timing.Timeout-1))
		late := playWith(timing, key, changes, until, server{timing.Interval}).heard
		early := playWith(hasty, key, changes, until, server{timing.Interval}).heard
		if len(late) == 0 {
			continue
		}
		require.NotEmpty(t, early, "case %d", i)
		require.LessOrEqual(t, early[0].at, late[0].at, "case %d: timing %+v, changes %+v", i, timing, changes)
		if early[0].at < late[0].at {
			sooner++
		}
	}
	assert.Greater(t, sooner, 500)
}

func TestATargetThatDoesNotChangeSchedulesNoEvents(t *testing.T) {
	timing := policy.ProbeTiming{Interval: 30 * time.Second, Timeout: 5 * time.Second, Unhealthy: 2, Healthy: 10}
	r := play(timing, sim.NewKey(1, 0), []change{{0, health.Condition{}}}, sim.Time(0).Add(24*time.Hour))
	assert.Equal(t, uint64(1), r.kernel.Fired(), "only the one that tells the checks what they know")
	assert.Zero(t, r.kernel.Pending())
	assert.True(t, r.checks.Believed(0))

	down := health.Condition{Fails: true, Silent: true}
	r = play(timing, sim.NewKey(1, 0), []change{{1e9, down}, {2e9, down}}, sim.Time(0).Add(24*time.Hour))
	assert.Equal(t, uint64(3), r.kernel.Fired(), "two changes, of which one is none, and one verdict")
	assert.Zero(t, r.kernel.Pending(), "a target that stays down costs nothing more")
	assert.False(t, r.checks.Believed(0))
}

// A failure meets the probes at a uniform phase: the verdict takes half an
// interval, the further probes, and the time-out of the last (renewal
// argument; oracles consecutive_failure_detection).
func TestTimeToDetectIsUniformOverAnInterval(t *testing.T) {
	timing := policy.ProbeTiming{Interval: 30 * time.Second, Timeout: 4 * time.Second, Unhealthy: 3, Healthy: 3}
	const n = 4000
	least, most := 64*time.Second, 94*time.Second
	sum := 0.0
	for i := range uint64(n) {
		r := play(timing, sim.NewKey(2, 0).At(i), []change{{100e9, health.Condition{Fails: true, Silent: true}}}, 300e9)
		took := r.heard[0].at.Sub(100e9)
		assert.GreaterOrEqual(t, took, least)
		assert.LessOrEqual(t, took, most)
		sum += took.Seconds()
	}
	assert.InDelta(t, 79, sum/n, 4*30/math.Sqrt(12*n), "mean, within four standard errors of a uniform distribution")
}

// HAProxy 2.6.12, inter 1s fall 3, a server that accepts and never answers: DOWN
// after 5.02 to 5.91 s, mean 5.48, with a check every 2.0 s; one that refuses: 2.52 s.
// By hand: half an interval between checks, that is (1 s + 1 s)/2 where each takes
// the time-out of 1 s, but the last one was well, so 1 s/2; then 3 time-outs and 2
// intervals.
func TestProbesThatAreSpacedFromTheirEndFindASilentTargetAsLateAsHAProxyDoes(t *testing.T) {
	inter := policy.ProbeTiming{Interval: time.Second, Timeout: time.Second, Unhealthy: 3, Healthy: 2}
	fromEnd := inter
	fromEnd.FromEnd = true
	const n = 4000
	for _, c := range []struct {
		says   string
		timing policy.ProbeTiming
		silent bool
		mean   float64
	}{
		{"silent, from the end", fromEnd, true, 0.5 + 3*1 + 2*1},
		{"silent, from the start", inter, true, 0.5 + 2*1 + 1},
		{"refusing, from the end", fromEnd, false, 0.5 + 2*1},
	} {
		sum := 0.0
		for i := range uint64(n) {
			r := play(c.timing, sim.NewKey(4, 0).At(i), []change{{100e9, health.Condition{Fails: true, Silent: c.silent}}}, 300e9)
			sum += r.heard[0].at.Sub(100e9).Seconds()
		}
		assert.InDelta(t, c.mean, sum/n, 4/math.Sqrt(12*n), c.says)
	}
}

func TestAGrayTargetIsProbedOneByOneAndBelievedInByChance(t *testing.T) {
	timing := policy.ProbeTiming{Interval: 10 * time.Second, Timeout: time.Second, Unhealthy: 3, Healthy: 2}
	const failing = 0.4
	day := sim.Time(0).Add(240 * time.Hour)
	r := play(timing, sim.NewKey(3, 0), []change{{0, health.Condition{Gray: failing}}}, day)
	probes := float64(day) / float64(timing.Interval)
	assert.InDelta(t, probes, float64(r.kernel.Fired()), 2, "one event a probe")
	// From healthy, the mean number of probes until three fail in a row is
	// (1-p^3)/((1-p)p^3); back, until two pass, (1-q^2)/((1-q)q^2), with q=1-p
	// (runs in Bernoulli trials, Feller I, XIII.7).
	p, q := failing, 1-failing
	well, ill := (1-p*p*p)/(q*p*p*p), (1-q*q)/(p*q*q)
	cycles := probes / (well + ill) // their number varies by 0.8 of its root, as the length of one by 0.8 of its mean
	assert.InDelta(t, cycles, float64(len(r.heard))/2, 4*0.8*math.Sqrt(cycles), "changes of mind")

	r = play(timing, sim.NewKey(3, 0), []change{{0, health.Condition{Gray: failing}}, {1000e9, health.Condition{}}}, day)
	assert.Less(t, r.kernel.Fired(), uint64(110), "no probe by probe once it is well again")
	assert.True(t, r.checks.Believed(0))
}
