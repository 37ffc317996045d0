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
// To add one, which is four files ("go doc failsim/models/policy.Balancing" has one
// socket; the others are Filtering, Admitting, LBRetrying, Sending, Hedging, Breaking,
// Connecting, Retrying, Steering, Healing, Gating, Operating, Replicating and Serving):
//
//  1. Write a file named after it, NAME.go with _ for -, of 100 lines or less: a type
//     with the methods of its socket, and a policy.Strategy in a variable nameEntry:
//     - Name, Socket and New;
//     - Called: other words that people know it by, with spaces between; hints and
//     "failsim explain" lead from them;
//     - About: one sentence that says what it does;
//     - Hazard: how it can lose, parts with "; " between;
//     - Used: its users in production, or its paper;
//     - Params: About of each says where its default comes from: it names one of those
//     in Used or in the sources of list_test.go, or has the word assumption in it;
//     - of one that balances, Weighs: it looks at weights, and Even: each backend gets
//     its weight's share whatever its queue; of a filter, Weighs: it acts by weights alone.
//  2. Add its line to the list in list.go, in order of socket, then name.
//  3. Write a script of situations in testdata/NAME.txt and let
//     "go test ./strategies -update" write what it decides to
//     testdata/NAME.golden. Read that file: it is the review. What a situation may
//     say stands above the player of the socket, in *_script_test.go: balancingPlayer
//     for what balances or filters, as in peak-ewma.txt. "with NAME=VALUE" gives
//     parameters, "with" alone none: both forget all that was said before, open and
//     healthy too. Up to there what a strategy remembers lasts from one situation to
//     the next. Each part of Hazard stands there word for word behind "# Hazard: ",
//     before a situation in which it happens.
//     If it takes a whole world, CONTRIBUTING.md says where that stands.
//
// A fifth, if people argue about it: its name in the row of its kind in
// docs/catalogue.md, whose first lines count the rows.
//
// Then "go test ./strategies" holds it to its socket: picks are healthy, LBs do not
// disturb each other, filters that say they change nothing do not, and the path of a
// request allocates nothing. "failsim explain NAME" is what users read of it. To see it in
// a world, put it into designs of "failsim init --minimal", beside others, and
// "failsim compare FILE --replications 2".
//
// # Draws
//
// One draw is handed to Pick, 64 bits. The first use is the draw itself (two.go has a
// pair of it, which scripts steer by u=0.2/0.8); what needs more takes sim.Mix(u + i), as
// power_of_d.go does, which scripts cannot steer.
//
// # What a strategy keeps
//
// A strategy holds no state itself, as one value serves all.
//
// One that balances or filters keeps what it remembers at each LB: Fresh (policy.Remembering)
// returns a pointer or a slice, which Pick and Filter change in place. If it keeps
// something of each backend, that is a slice as long as t.InFlight. What is remembered
// may be sick by now: look it up in t.Healthy, which is ascending. What became of
// attempts it learns by Learn (policy.Learning). Time passes there at requests alone:
// nothing ticks, so what ends after a while is looked at when the next request comes. peak_ewma.go does both for the two
// backends that it draws; least_time.go for all, with weights, and of several that are
// equal it takes each as often.
//
// One of the sending side keeps it by client or by name, and by endpoint or for all, as its
// Scope says (policy.CallerRemembering, policy.CallerLearning). What goes beside the
// strategy that says where attempts go hedges or breaks (policy.Hedging,
// policy.Breaking; Beside in its entry): hedge.go, circuit_breaker.go,
// adaptive_throttle.go. What it keeps back counts as circuit-open, whatever the reason.
// A design with any of these takes the event path: each attempt's end is an event. What an
// LB remembers or learns does not: it costs a call a request.
//
// One that admits keeps it at each backend (policy.QueueRemembering): concurrency_limit.go.
// A design with one takes the event path as well.
//
// Parameters arrive checked for kind and range. Where a value within its
// range would make no sense (no attempts, a loop without a period), a
// strategy takes the nearest that does, and its declaration says so.
//
// What it leaves out: postures (a second region, headroom, TTLs) are data of
// a design, and what people do is data of an incident.
package strategies
