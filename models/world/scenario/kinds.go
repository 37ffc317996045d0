package scenario

import (
	"slices"

	"failsim/models/file"
	"failsim/models/policy"
)

// kinds reads those of a population.
func (r *reader) kinds(population string) file.Parser[[]Kind] {
	return func(n file.Node) []Kind {
		sum := 0.0
		list := file.ListOf("kinds", func(n file.Node) Kind {
			m := n.Open("kind of request")
			defer m.Done()
			k := Kind{
				Name:       file.Need(m, "kind", file.NameOf, "the name of a kind of request"),
				Share:      file.Need(m, "share", file.PositiveShareOf, "the share of the population's requests that are of this kind"),
				Needs:      file.Get(m, "needs", file.ListOf("needs", r.need), nil, "the services that such a request needs, all at once; without, none beside what all need"),
				Idempotent: file.Get(m, "idempotent", yes, true, "whether such a request may be done twice, as a GET or a PUT may, and a POST not; load balancers and clients that mind do not repeat one that may not", "RFC 9110, section 9.2.2, of most methods"),
			}
			k.ServedBy = file.Get(m, "served-by", r.servers(policy.ServingSocket), nil, "the strategies of serving that may answer such a request in the place of the origin, as a cache answers a film and not its start; none: the origin alone; without, all that a design has")
			if m.Known() && n.Sound() && len(k.Needs) == 0 && k.Idempotent && k.ServedBy == nil {
				m.Refuse(`a kind of request differs by what it "needs", by who may serve it ("served-by"), or in that it is not idempotent ("idempotent: false"): say one`)
			}
			if sum += k.Share; sum > 1+1e-9 {
				m.RefuseAt("share", "the shares sum to more than 100%%")
			}
			for _, need := range k.Needs {
				if !need.AtOnce() {
					m.RefuseAt("needs", "a request needs at once what it needs: a cache, or a start, is of a service")
				} else if slices.ContainsFunc(r.allServices, func(s NamedService) bool { return s.Name == need.On && s.Asked() }) {
					m.RefuseAt("needs", "%s has servers, which a kind of request does not ask: have the region's servers need it, with a share", need.On)
				}
			}
			if slices.Contains(builtIn, k.Name) {
				m.RefuseAt("kind", "%s is the name of a built-in service", k.Name)
			} else if k.Name != "" && population != "" {
				r.services.Declare(n, population+"/"+k.Name)
			}
			return k
		})(n)
		return list
	}
}
