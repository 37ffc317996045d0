package strategies

import (
	"fmt"
	"testing"
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// restless steers a name to a random answer whenever it is asked, and shifts a
// random zone: the worst that a strategy can want.
type restless struct {
	key sim.Key
	n   uint64
}

func (r *restless) Steer(name id.Name, v policy.SteeringView, o policy.SteeringOrders) {
	r.n++
	weights := make([]float64, len(v.Endpoints(name)))
	weights[r.key.IntN(r.n, len(weights))] = 1
	if r.key.Float64(r.n+1<<40) < 0.3 {
		weights[0] += r.key.Float64(r.n + 1<<41)
	}
	o.Publish(name, weights)
}

func (r *restless) SteerZone(region id.Region, zone id.Zone, v policy.SteeringView, o policy.SteeringOrders) {
	o.Shift(region, zone, !v.ZoneHealthy(region, zone))
}

// moves is who steers: it notes every answer and every shift.
type moves struct {
	steeringPlayer
	t      *testing.T
	of     map[id.Name][]answered // by name
	shifts []shifted
}

type answered struct {
	at     sim.Time
	answer []float64
}

type shifted struct {
	at   sim.Time
	zone id.Zone
	away bool
}

func (m *moves) Publish(name id.Name, weights []float64) {
	m.steeringPlayer.Publish(name, weights)
	sum := 0.0
	for _, x := range m.answers[name] {
		require.GreaterOrEqual(m.t, x, 0.0)
		sum += x
	}
	require.InDelta(m.t, 1, sum, 1e-9)
	m.of[name] = append(m.of[name], answered{m.now, m.answers[name]})
}

func (m *moves) Shift(_ id.Region, zone id.Zone, away bool) {
	m.shifts = append(m.shifts, shifted{m.now, zone, away})
}

// moved is half of what two answers differ by.
func moved(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += max(0, b[i]-a[i])
	}
	return sum
}

// Whatever a strategy wants, what is done keeps to the limits: the invariants of
// an autoshift with a velocity limit, checked on what was published alone.
func TestDampingKeepsToItsLimits(t *testing.T) {
	for seed := range uint64(60) {
		key := sim.NewKey(seed, 0)
		inner := &restless{key: key.Named("wants")}
		velocity, floor := 0.1+0.9*key.Float64(1), key.Float64(2)
		hysteresis, hold := 0.3*key.Float64(3), time.Duration(key.Float64(4)*float64(10*time.Minute))
		entry := damped(policy.Strategy{New: func(policy.Values) any { return inner }})
		strategy := entry.New(policy.Values{"hysteresis": {Number: hysteresis}, "velocity": {Number: velocity}, "floor": {Number: floor}, "hold-down": {Duration: hold}})
		m := &moves{t: t, of: map[id.Name][]answered{}}
		m.strategy, m.zones = strategy.(policy.Steering), 5
		m.sick, m.zoneSick = map[[2]int]bool{}, map[zoneIn]bool{}
		for range 4 {
			m.names = append(m.names, []policy.Endpoint{{Region: 1, Rank: 1, Weight: 1}, {Region: 2, Rank: 2, Weight: 1}, {Region: 3, Rank: 3, Weight: 1}})
		}
		m.start0()
		steady := append([][]float64(nil), m.answers...)
		for i := range uint64(400) {
			m.wake(m.now.Add(time.Duration(key.Float64(i+1000) * float64(40*time.Second))))
			m.strategy.Steer(id.Name(key.IntN(i+3000, 4)), m, m)
			zone := zoneIn{1, id.Zone(key.IntN(i+4000, 5))}
			m.zoneSick[zone] = !m.zoneSick[zone]
			m.strategy.(policy.ZoneSteering).SteerZone(zone.region, zone.zone, m, m)
			away := 0.0
			for n, answer := range m.answers {
				away += moved(answer, steady[n])
			}
			require.LessOrEqual(t, away, (1-floor)*4+1e-6, "seed %d: what is in use never falls below the floor", seed)
		}
		for name, list := range m.of {
			held(t, fmt.Sprintf("seed %d, name %d", seed, name), steady[name], list, velocity, hysteresis, hold)
		}
		out, left := map[id.Zone]bool{}, map[id.Zone]sim.Time{}
		for _, s := range m.shifts {
			require.NotEqual(t, out[s.zone], s.away)
			if out[s.zone] = s.away; s.away {
				left[s.zone] = s.at
			} else {
				require.GreaterOrEqual(t, s.at.Sub(left[s.zone]), hold, "seed %d: a zone is held down", seed)
			}
			n := 0
			for _, is := range out {
				if is {
					n++
				}
			}
			require.LessOrEqual(t, float64(n), (1-floor)*5+1e-6, "seed %d: zones stay", seed)
		}
	}
}

