package scenario

import (
	"time"

	"failsim/models/file"
)

// faultKinds says what each kind of fault is made of: a new kind is one line. Its word is a
// constant where code asks for it.
var faultKinds = []struct {
	kind, about string // about says what it does, and its fields
	example     string // its fields as a scenario may have them
	fields      []faultField
}{
	{DeleteState, "{region, share, by}: a share of the region's LB records is deleted, by mistake or on-purpose; running LBs do not notice until a change touches them",
		"{region: aws/east, share: 25%}", []faultField{inRegion, ofRecords, onPurpose}},
	{StaleState, "{region, share, by, for}: a share of the region's LB records are older than they should be: reads go to a follower that lags, or an old copy was restored; " +
		"those whose LB has changed since are wrong, and running LBs do not notice until a change touches them",
		"{region: aws/east, share: 100%, by: 4h}", []faultField{inRegion, ofStaleRecords, lasting}},
	{LoseZone, "{region, zone, as, for}: LB nodes and backends of a zone are gone, their addresses silent, or, as a process, refusing; zones count from 0",
		"{region: aws/west, zone: 1, for: 30m}", []faultField{inRegion, inZone, dying, lasting}},
	{LoseRegion, "{region, as, for}: LBs, backends and the control plane of a region are gone, their addresses silent, or, as a process, refusing", "{region: aws/west, for: 1h}", []faultField{inRegion, dying, lasting}},
	{LoseProvider, "{provider, as, for}: every region of a provider is gone", "{provider: aws, for: 1h}", []faultField{ofProvider, dying, lasting}},
	{Gray, "{region, share, error-after, factor, for}: backends fail a share of requests, each after a time or the whole work, and take a factor longer",
		"{region: aws/west, share: 5%, error-after: 5ms, factor: 4, for: 30m}", []faultField{inRegion, failing, slowing, failingFast, eitherOfGray, lasting}},
	{"move-address", "{region, lb, silent, for}: the host of a region's LBs dies, and a standby takes over its addresses after a silence, until the first takes them back: " +
		"what is under way hears nothing, both times, and each connection that was open costs the request that uses it next",
		"{region: aws/west, silent: 3.3s, for: 30m}", []faultField{inRegion, ofLBs, silentFor, lasting}},
	{DemandSurge, "{population, factor, for}: the demand of a population, or of all, is multiplied by a factor", "{factor: 3, for: 1h}", []faultField{ofPopulation, surging, lasting}},
	{Fail, "{on: {provider | service | herd | resolver | region, zone, lb, backends: 1 of 12}, share, error-after, factor, as, for}: the general form: what is hit, and how; " +
		"without share and factor it is lost, what has hosts as a process, whose host refuses, or as a machine, where nothing answers; " +
		"a share of a herd loses what it holds, and resolvers leave a share of queries unanswered",
		"{on: {region: aws/west, backends: 1 of 12}, factor: 4, for: 30m}", []faultField{hitting, failing, slowing, failingFast, dying, lasting, inShort}},
	{Push, "{configuration, share, missing, begins-after, error-after, every, bad, for}: a version goes out with which an instance fails a share of requests, some time after it has it, " +
		"or in which rows are missing; every so often another, bad or right, if every says so", "{configuration: routes, share: 85%, every: 5m, bad: {from: 10%, to: 100%, over: 2h}}", []faultField{onConfiguration, badVersion}},
	{Revert, "{configuration, by, share, error-after}: an old version is pushed: instances whose row has changed since fail all requests, the others a share",
		"{configuration: routes, by: 30d}", []faultField{onConfiguration, olderVersion}},
	{RollingUpdate, "{region}: a new version of a region's servers is rolled out, as good as the old one, as the design's rolling-update and servers say", "{region: aws/west}", []faultField{inRegion}},
	{Maintenance, "{region, for}: a healthy region is taken down on purpose; a design's evacuation empties it first", "{region: aws/west, for: 1h}", []faultField{inRegion, lasting}},
}

// FaultKinds returns the words for the kinds of fault.
func FaultKinds() []string {
	words := make([]string, len(faultKinds))
	for i, k := range faultKinds {
		words[i] = k.kind
	}
	return words
}

// AboutFault says what a kind of fault does, and its fields.
func AboutFault(kind string) string {
	for _, k := range faultKinds {
		if k.kind == kind {
			return k.about
		}
	}
	return ""
}

// ExampleOfFault returns a fault of a kind as a scenario may have it.
func ExampleOfFault(kind string) string {
	for _, k := range faultKinds {
		if k.kind == kind {
			return "{at: 10m, " + kind + ": " + k.example + "}"
		}
	}
	return ""
}

// fault reads the time of a fault, or what begins it, and the one key that names its
// kind.
func (r *reader) fault(n file.Node, at file.Parser[time.Duration]) Fault {
	m := n.Open("fault")
	var f Fault
	if m.Has("when") {
		f.When = file.Get(m, "when", r.condition, nil, "what begins it, instead of a time")
		if _, both := m.Ask("at"); both {
			m.RefuseAt("when", `a fault begins "at" a time or "when" something is so, not both`)
		}
	} else {
		f.At = file.Need(m, "at", at, "when it begins, after the start of the run, instead of when")
		m.Ask("when") // so that hints name it
	}
	m.Heir("another kind")
	for _, k := range faultKinds {
		inner, ok := m.Ask(k.kind, k.about)
		if !ok && !m.Dry() {
			continue
		}
		if f.Kind != "" && !m.Dry() {
			m.Refuse("a fault has one kind, not both %s and %s", f.Kind, k.kind)
			continue
		}
		f.Kind = k.kind
		fields := inner.Open(k.kind)
		for _, read := range k.fields {
			read(r, fields, &f)
		}
		fields.Done()
	}
	if f.When != nil && (f.OperatorError() || f.Kind == DemandSurge) {
		m.RefuseAt("when", "%s begins at a time: nothing in the world brings it about", f.Kind)
	}
	known := m.Known()
	if f.Kind == "" && !m.Broken() && known {
		m.Refuse("missing in fault: its kind%s", file.Hint("", FaultKinds()))
	}
	m.Done()
	return f
}
