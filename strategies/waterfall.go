package strategies

import (
	"slices"
	"sort"

	"failsim/models/id"
	"failsim/models/policy"
)

var waterfallEntry = policy.Strategy{
	Name:   "waterfall",
	Socket: policy.SteeringSocket,
	About:  "fills the nearest endpoint up to a target utilisation and spills the rest to the next nearest, as Google's global load balancer does, here with DNS answers",
	Hazard: "its metrics are late and DNS is later: it follows a load that is already gone; where all are full, the last endpoint gets the excess",
	Used:   "Google Cloud's global load balancer",
	Params: slices.Concat(probing, []policy.Param{
		{Name: "target", Kind: policy.ShareKind, Default: "80%", Least: "1%", About: "utilisation up to which an endpoint is filled; Google Cloud's default maximum backend utilization"},
		{Name: "period", Kind: policy.DurationKind, Default: "1m", Least: "1s", About: "window over which utilisation is averaged; CloudWatch's shortest standard period"},
		{Name: "delay", Kind: policy.DurationKind, Default: "15s", About: "time until the new address is known; assumption"},
	}),
	New: func(v policy.Values) any {
		return &waterfall{proberOf(v), v.Share("target"),
			policy.Metrics{Period: v.Duration("period"), Delay: v.Duration("delay")}}
	},
}

// waterfall takes utilisation to grow in proportion to an endpoint's share: the one
// that came to it while that was measured, so that it does not swing about its target while
// a load lasts, however late its metrics and clients are. Of an endpoint that is full
// it cannot see how much more is asked of it, so it takes some steps.
type waterfall struct {
	prober
	target  float64
	metrics policy.Metrics
}

var (
	_ policy.Steering = (*waterfall)(nil)
	_ policy.Starting = (*waterfall)(nil)
	_ policy.Ticking  = (*waterfall)(nil)
	_ policy.Probing  = (*waterfall)(nil)
	_ policy.Needing  = (*waterfall)(nil)
)

func (w *waterfall) Needs() policy.Needs { return policy.Needs{Metrics: w.metrics} }

func (w *waterfall) Start(v policy.SteeringView, o policy.SteeringOrders) {
	for name := range id.Name(v.Names()) {
		w.Steer(name, v, o)
	}
	o.Wake(w.metrics.Period + w.metrics.Delay)
}

// Tick looks at every period's metrics as they come in.
func (w *waterfall) Tick(v policy.SteeringView, o policy.SteeringOrders) {
	o.Wake(w.metrics.Period)
	for name := range id.Name(v.Names()) {
		w.Steer(name, v, o)
	}
}

func (w *waterfall) Steer(name id.Name, v policy.SteeringView, o policy.SteeringOrders) {
	endpoints := v.Endpoints(name)
	serving, _ := bestRank(endpoints, func(i int) bool { return v.Healthy(name, i) })
	var order []int
	for i := range endpoints {
		if serving[i] {
			order = append(order, i)
		}
	}
	sort.SliceStable(order, func(a, b int) bool { return endpoints[order[a]].RTT < endpoints[order[b]].RTT })
	weights, left := make([]float64, len(endpoints)), 1.0
	for k, i := range order {
		weights[i] = min(left, w.room(v.Came(name, i), v.Utilisation(name, i)))
		if left -= weights[i]; k == len(order)-1 {
			weights[i] += left
		}
	}
	o.Publish(name, weights)
}

// room returns the share of requests at which an endpoint would be as busy as it
// may: in proportion to what came to it; of one to which none did, what its servers
// have left, as if all were of one size.
func (w *waterfall) room(share, busy float64) float64 {
	switch {
	case share > 0 && busy > 0:
		return share * w.target / busy
	case busy == 0:
		return 1
	}
	return max(0, 1-busy/w.target)
}