// held checks the answers of one name. Everything is well in these plays, so that
// nothing excuses a return before its time.
func held(t *testing.T, who string, steady []float64, list []answered, velocity, hysteresis float64, hold time.Duration) {
	before, left := steady, map[int]sim.Time{}
	for i, a := range list {
		inMinute := 0.0
		for j, last := i, a.answer; j >= 0 && a.at.Sub(list[j].at) < time.Minute; j-- {
			was := steady
			if j > 0 {
				was = list[j-1].answer
			}
			inMinute += moved(was, last)
			last = was
		}
		require.LessOrEqual(t, inMinute, 2*velocity+1e-6, "%s: two of its minutes meet in any minute", who)
		for e := range steady {
			if a.answer[e] > before[e]+1e-9 && hold > 0 {
				if at, ok := left[e]; ok {
					require.GreaterOrEqual(t, a.at.Sub(at), hold, "%s: endpoint %d is held down", who, e)
				}
			}
		}
		for e := range steady {
			if a.answer[e] < before[e]-1e-9 {
				left[e] = a.at
			}
		}
		before = a.answer
	}
}

func (m *moves) start0() {
	m.started, m.answers = true, nil
	for range m.names {
		m.answers = append(m.answers, []float64{1, 0, 0})
	}
	m.strategy.(policy.Starting).Start(m, m)
}

func (m *moves) wake(at sim.Time) {
	for len(m.wakes) > 0 && m.wakes[0] <= at {
		m.now, m.wakes = m.wakes[0], m.wakes[1:]
		m.strategy.(policy.Ticking).Tick(m, m)
	}
	m.now = at
}

// Damping that is left at its defaults is not there: a design without it runs as
// before.
func TestWithoutDampingNothingStandsBetween(t *testing.T) {
	assert.IsType(t, &dnsFailover{}, with(t, "dns-failover", nil))
	assert.IsType(t, &damper{}, with(t, "dns-failover", map[string]string{"floor": "1%"}))
}

// verdicts are when a strategy's probes have noticed that an endpoint went silent,
// over all phases.
func verdicts(p policy.Probes) (first, mean, last time.Duration) {
	const phases = 1000
	first = time.Hour
	for i := range time.Duration(phases) {
		phase := p.Interval * i / phases
		took := p.VerdictAt(sim.Time(time.Hour), phase, 0, false, true).Sub(sim.Time(time.Hour))
		first, last, mean = min(first, took), max(last, took), mean+took/phases
	}
	return first, mean, last
}

// A BGP session that nothing else watches ends when its hold time is over, counted
// from the last keepalive: measured on FRR 8.4.4 with hold 180 s and keepalive 60 s,
// cut 10, 31 and 52 s after the last, the route went after 170, 149 and 128 s.
func TestAHoldTimeOfBGPIsHeldFromTheLastKeepalive(t *testing.T) {
	a := with(t, "anycast", map[string]string{"interval": "60s", "threshold": "3", "timeout": "0s"}).(policy.Probing)
	for cut, want := range map[time.Duration]time.Duration{10 * time.Second: 170 * time.Second, 31 * time.Second: 149 * time.Second, 52 * time.Second: 128 * time.Second} {
		lastKeepalive := 5 * time.Minute
		got := a.Probes().VerdictAt(sim.Time(lastKeepalive+cut), 0, 0, false, true).Sub(sim.Time(lastKeepalive + cut))
		assert.Equal(t, want, got, "cut %v after a keepalive", cut)
	}
	first, mean, last := verdicts(a.Probes())
	assert.InDelta(t, 120, first.Seconds(), 0.1)
	assert.InDelta(t, 150, mean.Seconds(), 0.1)
	assert.InDelta(t, 180, last.Seconds(), 0.1)
}

// AWS says of its accelerator that it moves new connections in about 30 s.
func TestAFixedAddressIsBackInAboutHalfAMinute(t *testing.T) {
	f := with(t, "fixed-address", nil)
	first, mean, last := verdicts(f.(policy.Probing).Probes())
	routes := f.(policy.Needing).Needs().Routes
	assert.InDelta(t, 30, (mean + routes.Converge/2).Seconds(), 5)
	assert.Greater(t, first, 20*time.Second)
	assert.Less(t, last+routes.Converge, 45*time.Second)
}
