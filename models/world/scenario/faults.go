package scenario

import (
	"cmp"
	"time"

	"failsim/models/distribution"
	"failsim/models/file"
	"failsim/models/id"
)

// The kinds of fault.
const (
	DeleteState  = "delete-state"  // a share of a region's records is lost; running LBs do not notice
	StaleState   = "stale-state"   // a share of a region's records is older than it should be
	LoseZone     = "lose-zone"     // a zone is gone
	LoseRegion   = "lose-region"   // a region is gone
	LoseProvider = "lose-provider" // every region of a provider is gone
	Gray         = "gray"          // a region fails a share of requests, or is slow
	DemandSurge  = "demand-surge"  // more users come
	Fail         = "fail"          // the general form: what is hit, and what that does
	OfService    = "service"       // what Fail is on a service: it is down, fails a share, or is slow
	OfHerd       = "herd"          // what Fail is on a herd: a share of members loses what it holds
	OfLB         = "lb"            // what Fail is on an LB: it is lost, fails a share, or is slow
	OfResolver   = "resolver"      // what Fail is on a population's resolvers: they leave a share of questions unanswered
	Push         = "push"          // a bad version of a configuration goes out
	Revert       = "revert"        // an older one does

	RollingUpdate = "rolling-update" // a new version of a region's servers goes out
	Maintenance   = "maintenance"    // a region is taken down on purpose
)

// Fault is one fault: its kind and the fields of its kind, checked.
type Fault struct {
	At            time.Duration // since the start; with When, that of the first fault that has a time
	When          *Condition    // what begins it instead; nil: At does
	Kind          string        // a word of FaultKinds
	Region        string        // full name, if the kind acts on a region or a zone
	Provider      string
	Service       string                    // of fail: what it hits instead; Region is its own, if it has one
	Herd          string                    // of fail: what it hits instead
	LB            string                    // of fail, with a region: whose LBs there, as POPULATION or POPULATION/NUMBER
	Resolver      string                    // of fail: the population whose resolvers it hits
	Configuration string                    // of push and revert
	Begins        time.Duration             // push: how long a place has it before it fails
	Missing       bool                      // push: rows are missing
	Every         time.Duration             // push: how often another goes out; 0: once
	Bad           Odds                      // and the probability that it is a bad one
	By            time.Duration             // revert: how old the version is; stale-state: the records
	Zone          id.Zone                   // from 0; of fail, -1 is any
	First, Of     int                       // fail: of every Of backends of a pool the first few; 0: all
	As            string                    // of what has hosts and is lost: AsProcess, AsMachine, or none
	Population    string                    // for demand-surge; empty: all
	OnPurpose     bool                      // delete-state: by an attacker
	Share         float64                   // delete-state, stale-state: of the records; gray: of the requests that fail
	Factor        float64                   // demand-surge: of the usual rate, above 1; gray: of the service time, at least 1
	ErrorAfter    time.Duration             // gray: what an error takes of a server's time, at least a nanosecond; 0: all of the service time
	Silent        time.Duration             // move-address: until the other host has it
	For           distribution.Distribution // nil: to the end
}

// Odds are a probability that changes in a straight line from when a fault begins.
type Odds struct {
	From, To float64
	Over     time.Duration // 0: it is From
}

// OperatorError reports whether a fault is an operator error, which a gate might stop.
func (f *Fault) OperatorError() bool { return f.Kind == DeleteState }

// A faultField reads one key of a fault, or checks what was read.
type faultField func(r *reader, m *file.Mapping, f *Fault)

func inRegion(r *reader, m *file.Mapping, f *Fault) {
	for _, key := range []string{"service", "on", "herd", "lb", "provider", "resolver"} {
		if m.Has(key) && !m.Has("region") && !m.Dry() {
			m.Ask(key)
			m.Ask("region")
			m.RefuseAt(key, `it is of a "region"; of anything else it is said by "fail": fail: {on: {%s: NAME}, ...} (failsim explain fail)`, cmp.Or(map[string]string{"on": "service"}[key], key))
			return
		}
	}
	f.Region = file.Need(m, "region", r.regions.Reference, "the region, as PROVIDER/REGION")
}
func ofProvider(r *reader, m *file.Mapping, f *Fault) {
	f.Provider = file.Need(m, "provider", r.providers.Reference, "the provider")
}
func ofRecords(_ *reader, m *file.Mapping, f *Fault) {
	f.Share = file.Need(m, "share", file.PositiveShareOf, "the share of the region's records that is deleted")
}
func ofStaleRecords(_ *reader, m *file.Mapping, f *Fault) {
	f.Share = file.Need(m, "share", file.PositiveShareOf, "the share of the region's records that is older than it should be")
	f.By = file.Need(m, "by", file.PositiveDurationOf, "how much older they are; of them those are wrong whose LB has changed since")
}
func onPurpose(_ *reader, m *file.Mapping, f *Fault) {
	f.OnPurpose = file.Get(m, "by", file.OneOf("way in which records are deleted", "mistake", "on-purpose"), "mistake", "why they are deleted: by mistake, or on purpose by an attacker, at the worst hour and not seen by gates", "as in 2012") == "on-purpose"
}
func lasting(_ *reader, m *file.Mapping, f *Fault) {
	f.For = file.Get(m, "for", distribution.PositiveOf, nil, "how long it lasts; without, to the end")
}
func failing(_ *reader, m *file.Mapping, f *Fault) {
	f.Share = file.Get(m, "share", file.ProbabilityOf, 0, "the share of requests that fail; without, none, or all where fail has no factor either: what is hit is lost")
}
func slowing(_ *reader, m *file.Mapping, f *Fault) {
	f.Factor = file.Get(m, "factor", atLeastOne, 1, "how many times as long a request takes", "no slower")
}
func surging(_ *reader, m *file.Mapping, f *Fault) {
	f.Factor = file.Need(m, "factor", aboveOne, "how many times as often they ask")
}

func ofPopulation(r *reader, m *file.Mapping, f *Fault) {
	f.Population = file.Get(m, "population", r.people.Reference, "", "the populations whose demand grows; without it, all")
	for _, who := range r.thinkers {
		if f.Population == who || f.Population == "" {
			m.Refuse("the users of %s ask when they have thought, or as long as they play, so that no factor makes them ask more; a population of its own, with a rate, can", who)
			return
		}
	}
}

func inZone(r *reader, m *file.Mapping, f *Fault) {
	f.Zone = id.Zone(file.Need(m, "zone", file.CountOf, "the zone, counted from 0"))
	if zones := r.zones[f.Region]; zones > 0 && int(f.Zone) >= zones {
		m.RefuseAt("zone", "zones count from 0, and %s has %d", f.Region, zones)
	}
}

// failingFast reads how much of a server's time an error takes.
func failingFast(_ *reader, m *file.Mapping, f *Fault) {
	if m.Has("error-after") && !m.Has("share") && !m.Broken() {
		m.RefuseAt("error-after", `"error-after" is for a "share" of requests that fail`)
	}
	if f.ErrorAfter = file.Get(m, "error-after", file.DurationOf, 0, "how much of a server's time an error takes; without it, as much as a successful answer"); m.Has("error-after") {
		f.ErrorAfter = max(1, f.ErrorAfter)
	}
}

func eitherOfGray(_ *reader, m *file.Mapping, _ *Fault) {
	if !m.Broken() && !m.Has("share") && !m.Has("factor") {
		m.Refuse("a gray fault needs a share of requests that fail, a factor of the service time, or both")
	}
}

var aboveOne = file.That(file.NumberOf, "above 1", func(x float64) bool { return x > 1 })
