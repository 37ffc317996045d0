package strategies

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/sim"

	"github.com/stretchr/testify/require"
)

// choosingPlayer plays one client at a time:
//
//	client 7 endpoints=3              from here on client 7, who has seen nothing
//	down 0 1 | up 0                   what probes of endpoints will find
//	send at=10s answer=0 attempt=0    where does an attempt go?
//	fail at=10s endpoint=0            an attempt failed; ok: it was answered
type choosingPlayer struct {
	strategy policy.Sending
	choice   policy.Choice
	answer   int
	down     map[int]bool
	probed   []string
}

func (p *choosingPlayer) Answer() int { return p.answer }

func (p *choosingPlayer) Probe(endpoint int) bool {
	p.probed = append(p.probed, fmt.Sprintf("probes %d, ", endpoint))
	return !p.down[endpoint]
}

func (p *choosingPlayer) play(l line) string {
	at, err := time.ParseDuration("0" + l.text("at"))
	require.NoError(l.t, err)
	c := &p.choice
	c.Now, p.answer, c.Attempt = sim.Time(at), int(l.number("answer", 0)), int(l.number("attempt", 0))
	switch l.verb {
	case "client":
		*c = policy.Choice{
			Client: uint64(l.word(0)), Endpoints: int(l.number("endpoints", 1)), Memory: new(policy.Memory),
		}
		p.down = map[int]bool{}
		return ""
	case "down", "up":
		for i := range l.words {
			p.down[l.word(i)] = l.verb == "down"
		}
		return ""
	case "send":
		p.probed = nil
		goes := p.strategy.Choose(c, p)
		if goes == policy.ByName {
			return strings.Join(p.probed, "") + fmt.Sprintf("goes to %d, as DNS says", p.answer)
		}
		return strings.Join(p.probed, "") + fmt.Sprintf("goes to %d", goes)
	case "ok", "fail":
		if endpoint := int(l.number("endpoint", 0)); l.verb == "fail" {
			p.strategy.Failed(c, endpoint)
		}
		return fmt.Sprintf("remembers endpoint %d, flag %d, until %v",
			c.Memory.Endpoint, c.Memory.Flag, time.Duration(c.Memory.Until))
	}
	require.Fail(l.t, "unknown situation", l.verb)
	return ""
}

// retryingPlayer plays one budget:
//
//	sent 5                  five requests' first attempts go out
//	fail attempt=1 u=0.5    the attempt with this number failed: again? at=3s;
//	                        cause=NAME, else no-healthy-target
//	good 5 attempt=1        five requests were answered right, at this attempt
type retryingPlayer struct {
	strategy policy.Retrying
	budget   policy.Budget
}

func (p *retryingPlayer) play(l line) string {
	decision := ""
	switch l.verb {
	case "sent":
		for range l.word(0) {
			p.strategy.Sent(&p.budget)
		}
	case "good":
		for range l.word(0) {
			as[policy.Rewarding](l, p.strategy).Succeeded(&p.budget, int(l.number("attempt", 1)))
		}
	case "fail":
		r := policy.Retry{Now: l.now("at"), Attempt: int(l.number("attempt", 1)), Cause: l.cause("cause"), Budget: &p.budget, Waited: time.Duration(l.number("waited", 0) * 1e9)}
		decision = "gives up, "
		if wait, ok := p.strategy.Again(&r, l.number("u", 0.5)); ok {
			decision = fmt.Sprintf("again after %v, ", wait)
		}
	default:
		require.Fail(l.t, "unknown situation", l.verb)
	}
	return decision + "budget " + strconv.FormatFloat(p.budget.Tokens, 'g', 6, 64)
}

// balancingPlayer plays one LB:
//
//	open 3 1 2      there are backends 0, 1, 2, with so many requests open
//	healthy 0 2     these are healthy
//	weights 1 3     how large backends are
//	zones 0 1 2     in which zone each backend stands; zone 1: where the request is
//	lb 3 10         the LB is the third of ten, from 0
//	asks 4 0 2      how many requests each backend has, of all LBs
//	key 0.25        where what is asked for lies, as a share of all places
//	since 0 60s     since when each backend is healthy; without it, always
//	end 0 sent=1s at=1.2s failed   an attempt at backend 0 has ended: well unless it
//	                says failed, unanswered or abandoned
//	pick u=0.25     the draw as a share of its range
//	pick u=0.2/0.8  the draw's upper and lower half, each so; at=3s
//	filter at=10s   who is left in the choice, and how large they count
//	picks 1000      how many of so many draws, each of its own, go to each backend
//	keys 1000       how many of so many places, evenly spread, go to each
type balancingPlayer struct {
	strategy any // policy.Balancing or policy.Filtering
	targets  policy.Targets
	cursor   uint32
}

// outstanding is what backends say of themselves.
type outstanding []int

func (o outstanding) Outstanding(_ sim.Time, b id.Member) int { return o[b] }

// cause is why an attempt failed.
func (l line) cause(name string) request.Cause {
	text, ok := l.said(name)
	if !ok {
		return request.NoHealthyTarget
	}
	i := slices.Index(request.CauseNames(), text)
	require.GreaterOrEqual(l.t, i, 0, "no cause is called %s", text)
	return request.Cause(1 + i)
}

