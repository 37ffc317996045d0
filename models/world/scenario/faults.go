package scenario

import (
	"slices"
	"time"
)

// The kinds of fault.
const (
	DeleteState  = "delete-state"  // a share of a region's records is lost; running LBs do not notice
	LoseZone     = "lose-zone"     // a zone is gone
	LoseRegion   = "lose-region"   // a region is gone
	LoseProvider = "lose-provider" // every region of a provider is gone
	Gray         = "gray"          // a region fails a share of requests, or is slow
	DemandSurge  = "demand-surge"  // more users come
)

// faultKinds says what each kind of fault is made of: a new kind is one line.
var faultKinds = []struct {
	kind   string
	fields []faultField
}{
	{DeleteState, []faultField{inRegion, ofRecords}},
	{LoseZone, []faultField{inRegion, inZone, lasting}},
	{LoseRegion, []faultField{inRegion, lasting}},
	{LoseProvider, []faultField{ofProvider, lasting}},
	{Gray, []faultField{inRegion, failing, slowing, eitherOfGray, lasting}},
	{DemandSurge, []faultField{ofPopulation, surging, lasting}},
}

// A faultField reads one key of a fault, or checks what was read.
type faultField func(r *reader, m *mapping, f *Fault)

func inRegion(r *reader, m *mapping, f *Fault) { f.Region = need(m, "region", r.regions.reference) }
func ofProvider(r *reader, m *mapping, f *Fault) {
	f.Provider = need(m, "provider", r.providers.reference)
}
func ofRecords(_ *reader, m *mapping, f *Fault) { f.Share = need(m, "share", positiveShare) }
func lasting(_ *reader, m *mapping, f *Fault)   { f.For = get(m, "for", positiveVarying, nil) }
func failing(_ *reader, m *mapping, f *Fault)   { f.Share = get(m, "share", probability, 0) }
func slowing(_ *reader, m *mapping, f *Fault)   { f.Factor = get(m, "factor", atLeastOne, 1) }
func surging(_ *reader, m *mapping, f *Fault)   { f.Factor = need(m, "factor", aboveOne) }

func ofPopulation(r *reader, m *mapping, f *Fault) {
	f.Population = get(m, "population", r.people.reference, "")
}

func inZone(r *reader, m *mapping, f *Fault) {
	f.Zone = need(m, "zone", count)
	if zones := r.zones[f.Region]; zones > 0 && f.Zone >= zones {
		m.refuseAt("zone", "zones count from 0, and %s has %d", f.Region, zones)
	}
}

func eitherOfGray(_ *reader, m *mapping, _ *Fault) {
	if !m.broken && !m.has("share") && !m.has("factor") {
		m.refuse("a gray fault needs a share of requests that fail, a factor of the service time, or both")
	}
}

var aboveOne = that(number, "above 1", func(x float64) bool { return x > 1 })

// FaultKinds returns the words for the kinds of fault.
func FaultKinds() []string {
	words := make([]string, len(faultKinds))
	for i, k := range faultKinds {
		words[i] = k.kind
	}
	return words
}

// fault reads the time of a fault and the one key that names its kind.
func (r *reader) fault(n node, at parser[time.Duration]) Fault {
	m := n.open("fault")
	f := Fault{At: need(m, "at", at)}
	for _, k := range faultKinds {
		inner, ok := m.ask(k.kind)
		if !ok {
			continue
		}
		if f.Kind != "" {
			m.refuse("a fault has one kind, not both %s and %s", f.Kind, k.kind)
			continue
		}
		f.Kind = k.kind
		fields := inner.open(k.kind)
		for _, read := range k.fields {
			read(r, fields, &f)
		}
		fields.done()
	}
	known := !slices.ContainsFunc(m.entries, func(e entry) bool { return !e.asked })
	if f.Kind == "" && !m.broken && known {
		m.refuse("missing in fault: its kind%s", hint("", FaultKinds()))
	}
	m.done()
	return f
}
