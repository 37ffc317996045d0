package strategies

import (
	"slices"

	"failsim/models/id"
	"failsim/models/policy"
)

var geographyEntry = policy.Strategy{
	Name:   "geography",
	Called: "geo geo-dns geolocation geoproximity",
	Socket: policy.SteeringSocket,
	Whole:  true,
	About:  "answers DNS by where clients are: each location has one endpoint, the first of its list whose probes succeed",
	Hazard: "the table knows no load: a location that loses its region goes to one other, which may be full; with otherwise none such a location has no service at all, though others have room",
	Used:   "Route 53 (geolocation), gdnsd (geoip)",
	Params: slices.Concat(probing, []policy.Param{
		{Name: "otherwise", Kind: policy.WordKind, Default: "next", Words: []string{"next", "none"},
			About: "where the first of the list is not well: next takes the next of the list that is; none stays, as where data must not leave a country"},
	}),
	New: func(v policy.Values) any { return &geography{proberOf(v), v.Word("otherwise") == "next"} },
}

// geography goes by the order of a place's endpoints, not by ranks or weights.
type geography struct {
	prober
	goesOn bool
}

var (
	_ policy.Steering = (*geography)(nil)
	_ policy.Starting = (*geography)(nil)
	_ policy.Probing  = (*geography)(nil)
)

func (g *geography) Start(v policy.SteeringView, o policy.SteeringOrders) {
	for name := range id.Name(v.Names()) {
		g.Steer(name, v, o)
	}
}

func (g *geography) Steer(name id.Name, v policy.SteeringView, o policy.SteeringOrders) {
	endpoints := v.Endpoints(name)
	weights := make([]float64, len(endpoints))
	for i := range endpoints {
		if v.Healthy(name, i) || !g.goesOn {
			if weights[i] = 1; i > 0 {
				promote(endpoints, weights, o)
			}
			o.Publish(name, weights)
			return
		}
	}
	weights[0] = 1 // none is well: trust the probes no longer
	o.Publish(name, weights)
}
