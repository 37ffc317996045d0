package scenario

import (
	"time"

	"failsim/models/distribution"
	"failsim/models/file"
)

// nextAddress reads when the next address is tried.
func nextAddress(n file.Node) NextAddress {
	if n.IsScalar() {
		n.Refuse("next-address is a mapping: write {after: %s}", file.Short(n.Word()))
		return NextAddress{}
	}
	m := n.Open("next-address")
	defer m.Done()
	return NextAddress{
		After: file.Need(m, "after", silence, "how long an address is silent until the next one is tried"),
		Stays: file.Get(m, "refused", file.OneOf("time to go on from an address that refuses", "at-once", "never"), "at-once", "whether the next address is tried at once when one refuses", "what clients do") == "never",
	}
}

// nextResolver reads how clients come to their second resolver.
func nextResolver(n file.Node) NextResolver {
	if n.IsScalar() {
		n.Refuse("next-resolver is a mapping: write {after: %s}", file.Short(n.Word()))
		return NextResolver{}
	}
	m := n.Open("next-resolver")
	defer m.Done()
	return NextResolver{
		After:     file.Or(m, "after", file.PositiveDurationOf, "5s", "how long the first is silent until the second is asked, at each lookup", "glibc 2.36 and Go 1.26; Node 20's own resolver 2s to 3s"),
		Remembers: file.Get(m, "remembers", yes, false, "who has waited asks the second first from then on", "no, as glibc and Go; Node's own resolver does"),
	}
}

// silence reads a duration, or the word for one without end.
func silence(n file.Node) time.Duration {
	if n.Is("never", "they wait for the first one") {
		return 0
	}
	if word := n.Word(); n.IsScalar() && word != "" && (word[0] < '0' || word[0] > '9') {
		n.Refuse("expected a duration like 250ms, or never, found %q", file.Short(word))
		return 0
	}
	return file.PositiveDurationOf(n)
}

func overstays(n file.Node) []Overstay {
	list := file.ListOf("overstays", overstay)(n)
	sum := 0.0
	for _, o := range list {
		sum += o.Share
	}
	if sum > 1+1e-9 { // rounding of decimal shares
		n.Refuse("the shares sum to %.6g %%, which is above 100%%", sum*100)
	}
	return list
}

// holdOff reads how resolvers hold off from silent authorities.
func holdOff(n file.Node) HoldOff {
	m := n.Open("hold-off")
	defer m.Done()
	return HoldOff{
		After: file.Or(m, "after", file.PositiveDurationOf, "2m", "how long an authority has been silent when they ask it for the last time; before, after half of that, a quarter, and so on", "unbound 1.17"),
		For:   file.Or(m, "for", file.PositiveDurationOf, "15m", "how often they forget that, each at a moment of its own, and ask again", "unbound's infra-host-ttl"),
	}
}

// returns reads who comes back.
func returns(n file.Node) Returns {
	m := n.Open("returns")
	defer m.Done()
	return Returns{
		Share: file.Need(m, "share", file.ProbabilityOf, "the share of users who come back after a request has failed with all its attempts: with another request, after which they may come back as well; a user who is already to come back does not do so twice"),
		After: file.Or(m, "after", distribution.PositiveOf, "{exponential: {mean: 5m}}", "how long after the end of the one that has failed", "assumption"),
	}
}

func overstay(n file.Node) Overstay {
	m := n.Open("overstay")
	defer m.Done()
	return Overstay{
		Share: file.Need(m, "share", file.ProbabilityOf, "the share of resolvers"),
		Hold:  file.Need(m, "hold", distribution.Of, "how long they hold an answer"),
	}
}
