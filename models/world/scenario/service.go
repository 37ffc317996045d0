package scenario

import (
	"slices"
	"strings"
	"time"

	"failsim/models/distribution"
	"failsim/models/policy"
)

// The built-in services: one of each for every region, but for DNS, of which there
// is one.
const (
	LBService           = "lbs"           // the region's load balancers
	ServerService       = "servers"       // its backends
	ControlPlaneService = "control-plane" // what changes LBs
	StateStoreService   = "state-store"   // what the control plane reads; it needs it at once
	DNSService          = "dns"           // what answers resolvers
)

// builtIn are those of a region, in the order in which they are numbered.
var builtIn = []string{LBService, ServerService, ControlPlaneService, StateStoreService}

// NamedService is a service that others may need, or that needs others.
type NamedService struct {
	Name     string
	Region   string        // that it is lost with, by full name; "": none
	StartsIn time.Duration // once all is there that it needs
	Needs    []Need

	Servers       int // with which it is asked; 0: it is not
	Work          distribution.Distribution
	QueueCapacity int           // 0: as many as come
	Cache         *ObjectCache  // nil: none
	Lease         *ServiceLease // nil: nobody stands by
}

// ServiceLease is by which one of several runs a service: when it is gone another does,
// once its lease is over.
type ServiceLease struct {
	In         string // the data that keeps it
	TTL, Renew time.Duration
}

// ObjectCache is a cache of a service that is asked, or of a region's servers.
type ObjectCache struct {
	Objects int     // how many there are; 0: those that the log names
	Zipf    float64 // exponent of how wanted they are
	Keeps   int     // of them; the least recently used one makes room
	TTL     time.Duration
	// Stale is how long past its TTL an object is the answer where nobody answers, in time
	// or at all; StaleOnError is the same where an error is the answer.
	Stale, StaleOnError time.Duration
	// CoalesceNew and CoalesceExpired have requests wait for one that is under way, for at
	// most GivesUp, if that is above 0; with Updating they have the stale object instead.
	CoalesceNew, CoalesceExpired, Updating bool
	GivesUp                                time.Duration
	// Background has who asks first for an expired object have the stale one too; it is
	// fetched behind that, but not sooner than Rests after such a fetch that found nobody.
	Background bool
	Rests      time.Duration
}

// Need is that a service needs another: at once, unless one of Cached and ToStart
// says otherwise.
type Need struct {
	On         string
	Cached     time.Duration // how long it works on without; 0: not cached
	ToStart    bool
	Either     bool    // one of all that are so is enough
	Share      float64 // of its requests that need it
	Time       float64 // share of a request's time that it waits for it
	ErrorAfter time.Duration

	Calls // of a need that is asked

	ofCall, ofState string // a key that the file gives, and that only a need has that is asked, or is not
}

// Calls is how a caller calls, attempt by attempt.
type Calls struct {
	Timeout  time.Duration    // of one attempt
	Retrying []policy.Setting // nil: there is one
	Sending  []policy.Setting
	// On are the failures after which a load balancer calls again, each one of
	// RetryOn; nil: all. OnNonIdempotent are those for requests that are not
	// idempotent.
	On, OnNonIdempotent []string
}

// AtOnce reports whether each request waits for what is needed.
func (n *Need) AtOnce() bool { return n.Cached == 0 && !n.ToStart }

// Kind is a share of a population's requests with needs of its own, all at once. It
// is a service, POPULATION/KIND, of which nothing but those requests is asked.
type Kind struct {
	Name  string
	Share float64
	Needs []Need
	// Idempotent reports that to do it twice is no harm.
	Idempotent bool
	// ServedBy are the strategies of the edge that may answer it in the place of the
	// origin; nil: all.
	ServedBy []string
}

// BuiltIn returns which built-in service it is, and of which region; "" if it is the
// user's own.
func (s *NamedService) BuiltIn() (what, region string) {
	if s.Name == DNSService {
		return DNSService, ""
	}
	before, after, _ := cutLast(s.Name, "/")
	if !slices.Contains(builtIn, after) {
		return "", ""
	}
	return after, before
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}
