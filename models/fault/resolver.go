package fault

import (
	"fmt"

	"failsim/models/id"
	"failsim/sim"
)

// ResolverFailer has a population's resolvers answer less, and gives that back.
type ResolverFailer interface {
	FailResolvers(population int, share float64, lost bool)
}

// Resolver is a fault of the resolvers that a population uses: they leave a share of
// what clients ask unanswered.
type Resolver struct {
	Where      ResolverFailer
	Population int
	Name       string
	Share      float64
}

// Begin implements Fault.
func (f Resolver) Begin(sim.Time) { f.Where.FailResolvers(f.Population, f.Share, true) }

// End implements Fault.
func (f Resolver) End(sim.Time) { f.Where.FailResolvers(f.Population, f.Share, false) }

// Region implements Fault.
func (Resolver) Region() id.Region { return id.NoRegion }

// String implements Fault.
func (f Resolver) String() string {
	return fmt.Sprintf("resolvers of %s answer no more than %.3g %% of questions", f.Name, 100*(1-f.Share))
}