// now is the instant of a situation.
func (l line) now(name string) sim.Time {
	d, err := time.ParseDuration("0" + l.text(name))
	require.NoError(l.t, err)
	return sim.Time(d)
}

var outcomes = map[string]policy.Outcome{"failed": policy.Failed, "unanswered": policy.Unanswered, "abandoned": policy.Abandoned}

// filter shows what a filter leaves of the backends that are healthy.
func (p *balancingPlayer) filter(l line) string {
	t := p.targets
	t.Healthy, t.Weights = slices.Clone(t.Healthy), slices.Clone(t.Weights)
	as[policy.Filtering](l, p.strategy).Filter(&t)
	text := "leaves"
	for _, b := range t.Healthy {
		text += fmt.Sprintf(" %d", b)
		if w := t.Weights[b]; w != p.targets.Weights[b] {
			text += fmt.Sprintf(" (weight %.6g)", w)
		}
	}
	if len(t.Healthy) == 0 {
		text += " none"
	}
	return text
}

func (p *balancingPlayer) play(l line) string {
	switch l.verb {
	case "open":
		p.targets.InFlight = nil
		for i := range l.words {
			p.targets.InFlight = append(p.targets.InFlight, int32(l.word(i)))
		}
		p.targets.Members = len(l.words)
		p.targets.Since, p.targets.Weights = make([]sim.Time, len(l.words)), slices.Repeat([]float64{1}, len(l.words))
		for i := range p.targets.Since {
			p.targets.Since[i] = -1 << 61
		}
		return ""
	case "healthy":
		p.targets.Healthy = nil
		for i := range l.words {
			p.targets.Healthy = append(p.targets.Healthy, id.Member(l.word(i)))
		}
		return ""
	case "weights":
		p.targets.Weights = nil
		for i := range l.words {
			p.targets.Weights = append(p.targets.Weights, float64(l.word(i)))
		}
		return ""
	case "zones":
		p.targets.Zones = nil
		for i := range l.words {
			p.targets.Zones = append(p.targets.Zones, id.Zone(l.word(i)))
		}
		return ""
	case "zone":
		p.targets.Zone = id.Zone(l.word(0))
		return ""
	case "lb":
		p.targets.Number, p.targets.LBs, p.targets.Memory = l.word(0), l.word(1), nil
		return ""
	case "asks":
		var counts outstanding
		for i := range l.words {
			counts = append(counts, l.word(i))
		}
		p.targets.Asks = counts
		return ""
	case "key":
		p.targets.Key = half(l, l.words[0]) << 32
		return ""
	case "since":
		for i, at := range l.words {
			d, err := time.ParseDuration(at)
			require.NoError(l.t, err)
			p.targets.Since[i] = sim.Time(d)
		}
		return ""
	case "end":
		require.Less(l.t, l.word(0), p.targets.Members, "open says how many backends there are: say it before end")
		p.remember()
		e := policy.Ending{Backend: id.Member(l.word(0)), Sent: l.now("sent"), Ended: l.now("at")}
		if len(l.words) > 1 {
			e.Outcome = outcomes[l.words[1]]
			require.NotZero(l.t, e.Outcome, "an attempt ends well, failed, unanswered or abandoned, not %s", l.words[1])
		}
		p.targets.Now = e.Ended
		as[policy.Learning](l, p.strategy).Learn(&p.targets, &e)
		return ""
	case "filter":
		require.NotEmpty(l.t, p.targets.InFlight, "say open and healthy before filter, and again after with")
		p.remember()
		p.targets.Now = l.now("at")
		return p.filter(l)
	case "picks", "keys":
		return p.spread(l)
	case "pick":
		require.NotEmpty(l.t, p.targets.Healthy, "say open and healthy before pick, and again after with")
		p.remember()
		p.targets.Cursor, p.targets.Now = &p.cursor, l.now("at")
		upper, lower, _ := strings.Cut(l.text("u")+"/0", "/")
		lower, _, _ = strings.Cut(lower, "/")
		u := half(l, upper)<<32 | half(l, lower)
		return fmt.Sprintf("backend %d", as[policy.Balancing](l, p.strategy).Pick(&p.targets, u))
	}
	require.Fail(l.t, "unknown situation", l.verb)
	return ""
}

// spread counts to which backends many requests go; none of them is open at the
// next.
func (p *balancingPlayer) spread(l line) string {
	require.NotEmpty(l.t, p.targets.Healthy, "say open and healthy before %s, and again after with", l.verb)
	p.remember()
	p.targets.Cursor, p.targets.Now = &p.cursor, l.now("at")
	got, n := make([]int, p.targets.Members), uint64(l.word(0))
	for i := range n {
		if l.verb == "keys" {
			p.targets.Key = i * (1 << 63 / n) * 2
		}
		got[as[policy.Balancing](l, p.strategy).Pick(&p.targets, sim.Mix(i))]++
	}
	return fmt.Sprint("backends get ", got)
}

// remember gives the LB the memory that the strategy keeps there, once.
func (p *balancingPlayer) remember() {
	if r, ok := p.strategy.(policy.Remembering); ok && p.targets.Memory == nil {
		p.targets.Memory = r.Fresh(&p.targets, sim.Key(1))
	}
}

func half(l line, share string) uint64 {
	x, err := strconv.ParseFloat("0"+share, 64)
	require.NoError(l.t, err)
	return uint64(x * (1 << 32))
}
