package study

import (
	"math"

	"failsim/models/world"
	"failsim/models/world/scenario"
)

// How much of the tenant's traffic hangs on records that are deleted explains
// most of what an incident costs a design whose workflows overwrite them. It is
// known before a run, and its distribution exactly: so half of the replications
// of each cell are of little such traffic, and half of much.

// trafficUnits is in how many parts traffic is counted (assumption: fine enough
// to cut it in half).
const trafficUnits = 1000

// recordClasses are the two halves of an incident's replications.
type recordClasses struct {
	records world.DeletedRecords
	seed    uint64
	upTo    int        // of the lower half
	shares  [2]float64 // their probabilities
}

// classesOf cuts an incident's replications by the tenant's records that it
// deletes; nil if it deletes none.
func classesOf(s *scenario.Scenario, i *scenario.Incident, means []float64, seed uint64) *recordClasses {
	if means == nil {
		return nil
	}
	sum := 0.0
	for _, m := range means {
		sum += m
	}
	counts := make([]int, len(s.Workload))
	for k, p := range s.Workload {
		if sum > 0 {
			counts[k] = int(math.Round(trafficUnits * means[k] / sum / float64(p.Names)))
		}
	}
	c := &recordClasses{records: world.RecordsDeleted(s, i, counts), seed: seed}
	below, best := 0.0, math.Inf(1)
	for lost, p := range c.records.Distribution() {
		if below += p; math.Abs(below-0.5) < best {
			best, c.upTo, c.shares[0] = math.Abs(below-0.5), lost, below
		}
	}
	c.shares[1] = 1 - c.shares[0]
	if c.shares[0] < 0.25 || c.shares[1] < 0.25 {
		return nil
	}
	return c
}

// of returns the half of a replication.
func (c *recordClasses) of(replication int) int {
	if c.records.Lost(c.seed, replication) <= c.upTo {
		return 0
	}
	return 1
}

var recordWords = [2]string{"little traffic on deleted records", "much traffic on deleted records"}
