package plan

import (
	"fmt"
	"slices"

	"failsim/models/file"
	"failsim/models/policy"
	"failsim/models/world/scenario"
)

// Lever is an axis of a design: values from lax to strict, of one path or several
// that take the same value.
type Lever struct {
	Name   string
	Paths  []string
	Values []string
	Now    string // the value that the scenario has
}

// The values that levers have if nothing is asked for, from lax to strict: round
// ones of the size that people choose between.
var (
	headrooms = []string{"100%", "110%", "120%", "135%", "150%", "200%"}
	standbys  = []string{"10%", "20%", "30%", "40%", "60%", "80%", "100%"}
	ttls      = []string{"5m", "2m", "1m", "30s", "10s"}
	probes    = []string{"1m", "30s", "10s"}
)

// Levers are what a design can turn: the capacity of primaries and that of standbys, the
// TTL, and how often steering probes. What it has now is among the values.
func Levers(s *scenario.Scenario, d *scenario.Design) []Lever {
	at := "designs/" + d.Name + "/"
	var primary, standby Lever
	for _, place := range s.World.Locations {
		list := d.Serve[place.Name]
		for i, e := range list {
			path := fmt.Sprintf("%sserve/%s/%d/capacity", at, place.Name, i)
			switch {
			case e.Capacity == 0:
			case e.Rank == list[0].Rank:
				primary.add("headroom", path, file.FormatShare(e.Capacity))
			default:
				standby.add("standby", path, file.FormatShare(e.Capacity))
			}
		}
	}
	primary.Values, standby.Values = headrooms, below(standbys, mostGrown(d))
	levers := []Lever{primary, standby, {Name: "ttl", Paths: []string{at + "dns/ttl"}, Values: ttls, Now: file.FormatDuration(d.TTL)}}
	for _, set := range d.Tenant[policy.SteeringSocket] {
		if every := set.Values["interval"].Duration; every > 0 {
			levers = append(levers, Lever{Name: "probe", Paths: []string{at + "tenant/steering/" + set.Strategy.Name + "/interval"}, Values: probes, Now: file.FormatDuration(every)})
		}
	}
	levers = slices.DeleteFunc(levers, func(l Lever) bool { return len(l.Paths) == 0 || len(l.Values) == 0 })
	for i := range levers {
		levers[i].include()
	}
	return levers
}

func (l *Lever) add(name, path, now string) {
	l.Name, l.Paths = name, append(l.Paths, path)
	if l.Now == "" {
		l.Now = now
	}
}

// mostGrown is the least that an endpoint grows to, which has to be more than it has;
// 0 if none grows.
func mostGrown(d *scenario.Design) float64 {
	least := 0.0
	for _, list := range d.Serve {
		for _, e := range list {
			if e.GrowsTo > 0 && (least == 0 || e.GrowsTo < least) {
				least = e.GrowsTo
			}
		}
	}
	return least
}

// below leaves out shares that an endpoint cannot have.
func below(values []string, bound float64) []string {
	return slices.DeleteFunc(slices.Clone(values), func(v string) bool {
		x, err := file.ParseShare(v)
		return bound > 0 && (err != nil || x >= bound)
	})
}

// include puts the value that the scenario has among the others, in its place.
func (l *Lever) include() {
	now, err := file.ParseAmount(l.Now)
	if err != nil || slices.Contains(l.Values, l.Now) {
		return
	}
	amount := func(text string) float64 { a, _ := file.ParseAmount(text); return a.X }
	for _, v := range l.Values {
		if amount(v) == now.X {
			return
		}
	}
	up := amount(l.Values[len(l.Values)-1]) > amount(l.Values[0])
	at := slices.IndexFunc(l.Values, func(v string) bool { return amount(v) > now.X == up })
	if at < 0 {
		at = len(l.Values)
	}
	l.Values = slices.Insert(slices.Clone(l.Values), at, l.Now)
}

// Edits has a scenario say the value of a lever.
func (l *Lever) Edits(value int) []file.Edit {
	var list []file.Edit
	for _, p := range l.Paths {
		list = append(list, file.Edit{Path: p, Value: l.Values[value], From: "--vary"})
	}
	return list
}
