package study

import "time"

// facebook2021 is Facebook's outage of 4 October 2021; its times are second-hand.
var facebook2021 = accountOf{
	scenario: "facebook-2021",
	cannot: "that users were back only at 22:50, 431 minutes after: services were let back step by step for fear of the surge. When engineers were " +
		"in is put in.",
	hold: func(f *accounts) {
		const times, rules = "Facebook, after icco/postmortems", "nobody's: follows from what needs what"
		was := f.of("as-it-was", "backbone-cut")
		f.beside("requests that fail in the hours between", times, "%", 100, 100, failing(was, 15*time.Minute, 315*time.Minute))
		f.beside("minutes until names resolve again, 21:05 UTC", times, "min", 321, 331, wellAfter(was))
		f.beside("requests that fail at the end of the ninth hour, if nobody travels", rules, "%", 100, 100,
			failing(f.of("as-it-was", "nobody-goes-there"), 480*time.Minute, 525*time.Minute))
		f.beside("minutes until all is well, had DNS answered on", rules, "min", 300, 331, wellAfter(f.of("keep-announcing", "backbone-cut")))
		f.beside("minutes until all is well, had tools had a network of their own", rules, "min", 0, 15, wellAfter(f.of("out-of-band", "backbone-cut")))
	},
}
