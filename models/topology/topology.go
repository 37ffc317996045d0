// Package topology says what fails together and how far apart things are: providers
// own regions, regions own zones, and clients are at locations. All of it is fixed
// before time starts.
//
// It leaves out links and routes: a distance is one round-trip time that does
// not change.
package topology

import (
	"fmt"
	"time"

	"failsim/models/id"
)

// Provider owns regions.
type Provider struct {
	Name string
}

// Region belongs to a provider and has zones, numbered from 0.
type Region struct {
	Name     string // in full: provider/region
	Provider int    // index into Map.Providers
	Zones    int    // at least 1
}

// Location is where clients live.
type Location struct {
	Name string
	// RTT is the round trip from a client to each region, by region index.
	RTT []time.Duration
	// UTCOffset is what the place's local clock is ahead of UTC.
	UTCOffset time.Duration
}

// Map is the fixed world.
type Map struct {
	Providers []Provider
	Regions   []Region
	Locations []Location
	// RTT is the round trip between two regions, by index; symmetric, with
	// the time within a region on the diagonal.
	RTT [][]time.Duration
}

// Region returns a region by its full name, or id.NoRegion.
func (m *Map) Region(name string) id.Region {
	for i := range m.Regions {
		if m.Regions[i].Name == name {
			return id.Region(i)
		}
	}
	return id.NoRegion
}

// Provider returns the index of a provider by name, or -1.
func (m *Map) Provider(name string) int {
	for i := range m.Providers {
		if m.Providers[i].Name == name {
			return i
		}
	}
	return -1
}

// Location returns a location by name, or -1.
func (m *Map) Location(name string) id.Location {
	for i := range m.Locations {
		if m.Locations[i].Name == name {
			return id.Location(i)
		}
	}
	return -1
}

// ZoneName returns a zone's full name, the key of its draws.
func (m *Map) ZoneName(region id.Region, zone id.Zone) string {
	return fmt.Sprintf("%s/%d", m.Regions[region].Name, zone)
}
