// Package scenario reads a scenario file: strict YAML in, a checked Scenario
// out, or every error at once, each with file, line, column, the offending
// line and the nearest valid word. The embedded scenario elb-2012 shows the
// format; its language is that of package file.
//
// Every section of the file is read by one function with one line a key, so a
// new key is a field of a type and one line in a reader. Whether traces and
// strategies make sense together is not checked here: strategies check their
// own parameters beyond their kind, and traces are opened elsewhere.
package scenario

import (
	"slices"
	"time"

	"failsim/models/distribution"
	"failsim/models/file"
	"failsim/models/policy"
)

// Scenario is a checked scenario file: every name in it resolves, every
// number is in its range, and every default is filled in.
type Scenario struct {
	Name       string
	About      string
	Start      time.Time
	AnyStart   bool // it states none
	Length     time.Duration
	Year       Year
	Objectives Objectives
	Weight     float64 // real requests that one simulated request stands for, at least 1
	Workload   []Population
	Clients    Clients
	Service    Service
	World      World
	Prices     Prices
	SLAs       SLAs // zero if the file states none
	Incidents  []Incident
	Designs    []Design
	SHA256     string // of Text, and of what was asked for besides
	Text       string // the file's bytes; with a base, both as one file
	Written    string // the file's bytes
	// Older says in a line which older names the file has and what they are now; "" if none.
	Older string
}

// Year says what a year of operation is like, beside the rates of its
// incidents.
type Year struct {
	Length time.Duration
	// Memory is how long after an incident's last fault the world may still
	// differ from one without it: what happens later happens to a steady world.
	Memory time.Duration
	Week   [7]float64 // demand by day of the local week from Monday on, relative to its mean
}

// Steady reports that requests come at one rate the whole day.
func (t *Trace) Steady() bool { return t.Name == "" && t.File == "" }

// Scaled reports whether only the course of its day is taken, at another rate.
func (t *Trace) Scaled() bool { return t.PerSecond > 0 || t.PeakPerSecond > 0 }

// Population is a class of clients.
type Population struct {
	Name     string
	Location string
	Trace    Trace
	Users    int  // at least 1
	AnyUsers bool // it states none: UsualUsers
	Names    int  // at least 1; service names, each with LBs of its own
	// Clients are its own habits, and for the rest those of all.
	Clients Clients
	Kinds   []Kind // of its requests; what their shares leave needs nothing more
}

// Trace says where a population's arrivals come from: either Name (embedded)
// or File (a path, relative to the scenario file's folder), or neither: then they
// come at a steady PerSecond, at any hour.
type Trace struct {
	Name      string
	File      string
	Repeat    bool    // repeat: daily
	PerSecond float64 // mean rate over a day to which the trace is scaled as an intensity; 0: its own rate, request by request
	// PeakPerSecond is the largest rate of the day to which it is scaled instead; 0 if PerSecond says the rate.
	PeakPerSecond float64
	SkipBad       int
	// Thinks is how long each user waits, after a request has ended, before he asks again:
	// a closed loop. PerSecond is then what comes of it if answers took no time.
	Thinks distribution.Distribution
	// Session says whose answered requests are followed by these, nil: they come by themselves.
	Session *Session
	Place   string // of File: file, line and column
}

// Service is what a request costs.
type Service struct {
	Time        distribution.Distribution
	AnswerBytes float64
}

// World is the superset of what any design uses.
type World struct {
	Providers      []Provider
	Locations      []Location
	Distances      []Distance
	LB             LoadBalancers
	ControlPlane   ControlPlane
	Store          StateStore
	CommonMode     CommonMode
	Services       []NamedService // of the user's own, and what built-in ones need; see Everything
	Queues         []WorkQueue
	Stocks         []Stock
	Herds          []Herd
	Configurations []Configuration
	Data           []Data
}

// Provider owns regions.
type Provider struct {
	Name    string
	Regions []Region
}

// Region is a region by its short name; elsewhere it is called provider/region.
type Region struct {
	Name  string
	Zones int
	Fleet int // LBs of all customers
}

