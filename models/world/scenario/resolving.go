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
