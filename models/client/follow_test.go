package client

import (
	"math"
	"testing"

	"failsim/models/dns"
	"failsim/models/request"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
)

// What follows from a user comes from one hash: name and resolver, the zone
// that a resolver is told first, and the user's own number must not report
// each other. The bound is exceeded once in 30,000 tests.
func TestNameResolverZoneAndUserAreIndependent(t *testing.T) {
	const users = 400_000
	for _, size := range []struct{ names, resolvers int }{{2, 50}, {24, 64}, {8, 100}, {16, 16}} {
		p := population{Population: Population{Names: size.names, Resolvers: dns.NewResolvers(1, size.resolvers, 1, nil)}, clients: sim.NewKey(3, 0),
			routes: make([]route, size.names), width: 1}
		of := func(u uint64) (name, resolver, zone int) {
			w := identity{user: request.User(u)}
			p.follow(&w)
			return int(w.name), p.resolver(&w), int(w.client % 3)
		}
		tables := map[string]map[[2]int]float64{"name and resolver": {}, "name and zone": {}, "resolver and zone": {}, "name and number": {},
			"resolver and number": {}, "names of neighbours": {}, "name and next resolver": {}}
		for u := range uint64(users) {
			name, resolver, zone := of(u)
			nextName, nextResolver, _ := of(u + 1)
			for what, cell := range map[string][2]int{"name and resolver": {name, resolver}, "name and zone": {name, zone}, "resolver and zone": {resolver, zone},
				"name and number": {name, int(u % 32)}, "resolver and number": {resolver, int(u % 32)}, "names of neighbours": {name, nextName},
				"name and next resolver": {name, nextResolver}} {
				tables[what][cell]++
			}
		}
		cells := map[string]int{"name and resolver": size.names * size.resolvers, "name and zone": size.names * 3, "resolver and zone": size.resolvers * 3,
			"name and number": size.names * 32, "resolver and number": size.resolvers * 32, "names of neighbours": size.names * size.names,
			"name and next resolver": size.names * size.resolvers}
		for what, table := range tables {
			expected, sum := users/float64(cells[what]), 0.0
			for _, n := range table {
				sum += (n - expected) * (n - expected) / expected
			}
			sum += float64(cells[what]-len(table)) * expected
			k := float64(cells[what] - 1)
			x := 1 - 2/(9*k) + 4*math.Sqrt(2/(9*k)) // Wilson and Hilferty
			assert.Less(t, sum, k*x*x*x, "%s, of %d names and %d resolvers", what, size.names, size.resolvers)
		}
	}
}
