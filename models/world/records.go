package world

import (
	"slices"

	"failsim/models/world/scenario"
)

// DeletedRecords are the tenant's LB records that an incident may delete, and
// what each of them counts for. Whether one is lost is a draw of its own, known
// before a run.
type DeletedRecords struct {
	region string
	share  float64
	names  []uint64
	counts []int
}

// RecordsDeleted lists those of an incident: a name's record counts for what its
// population's names do. There are none if it deletes no state, or more than
// once.
func RecordsDeleted(s *scenario.Scenario, i *scenario.Incident, counts []int) DeletedRecords {
	var d DeletedRecords
	for _, f := range i.Faults {
		if f.Kind != scenario.DeleteState {
			continue
		}
		if d.region != "" {
			return DeletedRecords{}
		}
		d.region, d.share = f.Region, f.Share
	}
	for k, p := range s.Workload {
		if !slices.ContainsFunc(s.Designs, func(design scenario.Design) bool {
			return slices.ContainsFunc(design.Serve[p.Location], func(e scenario.Endpoint) bool { return e.Region == d.region })
		}) {
			continue
		}
		for j := range p.Names {
			d.names, d.counts = append(d.names, nameID(p.Name, j)), append(d.counts, counts[k])
		}
	}
	return d
}

// Lost returns what the records count for that are lost in a replication.
func (d *DeletedRecords) Lost(seed uint64, replication int) int {
	key := Root(seed, replication).Named("region/" + d.region).Named("deleted")
	sum := 0
	for k, id := range d.names {
		if key.Float64(id) < d.share {
			sum += d.counts[k]
		}
	}
	return sum
}

// Distribution returns the exact probability of each value of Lost.
func (d *DeletedRecords) Distribution() []float64 {
	p := []float64{1}
	for _, n := range d.counts {
		more := make([]float64, len(p)+n)
		for k, q := range p {
			more[k] += float64(q * (1 - d.share))
			more[k+n] += float64(q * d.share)
		}
		p = more
	}
	return p
}
