package request

// Cause says why a request failed. A request that succeeded has cause None.
// The cause is that of its last attempt, unless the user's patience ended
// first.
type Cause uint8

// The causes.
const (
	None                 Cause = iota
	LBMisconfigured            // the LB answered with the wrong configuration it held
	NoHealthyTarget            // the LB knew no healthy backend
	StaleAddress               // the client used an address that its name no longer has
	RegionDown                 // nothing answered: region lost
	ProviderDown               // nothing answered: provider lost
	ZoneDown                   // nothing answered: zone lost
	SurgeQueueFull             // the LB was at its capacity and its surge queue was full, or sent it away
	OverloadPrimary            // the primary region's backends refused or ran late for want of capacity
	OverloadSurvivor           // another region's backends did, after traffic had moved there
	TimedOutInQueue            // the answer came too late because of waiting, most of it at the backend
	SlowResponse               // the answer came too late without waiting
	ServerError                // a backend answered with an error (gray failure)
	CommonMode                 // a dependency that providers share was down
	GaveUp                     // the user's patience ended while an attempt was pending
	CannotScale                // the LB was at its capacity, and its control plane could not give it more nodes
	TimedOutInSurgeQueue       // the answer came too late because of waiting, most of it at the LB
	BackendDown                // nothing answered: the backend was lost, and its LB had yet to notice
	CircuitOpen                // the client did not send it: its circuit breaker was open
	ServiceDown                // a service was down, or failed it, that LBs or servers need, or the LBs themselves were down
	NameNotResolved            // DNS gave the client no address
	Causes                     // how many causes there are
)

var causeNames = [Causes]string{
	"none", "lb-misconfigured", "no-healthy-target", "stale-address", "region-down", "provider-down", "zone-down",
	"surge-queue-full", "overload-primary", "overload-survivor", "timed-out-in-queue", "slow-response", "server-error",
	"common-mode", "client-gave-up", "lb-cannot-scale", "timed-out-in-surge-queue", "backend-down", "circuit-open",
	"service-down", "name-not-resolved",
}

// causeAbout says what each means, for people.
var causeAbout = [Causes]string{
	"it was answered",
	"the LB had lost its configuration and answered with an error",
	"the LB believed no backend healthy and answered with an error",
	"nothing answered at the address, which DNS had replaced before the attempt was sent",
	"nothing answered: the region was lost",
	"nothing answered: the provider was lost",
	"nothing answered: the zone was lost",
	"the LB refused it: it was at its capacity, and its surge queue was full (AWS: SpilloverCount), or sent it away (lb-admitting)",
	"a backend of the primary region refused it: its queue was full",
	"a backend of another region refused it: its queue was full",
	"the client timed out while the attempt waited, longest in the queue of a backend",
	"the client timed out while a server worked, which alone took longer than the wait for it",
	"a backend answered with an error",
	"what providers share was down",
	"the user's patience ended while an attempt was pending",
	"the LB refused it, or it timed out there: it was at its capacity, and its control plane could not give it more nodes",
	"the client timed out while the attempt waited, longest in the surge queue of the LB (AWS: SurgeQueueLength)",
	"nothing answered: the LB had passed it on to a backend that was lost, and had yet to notice",
	"the client did not send it: its circuit breaker was open",
	"a service that the LB or its backend needs was down or failed it, or the LB itself was down",
	"the client's resolver got no answer for the name",
}

// Throttled reports whether an answer says that there was no room, which servers
// say with 429 Too Many Requests, and some with 503.
func (c Cause) Throttled() bool {
	return c == SurgeQueueFull || c == OverloadPrimary || c == OverloadSurvivor
}

// OfServices reports whether only a world with services that fail knows the cause.
func (c Cause) OfServices() bool { return c >= ServiceDown }

// About says what the cause means.
func (c Cause) About() string { return causeAbout[c] }

// String returns the cause's name as it stands in results.
func (c Cause) String() string {
	if c >= Causes {
		return "unknown"
	}
	return causeNames[c]
}

// CauseNames returns the names of all causes of failure, in order, without
// None.
func CauseNames() []string { return causeNames[1:] }
