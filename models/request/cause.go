package request

// Cause says why a request failed. A request that succeeded has cause None.
// The cause is that of its last attempt, unless the user's patience ended
// first.
type Cause uint8

// The causes.
const (
	None             Cause = iota
	LBMisconfigured        // the LB answered with the wrong configuration it held
	NoHealthyTarget        // the LB knew no healthy backend
	StaleAddress           // the client used an address that its name no longer has
	RegionDown             // nothing answered: region lost
	ProviderDown           // nothing answered: provider lost
	ZoneDown               // nothing answered: zone lost
	SurgeQueueFull         // the LB was at its capacity and its surge queue was full
	OverloadPrimary        // the home region's backends refused or ran late for want of capacity
	OverloadSurvivor       // another region's backends did, after traffic had moved there
	TimedOutInQueue        // the answer came too late because of waiting
	SlowResponse           // the answer came too late without waiting
	ServerError            // a backend answered with an error (gray failure)
	CommonMode             // a dependency that providers share was down
	GaveUp                 // the user's patience ended while an attempt was pending
	CannotScale            // the LB was at its capacity, and its control plane could not give it more nodes
	Causes                 // how many causes there are
)

var causeNames = [Causes]string{
	"none", "lb-misconfigured", "no-healthy-target", "stale-address", "region-down", "provider-down", "zone-down",
	"surge-queue-full", "overload-primary", "overload-survivor", "timed-out-in-queue", "slow-response", "server-error",
	"common-mode", "client-gave-up", "lb-cannot-scale",
}

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
