package strategies

import (
	"slices"
	"time"

	"failsim/models/id"
	"failsim/models/policy"
	"failsim/sim"
)

var twoDNSProvidersEntry = policy.Strategy{
	Name:   "two-dns-providers",
	Socket: policy.SteeringSocket,
	About:  "DNS failover at two DNS providers, each of which checks for itself: a resolver asks either, so that half of the answers change when the first has noticed and half when the second has",
	Hazard: "while the two disagree, half of all clients get the dead address; a wrong verdict of one provider moves its half of the load for nothing",
	Used:   "customers of Dyn since 21 October 2016",
	Params: slices.Concat([]policy.Param{scope}, probing, []policy.Param{
		regionShare,
		{Name: "apart", Kind: policy.DurationKind, Default: "15s", About: "time from the first provider's verdict to the second's; assumption: half a probe interval of Route 53"},
		{Name: "first", Kind: policy.ShareKind, Default: "50%", About: "share of resolvers that ask the first provider; assumption: no preference"},
	}),
	New: func(v policy.Values) any {
		return &twoDNSProviders{dnsFailover: newDNSFailover(v), apart: v.Duration("apart"), first: v.Share("first")}
	},
}

// twoDNSProviders publishes what the two say together. What the second will say
// is what the first said a while ago.
type twoDNSProviders struct {
	*dnsFailover
	apart   time.Duration
	first   float64
	said    [][2][]float64 // by name and provider
	pending []verdict
}

// verdict is what the second provider will say.
type verdict struct {
	at      sim.Time
	name    id.Name
	weights []float64
}

var (
	_ policy.Steering = (*twoDNSProviders)(nil)
	_ policy.Starting = (*twoDNSProviders)(nil)
	_ policy.Ticking  = (*twoDNSProviders)(nil)
)

func (t *twoDNSProviders) Start(v policy.SteeringView, _ policy.SteeringOrders) {
	t.said, t.pending = make([][2][]float64, v.Names()), nil
	for n := range id.Name(v.Names()) {
		t.said[n] = [2][]float64{v.Answer(n), v.Answer(n)}
	}
}

func (t *twoDNSProviders) Steer(name id.Name, v policy.SteeringView, o policy.SteeringOrders) {
	from, to := name, name
	if t.regional {
		from, to = 0, id.Name(v.Names())-1
	}
	for n := from; n <= to; n++ {
		weights, standby := t.answer(n, v)
		if standby {
			promote(v.Endpoints(n), weights, o)
		}
		t.pending = append(t.pending, verdict{v.Now().Add(t.apart), n, shares(weights)})
		t.said[n][0] = shares(weights)
		t.publish(n, o)
	}
	o.Wake(t.apart)
}

// Tick has the second provider notice.
func (t *twoDNSProviders) Tick(v policy.SteeringView, o policy.SteeringOrders) {
	for len(t.pending) > 0 && t.pending[0].at <= v.Now() {
		n := t.pending[0]
		t.pending = t.pending[1:]
		t.said[n.name][1] = n.weights
		t.publish(n.name, o)
	}
}

func (t *twoDNSProviders) publish(name id.Name, o policy.SteeringOrders) {
	mixed := make([]float64, len(t.said[name][0]))
	for i := range mixed {
		mixed[i] = float64(t.first*t.said[name][0][i]) + float64((1-t.first)*t.said[name][1][i])
	}
	o.Publish(name, mixed)
}
