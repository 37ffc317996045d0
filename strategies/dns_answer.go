package strategies

import "failsim/models/policy"

var dnsAnswerEntry = policy.Strategy{
	Name:   "dns-answer",
	Socket: policy.SendingSocket,
	About:  "clients know one name and go where the DNS answer that their resolver holds points",
	Hazard: "resolvers that keep answers beyond their TTL keep clients at a dead address for minutes to days",
	Used:   "nearly every client of a name",
	New:    func(policy.Values) any { return dnsAnswer{} },
}

// dnsAnswer leaves everything to DNS: steering must move the name.
type dnsAnswer struct{}

var _ policy.Sending = dnsAnswer{}

func (dnsAnswer) Choose(*policy.Choice, policy.Prober) int { return policy.ByName }

func (dnsAnswer) Failed(*policy.Choice, int) {}

func (dnsAnswer) HoldsList() bool { return false }
