package study

import "time"

// dynamo2015 is DynamoDB's overload of 20 September 2015, of which AWS published the
// share of calls that failed, when requests were paused and when all was normal.
var dynamo2015 = accountOf{
	scenario: "dynamodb-2015",
	cannot: "why 55 % and not all: that share of requests is put in; so is the lease, which sets the 18 minutes, and the hours that adding " +
		"capacity took. That nothing heals, and what ends it, comes out.",
	hold: func(f *accounts) {
		const aws = "AWS 5467D2"
		was := f.of("as-it-was", "metadata-overload")
		f.judge("calls that fail from minute 18 on, ten minutes", aws, "%", 50, 60, failing(was, 18*time.Minute, 28*time.Minute))
		f.judge("the same in the half hour before requests are paused: it does not heal", aws, "%", 50, 60, failing(was, 137*time.Minute, 167*time.Minute))
		f.judge("minutes until all is normal", aws, "min", 276, 306, wellAfter(was))
		f.judge("calls that fail after that", aws, "%", 0, 0.1, failing(was, 300*time.Minute, 345*time.Minute))
		nobody := f.of("as-it-was", "nobody-acts")
		f.beside("calls that fail after five hours, if nobody acts", "nobody's: follows from the rules", "%", 50, 60, failing(nobody, 300*time.Minute, 345*time.Minute))
		empty := f.of("as-it-was", "resumed-without-capacity")
		f.beside("the same, if they are let in again without more capacity", "nobody's: follows from the rules", "%", 50, 60, failing(empty, 300*time.Minute, 345*time.Minute))
		f.beside("minutes until all is normal, had servers backed off with jitter", "nobody's: follows from the rules", "min", 0, 15, wellAfter(f.of("back-off", "nobody-acts")))
		f.beside("minutes until all is normal, had they had two minutes (AWS's remedy)", "nobody's: follows from the rules", "min", 0, 15, wellAfter(f.of("more-time", "nobody-acts")))
	},
}
