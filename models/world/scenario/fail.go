package scenario

import "failsim/models/file"

// inShort gives a fault the kind of the short form that says the same, if one
// does.
func inShort(_ *reader, m *file.Mapping, f *Fault) {
	part := m.Has("share") || m.Has("factor")
	switch {
	case m.Broken():
	case f.Herd != "" && (m.Has("factor") || m.Has("for") || m.Has("error-after")):
		m.Refuse("members of a herd lose what they hold in an instant: only \"share\" says how many")
	case f.Herd != "" && m.Has("share") && f.Share == 0:
		m.Refuse("that changes nothing; without a share all members lose what they hold")
	case f.Herd != "":
		if f.Kind, f.Zone = OfHerd, 0; !m.Has("share") {
			f.Share = 1
		}
	case f.Service != "" && part && f.Share == 0 && f.Factor == 1:
		m.Refuse("that changes nothing; a service is down only without a share and a factor")
	case f.Service != "":
		f.Kind, f.Zone = OfService, 0
	case f.LB != "" && part && f.Share == 0 && f.Factor == 1:
		m.Refuse("that changes nothing; an LB is lost only without a share and a factor")
	case f.LB != "":
		f.Kind, f.Zone = OfLB, 0
	case f.Resolver != "" && (m.Has("factor") || m.Has("error-after")):
		m.Refuse("a resolver takes no time: only \"share\" says how many questions of clients it leaves unanswered")
	case f.Resolver != "" && m.Has("share") && f.Share == 0:
		m.Refuse("that changes nothing; without a share no question is answered")
	case f.Resolver != "":
		if f.Kind, f.Zone = OfResolver, 0; !m.Has("share") {
			f.Share = 1
		}
	case f.Provider != "" && part:
		m.Refuse("a provider is lost as a whole: say a share or a factor for each of its regions")
	case f.Provider != "":
		f.Kind, f.Zone = LoseProvider, 0
	case part && f.Share == 0 && f.Factor == 1 && (f.Of > 0 || f.Zone >= 0):
		m.Refuse("that changes nothing; what is hit is lost only without a share and a factor")
	case f.Of > 0 || part && f.Zone >= 0:
	case part:
		f.Kind, f.Zone = Gray, 0
	case f.Zone >= 0:
		f.Kind = LoseZone
	default:
		f.Kind, f.Zone = LoseRegion, 0
	}
}

// How what has hosts is lost: a region, a zone, both with their LB nodes and backends,
// some backends, an LB.
const (
	AsProcess = "process" // its connections are reset, and its host refuses
	AsMachine = "machine" // nothing answers
)

// dying reads how hosts are lost.
func dying(_ *reader, m *file.Mapping, f *Fault) {
	f.As = file.Get(m, "as", file.OneOf("way to lose servers", AsProcess, AsMachine), "", "how servers are lost: the process, whose host refuses, or the machine, where nothing answers; without, what they were at is an error at once, and what is sent to them is not answered")
	switch {
	case f.As == "" || m.Broken():
	case m.Has("share") || m.Has("factor"):
		m.RefuseAt("as", `"as" is for what is lost, without a share and a factor`)
	case f.Service+f.Herd+f.Resolver != "":
		m.RefuseAt("as", `"as" is for what stands on hosts of its own: a provider, a region, a zone, backends or an LB`)
	}
}
