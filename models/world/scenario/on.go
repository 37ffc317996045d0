package scenario

import (
	"strconv"
	"strings"

	"failsim/models/file"
)

// hitting reads on what a fault acts: a provider, a region, a zone of it, some of
// its backends, an LB in it, a service, a herd, a population's resolvers.
func hitting(r *reader, m *file.Mapping, f *Fault) {
	f.Zone = -1
	file.Need(m, "on", func(n file.Node) bool {
		on := n.Open("what a fault hits")
		defer on.Done()
		f.Provider = file.Get(on, "provider", r.providers.Reference, "", "every region of a provider; without, one of the others is hit")
		f.Region = file.Get(on, "region", r.regions.Reference, "", "a region, as PROVIDER/REGION, all of it or its zone, backends or lb; without, one of the others is hit")
		if on.Has("zone") {
			on.Heir("all")
			inZone(r, on, f)
			on.Heir("")
		} else {
			on.Ask("zone") // so that hints name it
		}
		some := file.Get(on, "backends", someOf, [2]int{}, "so many of every N of the region's servers, in each pool, like 1 of 12, or of its zone's; without, all")
		f.First, f.Of = some[0], some[1]
		f.LB = file.Get(on, "lb", r.lb, "", "the region's LB of a name: POPULATION, or POPULATION/NUMBER where that has several names, which count from 0; without, none alone")
		f.Service = file.Get(on, "service", r.services.Reference, "", "a service, by name; without, one of the others is hit")
		f.Herd = file.Get(on, "herd", declared(r.herds, "world: herds"), "", "a herd, by name; without, one of the others is hit")
		f.Resolver = file.Get(on, "resolver", r.people.Reference, "", "the resolvers that a population uses, by its name; without, one of the others is hit")
		hits := 0
		for _, what := range []string{"provider", "region", "service", "herd", "resolver"} {
			if on.Has(what) {
				hits++
			}
		}
		switch {
		case on.Broken() || !on.Known(): // which says enough
		case !on.Has("region") && (on.Has("zone") || on.Has("backends") || on.Has("lb")):
			on.Refuse("zones, backends and LBs are of a region: say region too%s", file.Hint("", r.regions.All()))
		case on.Has("lb") && (on.Has("zone") || on.Has("backends")):
			on.RefuseAt("lb", "a fault hits an LB or backends behind it, and an LB has nodes in all zones: say one of lb, zone and backends")
		case hits != 1:
			on.Refuse("a fault hits a provider, a region, a service, a herd or a resolver, one of them")
		case f.Service != "":
			f.Region = r.regionOf(f.Service)
		}
		return true
	}, "what is hit: one of provider, region, service, herd and resolver")
}

// lb reads which of a region's LBs is meant, as the name that it serves: POPULATION or
// POPULATION/NUMBER.
func (r *reader) lb(n file.Node) string {
	text, ok := n.Scalar("the LB of a name, like POPULATION/0")
	if !ok || len(r.names) == 0 {
		return text
	}
	population, number, numbered := strings.Cut(text, "/")
	names, there := r.names[population]
	if !there {
		n.Refuse("unknown LB %q: LBs are called by the population whose name they serve%s", file.Short(text), file.Hint(population, r.people.All()))
		return text
	}
	if k, err := strconv.Atoi(number); numbered && (err != nil || k < 0 || k >= names || strconv.Itoa(k) != number) {
		n.Refuse("unknown LB %q: names count from 0, and %s has %d; without a number its LBs are all meant", file.Short(text), population, names)
	}
	return text
}

// Of reports whether a selector of LBs, POPULATION or POPULATION/NUMBER, means the one
// of a name.
func (f *Fault) HitsLBOf(population string, number int) bool {
	return f.LB == population || f.LB == population+"/"+strconv.Itoa(number)
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
