// Package strategies holds the mechanisms that designs are built from: one
// strategy a file, and one explicit list of them.
//
// A strategy answers one question of one socket of package policy. It sees
// beliefs (probes, alarms, outcomes that its own clients had), never the
// truth: this package imports sim and, of the models, the sockets and what those
// speak of (identities, requests, distributions, distances). It draws nothing
// itself: where chance decides it is handed a uniform number or a keyed hash, so
// that the same client draws the same under every design.
//
// To add one, which is four files (go doc failsim/models/policy has the sockets):
//
//  1. Write a file named after it, of 100 lines or less: a type with
//     the methods of its socket, and a policy.Strategy that names it, says in
//     one sentence each what it does, how it can lose and who uses it, by what other
//     words people know it (Called, for hints), and declares its parameters. About of
//     a parameter says where its default comes from: it names one of those in Used, a
//     source that list_test.go knows, or has the word assumption. One that balances says
//     whether it looks at weights (Weighs) and whether each backend gets its weight's
//     share whatever its queue (Even); Weighs of a filter is that it acts by weights alone.
//  2. Add its line to the list in list.go, in order of socket, then name.
//  3. Write a script of situations in testdata/NAME.txt and let
//     "go test ./strategies -update" write what it decides to
//     testdata/NAME.golden. Read that file: it is the review. What a situation may
//     say stands above the player of the socket, in *_script_test.go: balancingPlayer
//     for what balances or filters, as in peak-ewma.txt; "with NAME=VALUE" gives
//     parameters, and forgets what was said before. Each part of Hazard (parts stand
//     between "; ") stands there word for word behind "# Hazard: ", before a situation
//     in which it happens.
//     If it takes a whole world, CONTRIBUTING.md says where that stands.
//
// Then "go test ./strategies" holds it to its socket: picks are healthy, LBs do not
// disturb each other, filters that say they change nothing do not. "failsim explain NAME"
// is what users read of it. To see it in a world, put it into designs of
// "failsim init --minimal", beside others, and compare.
//
// A strategy that balances or filters holds no state itself, as one value serves
// all LBs: what it keeps lies at each LB (policy.Remembering), as long as InFlight if by
// backend, and what became of attempts it learns (policy.Learning). peak_ewma.go has both,
// of two backends; least_time.go of all, with weights, equals drawn evenly. On the sending side
// it is the same for clients: what goes beside the strategy that says where attempts
// go (policy.Hedging, policy.Breaking; Beside in its entry) keeps what it learns by
// client or name, and by endpoint or not, as its Scope says (policy.CallerLearning,
// policy.CallerRemembering); hedge.go and circuit_breaker.go have both. A design
// with any of these takes the event path: each attempt's end is an event. All
// others pay nothing. So does a design whose backends have strategies that say who is
// let in and who is next (policy.Admitting): what they keep lies at each backend;
// concurrency_limit.go has that.
//
// Parameters arrive checked for kind and range. Where a value within its
// range would make no sense (no attempts, a loop without a period), a
// strategy takes the nearest that does, and its declaration says so.
//
// What it leaves out: postures (a second region, headroom, TTLs) are data of
// a design, and what people do is data of an incident.
package strategies
