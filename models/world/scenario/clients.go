package scenario

import "time"

func clients(n node) Clients {
	m := n.open("clients")
	c := Clients{
		Timeout:   need(m, "timeout", positiveDuration),
		Patience:  need(m, "patience", patience),
		Resolvers: need(m, "resolvers", positiveCount),
		Overstay:  get(m, "overstay", overstays, nil),
	}
	if !m.broken && c.Timeout > c.Patience && c.Patience > 0 {
		m.refuseAt("timeout", "a timeout of %s is longer than the patience of %s",
			FormatDuration(c.Timeout), FormatDuration(c.Patience))
	}
	m.done()
	return c
}

var patience = that(positiveDuration, "at most "+FormatDuration(mostPatience)+", on which the accounting of user-minutes rests",
	func(d time.Duration) bool { return d <= mostPatience })

func overstays(n node) []Overstay {
	list := listOf("overstays", overstay)(n)
	sum := 0.0
	for _, o := range list {
		sum += o.Share
	}
	if sum > 1+1e-9 { // rounding of decimal shares
		n.refuse("the shares sum to %.6g %%, which is above 100%%", sum*100)
	}
	return list
}

func overstay(n node) Overstay {
	m := n.open("overstay")
	defer m.done()
	return Overstay{
		Share: need(m, "share", probability),
		Hold:  need(m, "hold", varying),
	}
}

func service(n node) Service {
	m := n.open("service")
	defer m.done()
	return Service{
		Time:        need(m, "time", positiveVarying),
		AnswerBytes: need(m, "answer", size),
	}
}
