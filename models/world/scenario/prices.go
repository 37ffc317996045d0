package scenario

import (
	"strings"

	"failsim/models/file"
)

// prices reads those of all providers, and what some take otherwise.
func (r *reader) prices(n file.Node) Prices {
	m := n.Open("prices")
	defer m.Done()
	p := pricesLike(m, usualPrices)
	p.Of = file.Get(m, "providers", r.pricesOf(p), nil, "prices of a provider, where they differ; without, all have the same")
	return p
}

func (r *reader) pricesOf(all Prices) file.Parser[map[string]Prices] {
	return func(n file.Node) map[string]Prices {
		m := n.Open("prices of providers")
		defer m.Done()
		of := map[string]Prices{}
		for _, provider := range r.providers.All() {
			of[provider] = file.Get(m, provider, func(n file.Node) Prices {
				own := n.Open("prices of a provider")
				defer own.Done()
				own.Heir("as prices says of all")
				return pricesLike(own, all)
			}, all, "the prices of this provider; without, and for what it does not say, those of all")
		}
		return of
	}
}

// PricesIn are the prices in a region, those of its provider.
func (s *Scenario) PricesIn(region string) Prices {
	provider, _, _ := strings.Cut(region, "/")
	if p, ok := s.Prices.Of[provider]; ok {
		return p
	}
	return s.Prices
}

// usualPrices are list prices in US dollars of AWS, of November 2026.
var usualPrices = Prices{LBHour: 0.025, LBGB: 0.008, ServerHour: 0.096, EgressGB: 0.09, BetweenRegionsGB: 0.02, DNSMillion: 0.4, DNSCheckMonth: 0.75, DNSQueriesPerTTL: 1}

func pricesLike(m *file.Mapping, like Prices) Prices {
	return Prices{
		LBHour:           file.Get(m, "load-balancer-hour", file.NumberOf, like.LBHour, "USD for a load balancer and hour", "AWS Classic LB"),
		LBGB:             file.Get(m, "load-balancer-gb", file.NumberOf, like.LBGB, "USD for a GB through a load balancer", "AWS Classic LB"),
		ServerHour:       file.Get(m, "server-hour", file.NumberOf, like.ServerHour, "USD for a server and hour", "AWS m5.large on demand"),
		EgressGB:         file.Get(m, "egress-gb", file.NumberOf, like.EgressGB, "USD for a GB to users", "AWS, first 10 TB"),
		BetweenRegionsGB: file.Get(m, "between-regions-gb", file.NumberOf, like.BetweenRegionsGB, "USD for a GB between two regions of a provider", "AWS, within the US"),
		DNSMillion:       file.Get(m, "dns-million", file.NumberOf, like.DNSMillion, "USD for a million DNS queries", "AWS Route 53"),
		DNSCheckMonth:    file.Get(m, "dns-check-month", file.NumberOf, like.DNSCheckMonth, "USD for a DNS health check and month", "AWS Route 53, endpoint outside AWS"),
		DNSQueriesPerTTL: file.Get(m, "dns-ttl-queries", file.NumberOf, like.DNSQueriesPerTTL, "how many queries a resolver sends per TTL and name", "assumption"),
	}
}