// Location is where clients live.
type Location struct {
	Name  string
	Clock time.Duration            // ahead of UTC, -14 h to +14 h
	RTT   map[string]time.Duration // by full region name; every region is there

	NotGiven []string // regions to which the file gives no round trip
}

// Distance is the round trip between two regions. Pairs that are not given
// are estimated through the place that is nearest to both, which errs high.
type Distance struct {
	Between [2]string
	RTT     time.Duration
}

// LoadBalancers are the properties of every LB.
type LoadBalancers struct {
	Other           int // LBs of the tenant without clients of their own, in each location's primary region
	NodesAtPeak     int
	Target          float64       // utilisation that scaling aims at
	Burst           time.Duration // how long a burst above capacity passes without waiting
	SurgeQueue      int           // places, unweighted
	Check           policy.Check  // of designs that state none
	BackendsPerZone int
	QueueCapacity   int // queue places per server of a backend
}

// ControlPlane is the same in every region.
type ControlPlane struct {
	TouchesPerHour   float64 // exogenous changes, per LB
	CreationsPerHour float64 // new LBs, per region
	Workers          int
	Work             distribution.Distribution
	ScaleEvery       time.Duration
	ScaleWindow      time.Duration
	Alarm            time.Duration // from an LB failing to its alarm
	Misread          float64       // probability that adopting a live configuration reads it wrongly
}

// StateStore is the same in every region.
type StateStore struct {
	Snapshots time.Duration // period
	Retention time.Duration
}

// CommonMode is what providers share without meaning to.
type CommonMode struct {
	Share float64
	For   distribution.Distribution // nil if Share is 0
}

// Prices are in US dollars.
type Prices struct {
	LBHour, LBGB, ServerHour, EgressGB, BetweenRegionsGB, DNSMillion, DNSCheckMonth float64
	DNSQueriesPerTTL                                                                float64
	Of                                                                              map[string]Prices // by provider; the rest as of all
}

// SLAs are the availabilities that providers promise for a month. They are
// refund rules, not failure rates: nothing is simulated from them.
type SLAs struct{ LoadBalancer, Servers, DNS float64 }

// Incident is one thing that goes wrong, against which every design is run.
type Incident struct {
	Name      string
	Title     string
	Length    time.Duration // Scenario.Length unless given
	Rate      file.Rate     // how often it happens in a year of operation; 0: never
	Faults    []Fault       // in order of At
	People    People
	Published *Published // nil if nothing is
}

// Published is a share of a region's LBs that is known to have been misconfigured in
// the real incident, some time after the first fault.
type Published struct {
	LBsMisconfigured float64
	After            time.Duration
	Label            string
}

// FailsProvider reports whether it is the failure of a provider or of a region of
// it, not of a zone or of the tenant's own: what providers share may fail too.
func (i *Incident) FailsProvider() bool {
	return slices.ContainsFunc(i.Faults, func(f Fault) bool {
		return f.Kind == LoseRegion || f.Kind == LoseProvider || f.Kind == DeleteState || f.Kind == StaleState
	})
}

// People are a provider's people in an incident: by a playbook, or by plans, as
// published and as sampled. Any of them may be nil: then people do not act.
type People struct {
	Published, Sampled *Plan
	Playbook           []policy.Step // instead of both
	Teams              int           // each works on one region at a time; at least 1 where there is a plan
	Of                 string        // the provider whose people they are; "": where the incident begins
}

// Plan returns the plan by which they act, nil if there is none.
func (p *People) Plan(sampled bool) *Plan {
	if sampled {
		return p.Sampled
	}
	return p.Published
}

// Act reports whether they do anything.
func (p *People) Act(sampled bool) bool { return len(p.Playbook) > 0 || p.Plan(sampled) != nil }

// Session says that a population asks as long as it plays what requests of another one
// have started.
type Session struct {
	Of    string // population whose answered requests start sessions
	Lasts distribution.Distribution
	Every distribution.Distribution // from the end of one request to the next
}
