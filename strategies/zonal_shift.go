package strategies

import (
	"time"

	"failsim/models/id"
	"failsim/models/policy"
)

var zonalShiftEntry = policy.Strategy{
	Name:   "zonal-shift",
	Socket: policy.SteeringSocket,
	Zones:  true,
	About:  "people take a sick zone out of service, for a time that they state beforehand, as with AWS's zonal shift",
	Hazard: "slow: people look and decide first; it ends when its time is over, whether or not the zone is well; the zones that are left get its load",
	Used:   "AWS (Application Recovery Controller)",
	Params: zoneProbing(
		policy.Param{Name: "decide", Kind: policy.DurationKind, Default: "10m", About: "time from the probes' verdict to the shift; assumption"},
		policy.Param{Name: "expires", Kind: policy.DurationKind, Default: "2h", About: "time after which it ends; assumption: AWS takes up to 3 days"},
	),
	New: func(v policy.Values) any {
		return &zonalShift{newZoneShifts(v), v.Duration("decide"), v.Duration("expires")}
	},
}

// zonalShift leaves names alone, and one zone in every region.
type zonalShift struct {
	zones           zoneShifts
	decide, expires time.Duration
}

var (
	_ policy.Steering     = (*zonalShift)(nil)
	_ policy.ZoneSteering = (*zonalShift)(nil)
	_ policy.Ticking      = (*zonalShift)(nil)
	_ policy.Needing      = (*zonalShift)(nil)
)

func (z *zonalShift) Needs() policy.Needs { return z.zones.needs() }

func (*zonalShift) Steer(id.Name, policy.SteeringView, policy.SteeringOrders) {}

func (z *zonalShift) SteerZone(region id.Region, zone id.Zone, v policy.SteeringView, o policy.SteeringOrders) {
	s := z.zones.of(region, zone)
	if s.sick = !v.ZoneHealthy(region, zone); s.sick && !s.away {
		s.back = v.Now().Add(z.decide)
		o.Wake(z.decide)
	}
}

// Tick is when people act, or a shift is over.
func (z *zonalShift) Tick(v policy.SteeringView, o policy.SteeringOrders) {
	for region := id.Region(0); v.Zones(region) > 0; region++ {
		out := 0
		for zone := range id.Zone(v.Zones(region)) {
			if z.zones.of(region, zone).away {
				out++
			}
		}
		for zone := range id.Zone(v.Zones(region)) {
			s := z.zones.of(region, zone)
			switch {
			case s.back > v.Now() || !s.away && !s.sick:
			case s.away:
				s.away = false
				out--
				o.Shift(region, zone, false)
				if s.back = v.Now().Add(z.decide); s.sick { // they see that it is not well yet
					o.Wake(z.decide)
				}
			case out < v.Zones(region)-1:
				s.away = true
				out++
				s.back = v.Now().Add(z.expires)
				o.Shift(region, zone, true)
				o.Wake(z.expires)
			}
		}
	}
}
