// Package id names what the models count, so that no number of one kind passes
// for another: a region is no load balancer, and the compiler says so. Each is
// the index of a thing in its own list, fixed before time starts, and converts
// to a plain number where it leaves the models.
//
// It leaves out users (request.User, request.Population) and what is known by its
// name alone: providers, pools, strategies.
package id

// Region is a region among all of the world, whatever their providers.
type Region int

// NoRegion stands where something has none.
const NoRegion Region = -1

// Zone is a zone within its region.
type Zone int

// AnyZone stands for every zone of a region.
const AnyZone Zone = -1

// Service is a service among all that need each other, the built-in ones first.
type Service int

// NoService stands where something is of none.
const NoService Service = -1

// LB is a load balancer of the tenant, among all of them.
type LB int

// Record is a load balancer of a region's fleet, whatever its customer, as the
// control plane and its state store number it. Which of the tenant's it is, if any,
// the control plane knows.
type Record int32

// Member is a backend among those behind one LB, its pool. // knows backends as members alone.
type Member uint16

// Backend is a backend among all of the tenant.
type Backend int32

// NoBackend stands where a request is at none.
const NoBackend Backend = -1

// Name is a name of the tenant among those of all populations. Results number
// names within their population, as plain numbers.
type Name int

// Location is a place where clients live.
type Location int
