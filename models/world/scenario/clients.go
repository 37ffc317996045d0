package scenario

import (
	"time"

	"failsim/models/distribution"
	"failsim/models/file"
)

func clients(n file.Node) Clients {
	m := n.Open("clients")
	c := Clients{
		Timeout:   file.Need(m, "timeout", file.PositiveDurationOf),
		Patience:  file.Need(m, "patience", patience),
		Resolvers: file.Need(m, "resolvers", file.PositiveCountOf),
		Overstay:  file.Get(m, "overstay", overstays, nil),
	}
	if !m.Broken() && c.Timeout > c.Patience && c.Patience > 0 {
		m.RefuseAt("timeout", "a timeout of %s is longer than the patience of %s",
			file.FormatDuration(c.Timeout), file.FormatDuration(c.Patience))
	}
	m.Done()
	return c
}

var patience = file.That(file.PositiveDurationOf, "at most "+file.FormatDuration(mostPatience)+", on which the accounting of user-minutes rests",
	func(d time.Duration) bool { return d <= mostPatience })

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

func overstay(n file.Node) Overstay {
	m := n.Open("overstay")
	defer m.Done()
	return Overstay{
		Share: file.Need(m, "share", file.ProbabilityOf),
		Hold:  file.Need(m, "hold", distribution.Of),
	}
}

func service(n file.Node) Service {
	m := n.Open("service")
	defer m.Done()
	return Service{
		Time:        file.Need(m, "time", distribution.PositiveOf),
		AnswerBytes: file.Need(m, "answer", file.SizeOf),
	}
}
