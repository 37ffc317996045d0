package strategies

import "failsim/models/policy"

// dampings are parameters that steering strategies take: what it wants is
// done as far and as fast as they let it. By default they do nothing, and then
// nothing stands between a strategy and its orders.
var dampings = []policy.Param{
	{Name: "hysteresis", Kind: policy.ShareKind, Default: "0%",
		About: "share of a name's requests that a change must move to be made at all; assumption: any"},
	{Name: "velocity", Kind: policy.ShareKind, Default: "100%",
		Least: "1%", About: "share of a name's requests, or of a region's zones, that is moved in a minute at most; 100%: all at once; assumption: no limit"},
	{Name: "floor", Kind: policy.ShareKind, Default: "0%",
		About: "share of all names' requests, and of each region's zones, that stays where it is while all is steady, whatever probes say; assumption: nothing, Envoy's outlier detection leaves 90%"},
	{Name: "hold-down", Kind: policy.DurationKind, Default: "0s",
		About: "time for which an endpoint or a zone that was left is not used again, while its replacements are healthy; assumption: none"},
}

// damped adds them to a steering strategy.
func damped(s policy.Strategy) policy.Strategy {
	s.Params = append([]policy.Param(nil), s.Params...)
	for _, p := range dampings {
		if !s.Zones || p.Name != "hysteresis" { // a zone is moved whole or not
			s.Params = append(s.Params, p)
		}
	}
	make := s.New
	s.New = func(v policy.Values) any {
		d := &damper{Steering: make(v).(policy.Steering), velocity: v.Share("velocity"), floor: v.Share("floor"), hold: v.Duration("hold-down")}
		if !s.Zones {
			d.hysteresis = v.Share("hysteresis")
		}
		if d.hysteresis == 0 && d.velocity == 1 && d.floor == 0 && d.hold == 0 {
			return d.Steering
		}
		return d
	}
	return s
}

// Probes implements policy.Probing.
func (d *damper) Probes() policy.Probes {
	if p, ok := d.Steering.(policy.Probing); ok {
		return p.Probes()
	}
	return policy.DefaultProbes
}

// Needs implements policy.Needing.
func (d *damper) Needs() policy.Needs {
	if n, ok := d.Steering.(policy.Needing); ok {
		return n.Needs()
	}
	return policy.Needs{}
}
