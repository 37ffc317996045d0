package scenario

import (
	"strconv"
	"strings"

	"failsim/models/file"
)

// hitting reads on what a fault acts: a provider, a region, a zone of it, some of
// its backends, a service, a herd.
func hitting(r *reader, m *file.Mapping, f *Fault) {
	f.Zone = -1
	file.Need(m, "on", func(n file.Node) bool {
		on := n.Open("what a fault hits")
		defer on.Done()
		f.Provider = file.Get(on, "provider", r.providers.Reference, "", "every region of a provider")
		f.Region = file.Get(on, "region", r.regions.Reference, "", "a region, as PROVIDER/REGION")
		if on.Has("zone") {
			inZone(r, on, f)
		} else {
			on.Ask("zone") // so that hints name it
		}
		some := file.Get(on, "backends", someOf, [2]int{}, "the first of every so many of the region's servers, in each pool; with a zone, of the zone's")
		f.First, f.Of = some[0], some[1]
		f.Service = file.Get(on, "service", r.services.Reference, "", "a service, by name")
		f.Herd = file.Get(on, "herd", declared(r.herds, "world: herds"), "", "a herd, by name")
		hits := 0
		for _, what := range []string{"provider", "region", "service", "herd"} {
			if on.Has(what) {
				hits++
			}
		}
		switch {
		case on.Broken():
		case !on.Has("region") && (on.Has("zone") || on.Has("backends")):
			on.Refuse("zones and backends are of a region: say region too")
		case hits != 1:
			on.Refuse("a fault hits a provider, a region, a service or a herd, one of them")
		case f.Service != "":
			f.Region = r.regionOf(f.Service)
		}
		return true
	}, "what is hit: one of provider, region, service and herd")
}

// inShort gives a fault the kind of the short form that says the same, if one
// does.
func inShort(_ *reader, m *file.Mapping, f *Fault) {
	part := m.Has("share") || m.Has("factor")
	switch {
	case m.Broken():
	case f.Herd != "" && (m.Has("factor") || m.Has("for") || m.Has("error-after")):
		m.Refuse("members of a herd lose what they hold in an instant: only \"share\" says how many")
	case f.Herd != "" && m.Has("share") && f.Share == 0:
		m.Refuse("that changes nothing; without a share all members lose what they hold")
	case f.Herd != "":
		if f.Kind, f.Zone = OfHerd, 0; !m.Has("share") {
			f.Share = 1
		}
	case f.Service != "" && part && f.Share == 0 && f.Factor == 1:
		m.Refuse("that changes nothing; a service is down only without a share and a factor")
	case f.Service != "":
		f.Kind, f.Zone = OfService, 0
	case f.Provider != "" && part:
		m.Refuse("a provider is lost as a whole: say a share or a factor for each of its regions")
	case f.Provider != "":
		f.Kind, f.Zone = LoseProvider, 0
	case part && f.Share == 0 && f.Factor == 1 && (f.Of > 0 || f.Zone >= 0):
		m.Refuse("that changes nothing; what is hit is lost only without a share and a factor")
	case f.Of > 0 || part && f.Zone >= 0:
	case part:
		f.Kind, f.Zone = Gray, 0
	case f.Zone >= 0:
		f.Kind = LoseZone
	default:
		f.Kind, f.Zone = LoseRegion, 0
	}
}

// How a backend is lost, or a zone: its LB nodes, and its backends.
const (
	AsProcess = "process" // its connections are reset, and its host refuses
	AsMachine = "machine" // nothing answers
)

// dying reads how backends or a zone are lost.
func dying(_ *reader, m *file.Mapping, f *Fault) {
	f.As = file.Get(m, "as", file.OneOf("way to lose backends", AsProcess, AsMachine), "", "how servers are lost: the process, whose host refuses, or the machine, where nothing answers")
	switch {
	case f.As == "" || m.Broken():
	case m.Has("share") || m.Has("factor"):
		m.RefuseAt("as", `"as" is for what is lost, without a share and a factor`)
	case f.Of == 0 && f.Zone < 0:
		m.RefuseAt("as", `"as" is for some backends, on: {region, backends: 1 of 12}, or a zone, on: {region, zone: 0}; what a lost region or provider does is known`)
	}
}

// someOf reads how many of how many backends, in each pool: 1 of 12.
func someOf(n file.Node) [2]int {
	const like = "some of so many backends, like 1 of 12"
	text, ok := n.Scalar(like)
	if !ok {
		return [2]int{}
	}
	few, many, _ := strings.Cut(text, " of ")
	first, err := strconv.Atoi(few)
	of, err2 := strconv.Atoi(many)
	if err != nil || err2 != nil || first < 1 || of < first || of > mostBackends {
		n.Refuse("expected %s, found %q", like, file.Short(text))
		return [2]int{}
	}
	return [2]int{first, of}
}

// mostBackends is what a pool can number.
const mostBackends = 1 << 16
