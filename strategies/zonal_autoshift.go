package strategies

import (
	"time"

	"failsim/models/id"
	"failsim/models/policy"
)

var zonalAutoshiftEntry = policy.Strategy{
	Name:   "zonal-autoshift",
	Called: "autoshift arc auto-shift",
	Socket: policy.SteeringSocket,
	Zones:  true,
	About:  "takes a zone that is sick out of service by itself, errors included, and puts it back when it has been well for a while, as AWS's zonal autoshift does",
	Hazard: "the zones that are left get its load, whether or not they were bought for it; a probe that is wrong takes out a zone that is well",
	Used:   "AWS (Application Recovery Controller)",
	Params: zoneProbing(
		policy.Param{Name: "settle", Kind: policy.DurationKind, Default: "10m", About: "time for which a zone must be healthy before it is put back; assumption"},
		policy.Param{Name: "most", Kind: policy.CountKind, Default: "1", About: "zones of a region that may be out at once; AWS shifts one"},
	),
	New: func(v policy.Values) any {
		return &zonalAutoshift{zones: newZoneShifts(v), settle: v.Duration("settle"), most: v.Count("most")}
	},
}

// zonalAutoshift leaves names alone.
type zonalAutoshift struct {
	zones  zoneShifts
	settle time.Duration
	most   int
}

var (
	_ policy.Steering     = (*zonalAutoshift)(nil)
	_ policy.ZoneSteering = (*zonalAutoshift)(nil)
	_ policy.Ticking      = (*zonalAutoshift)(nil)
	_ policy.Needing      = (*zonalAutoshift)(nil)
)

func (z *zonalAutoshift) Needs() policy.Needs { return z.zones.needs() }

func (*zonalAutoshift) Steer(id.Name, policy.SteeringView, policy.SteeringOrders) {}

func (z *zonalAutoshift) SteerZone(region id.Region, zone id.Zone, v policy.SteeringView, o policy.SteeringOrders) {
	s := z.zones.of(region, zone)
	if s.sick = !v.ZoneHealthy(region, zone); s.sick {
		z.shift(region, v, o)
		return
	}
	if s.back = v.Now().Add(z.settle); s.away {
		o.Wake(z.settle)
	}
}

// shift takes sick zones of a region out while fewer than most are.
func (z *zonalAutoshift) shift(region id.Region, v policy.SteeringView, o policy.SteeringOrders) {
	out := 0
	for zone := range id.Zone(v.Zones(region)) {
		if z.zones.of(region, zone).away {
			out++
		}
	}
	for zone := range id.Zone(v.Zones(region)) {
		if s := z.zones.of(region, zone); s.sick && !s.away && out < min(z.most, v.Zones(region)-1) {
			s.away = true
			out++
			o.Shift(region, zone, true)
		}
	}
}

// Tick puts zones back that have been well for long enough.
func (z *zonalAutoshift) Tick(v policy.SteeringView, o policy.SteeringOrders) {
	for region := id.Region(0); v.Zones(region) > 0; region++ {
		for zone := range id.Zone(v.Zones(region)) {
			if s := z.zones.of(region, zone); s.away && !s.sick && s.back <= v.Now() {
				s.away = false
				o.Shift(region, zone, false)
				z.shift(region, v, o)
			}
		}
	}
}
