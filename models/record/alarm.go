package record

import (
	"failsim/models/id"
	"failsim/models/request"
)

// Alarmer is who raises an alarm.
type Alarmer uint8

// The alarmers.
const (
	TenantProbes    Alarmer = iota // the tenant's health checks, of one name
	ProviderMachine                // a provider's control plane by itself, of a region
	ProviderPeople                 // a provider's people, who have noticed, of a region
	Alarmers                       // how many there are
)

// String returns the alarmer's name as it stands in results.
func (a Alarmer) String() string {
	return [...]string{"tenant-probes", "provider-machine", "provider-people"}[a]
}

// Raised is an alarm: who raises it, and of what. Names are numbered within
// their population; an alarm of a whole region has Name -1.
type Raised struct {
	By         Alarmer
	Region     id.Region
	Population request.Population
	Name       int
}

// OfRegion is an alarm of a whole region.
func OfRegion(by Alarmer, region id.Region) Raised { return Raised{By: by, Region: region, Name: -1} }
